"""Whether a candidate may take the place of the ranker in use: only what is better by more than the noise passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from recsys.arrays import DAY_SECONDS, FloatArray, IntArray
from recsys.metrics import DRAWS, Interval
from recsys.training.examination import Examination
from recsys.training.slates import LoggedSlates

HELD_OUT_SHARE = 0.2
LEAST_IMPRESSIONS, LEAST_POSITIVES = 500, 20
LEAST_NDCG, LEAST_AUC = 0.3, 0.6
LEAST_JUDGED = 10
"""Slates, or days, with something wanted: of fewer, too many orders that are no better come out better on nearly all by chance."""
_LEAST_DAYS = 20
"""From so many days on whole days are drawn anew: the slates of a day are much alike."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the candidate passed, why in a sentence for the person, and the figures behind it."""

    passed: bool
    reason: str
    figures: Mapping[str, float]


def missing(impressions: int, positives: int) -> str:
    """Return what is still missing before anything can be learned, as a sentence; "" when it is enough."""
    if impressions >= LEAST_IMPRESSIONS and positives >= LEAST_POSITIVES:
        return ""
    return f"It is too early: {impressions} of {LEAST_IMPRESSIONS} cards seen, {positives} of {LEAST_POSITIVES} wanted."


def too_early(slates: LoggedSlates) -> Decision | None:
    """Return the refusal of a log too small to learn from, None for one that is large enough."""
    impressions, positives = len(slates.slates), int(slates.relevant.sum())
    if not (reason := missing(impressions, positives)):
        return None
    return Decision(False, reason, {"impressions": float(impressions), "positives": float(positives)})


def split_newest(slates: LoggedSlates) -> tuple[LoggedSlates, LoggedSlates]:
    """Return the older slates to learn from and the newest fifth to judge by."""
    cut = len(slates) - max(1, round(HELD_OUT_SHARE * len(slates)))
    return slates.cut(0, cut), slates.cut(cut, len(slates))


def judge(
    slates: LoggedSlates,
    ours: FloatArray,
    theirs: FloatArray,
    examined: Examination,
    rng: np.random.Generator,
    in_use: str = "the ranker in use",
) -> Decision:
    """Return whether (r,) scores of a candidate order the same held-out slates surely better than those in use.

    in_use: the name of the ranker in use, for the sentence.
    """
    figures = compared(slates, ours, theirs, examined, rng)
    if (judged := figures["judged"]) < LEAST_JUDGED:
        told = (
            f"something was wanted on {judged:.0f} of the newest pages, or days, and must be on {LEAST_JUDGED} at least"
        )
        return Decision(False, f"It is too early: {told}.", figures)
    for name, least in (("ndcg@10", LEAST_NDCG), ("auc", LEAST_AUC)):
        if not figures[name] >= least:
            reason = (
                f"It orders the newest pages too badly: {name} is {figures[name]:.2f}, and must be {least} at least."
            )
            return Decision(False, reason, figures)
    gain, low, high = figures["gain"], figures["gain low"], figures["gain high"]
    told = f"ndcg@10 {figures['ndcg@10']:.3f} against {figures['ndcg@10 in use']:.3f}, a gain between {low:+.3f} and {high:+.3f}"
    if low > 0:
        return Decision(True, f"It orders the newest pages better than {in_use} does: {told}.", figures)
    better = "not surely better than" if gain > 0 else "no better than"
    return Decision(False, f"It orders the newest pages {better} {in_use}: {told}.", figures)


def compared(
    slates: LoggedSlates, ours: FloatArray, theirs: FloatArray, examined: Examination, rng: np.random.Generator
) -> dict[str, float]:
    """Return the figures of two scorings, and the interval of their difference over slates, or days where there are many.

    A wanted card is worth 1 / the chance that its place was looked at, and a slate what its cards are worth: it stands for
    those where as much was missed. With every slate worth the same, the order that was shown would be flattered.
    `judged` says how many slates or days tell anything; of fewer than LEAST_JUDGED there is no interval (NaN).
    """
    worth = np.where(slates.relevant, slates.gains, 0.0) / examined(slates.places)
    mine, other = (_sums(slates, scores, worth, _discounted) for scores in (ours, theirs))
    blocks = _blocks(slates.made_at)
    gain = _paired(mine - other, mine[:, 1], blocks, rng)
    return {
        "ndcg@10": _ratio(mine),
        "ndcg@10 in use": _ratio(other),
        "gain": gain.mean,
        "gain low": gain.low,
        "gain high": gain.high,
        "auc": _ratio(_sums(slates, ours, worth, _pairs)),
        "auc in use": _ratio(_sums(slates, theirs, worth, _pairs)),
        "slates": float(np.count_nonzero(mine[:, 1])),
        "judged": float(len(np.unique(blocks[mine[:, 1] > 0]))),
    }


def _sums(
    slates: LoggedSlates,
    scores: FloatArray,
    worth: FloatArray,
    figure: Callable[[FloatArray], tuple[float, float]],
) -> FloatArray:
    """Return (s, 2) what was reached of what could be, from the worths in the order of the scores."""
    spans = slates.spans()
    ordered = (worth[span][np.argsort(-scores[span], kind="stable")] for span in spans)
    return np.array([figure(each) for each in ordered], dtype=np.float64).reshape(-1, 2)


def _discounted(worth: FloatArray) -> tuple[float, float]:
    """Return the discounted worth of the first ten, and of the ten best."""
    discounts = 1.0 / np.log2(np.arange(2, min(len(worth), 10) + 2))
    return float(worth[:10] @ discounts), float(np.sort(worth)[::-1][:10] @ discounts)


def _pairs(worth: FloatArray) -> tuple[float, float]:
    """Return the worth of wanted cards, each times the share of the others it stands before; and without that."""
    others = worth <= 0
    if not others.any():
        return 0.0, 0.0
    behind = others[::-1].cumsum()[::-1] / others.sum()
    return float(worth @ behind), float(worth.sum())


def _blocks(made_at: FloatArray) -> IntArray:
    """Return (s,) the block each slate is drawn with."""
    days = np.unique(made_at // DAY_SECONDS, return_inverse=True)[1]
    return days if days.max(initial=-1) + 1 >= _LEAST_DAYS else np.arange(len(made_at))


def _paired(differences: FloatArray, possible: FloatArray, blocks: IntArray, rng: np.random.Generator) -> Interval:
    """Return (s,) differences over what was possible, with the interval when blocks are drawn anew; NaN for nothing, or too few."""
    nan = float("nan")
    if not possible.any():
        return Interval(nan, nan, nan)
    told = np.unique(blocks[possible > 0])
    sums, ceilings = (np.bincount(blocks, each)[told] for each in (differences[:, 0], possible))
    if len(told) < LEAST_JUDGED:
        return Interval(float(sums.sum() / ceilings.sum()), nan, nan)
    drawn = rng.integers(len(told), size=(DRAWS, len(told)))
    low, high = np.percentile(sums[drawn].sum(axis=1) / ceilings[drawn].sum(axis=1), [2.5, 97.5])
    return Interval(float(sums.sum() / ceilings.sum()), float(low), float(high))


def _ratio(sums: FloatArray) -> float:
    reached, possible = sums.sum(axis=0)
    return float(reached / possible) if possible > 0 else float("nan")
