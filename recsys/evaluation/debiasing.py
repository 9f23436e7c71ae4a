"""Which way of learning from clicks finds what is wanted, not what stood in front: asked of logs whose truth is planted.

`python -m recsys.evaluation.debiasing` prints the table of docs/ranking.md. The people and cards are made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np

from recsys.arrays import DAY_SECONDS, BoolArray, FloatArray, IntArray
from recsys.features import FEATURE_NAMES
from recsys.metrics import Interval, bootstrap, ndcg, paired_bootstrap
from recsys.training.boosting import BoostingConfig, fit
from recsys.training.examination import Examination, examination
from recsys.training.slates import LoggedSlates

Order: TypeAlias = Literal["independent", "adverse", "by base"]

WAYS: Final[Sequence[BoostingConfig]] = (
    BoostingConfig("YetiRank", "none", learning_rate=0.05, regularisation=10),
    BoostingConfig("YetiRank", "place", learning_rate=0.05, regularisation=10),
    BoostingConfig("QueryRMSE", "none", learning_rate=0.03, regularisation=10),
    BoostingConfig("QueryRMSE", "weights", learning_rate=0.03, regularisation=10),
    BoostingConfig("QuerySoftMax", "none", learning_rate=0.1),
    BoostingConfig("QuerySoftMax", "weights", learning_rate=0.1),
    BoostingConfig("QuerySoftMax", "offset", learning_rate=0.1),
)
"""Each with a rate that suits its loss in this world: QueryRMSE at the rate of QuerySoftMax learns the noise."""
DAY_SLATES: Final = 20


@dataclass(frozen=True, slots=True)
class Planting:
    """How a log is made up."""

    slates: int = 1_500
    cards: int = 12
    order: Order = "independent"
    """adverse: what is wanted beyond the base stands behind. by base: as the base ranker had it, as in life."""
    steepness: float = 1.0
    """The place k from 0 is looked at with a chance of (1 + k)^-steepness."""
    effect: float = 2.0
    """Nats by which a card is wanted more where two features agree: what the base ranker cannot know; 0 for none."""
    rarity: float = 2.0
    """Nats against any card being wanted."""

    def looked_at(self, places: IntArray) -> FloatArray:
        """Return the chance that each place is looked at."""
        return np.asarray((1.0 + places) ** -self.steepness)


@dataclass(frozen=True, slots=True)
class Planted:
    """A log, the base ranker's scores of it, and the truth."""

    log: LoggedSlates
    base: FloatArray
    """(r,) scores."""
    utility: FloatArray
    """(r,) the chance that the card is wanted when it is looked at."""


def plant(planting: Planting, rng: np.random.Generator) -> Planted:
    """Return slates of which the base ranker knows one feature of three that matter."""
    count = planting.slates * planting.cards
    values = np.full((count, len(FEATURE_NAMES)), np.nan, np.float32)
    values[:, :6] = rng.normal(size=(count, 6))
    base = values[:, 0].astype(np.float64)
    agreed = (values[:, 1] > 0) == (values[:, 2] > 0)
    utility = _chance(base + planting.effect * agreed - planting.rarity)
    slates = np.repeat(np.arange(planting.slates), planting.cards)
    forward = {"independent": np.zeros(count), "adverse": -2.0 * agreed, "by base": 3.0 * base}[planting.order]
    order = np.lexsort((-forward - rng.gumbel(size=count), slates))
    places = np.tile(np.arange(planting.cards), planting.slates)
    looked_at = rng.random(count) < planting.looked_at(places)
    wanted: BoolArray = looked_at & (rng.random(count) < utility[order])
    made_at = np.arange(planting.slates) * DAY_SECONDS / DAY_SLATES
    log = LoggedSlates(values[order], slates, places, wanted.astype(np.float64), made_at, FEATURE_NAMES)
    return Planted(log, base[order], utility[order])


@dataclass(frozen=True, slots=True)
class Choice:
    """The way that found the truth best, over all logs, and each one's figures."""

    config: BoostingConfig
    true_ndcg: Mapping[str, Interval]
    """Way, and `base`, → nDCG@10 of the true utilities of slates that were not learned from."""
    gains: Mapping[str, Interval]
    """Way → by how much it is better than the base ranker, over the same slates."""


def choose_loss(
    logs: Sequence[tuple[Planted, Planted]], rng: np.random.Generator, ways: Sequence[BoostingConfig] = WAYS
) -> Choice:
    """Return which way of learning orders unseen slates best by their true utilities.

    logs: (to learn from, to judge by), several kinds of order; each counts alike.
    """
    base = np.concatenate([of_slates(judged, judged.base) for _, judged in logs])
    found = {config.way: np.concatenate([_learned(*log, config) for log in logs]) for config in ways}
    return Choice(
        max(ways, key=lambda config: float(np.nanmean(found[config.way]))),
        {name: bootstrap(each, rng) for name, each in {"base": base, **found}.items()},
        {name: paired_bootstrap(each, base, rng) for name, each in found.items()},
    )


def _learned(log: Planted, judged: Planted, config: BoostingConfig) -> FloatArray:
    model = fit(log.log, log.base, examination(log.log, log.base), config)
    return of_slates(judged, judged.base + model(judged.log.features))


def of_slates(planted: Planted, scores: FloatArray) -> FloatArray:
    """Return (s,) nDCG@10 with the true utility as gain."""
    spans = planted.log.spans()
    return np.array([ndcg(planted.utility[span][np.argsort(-scores[span], kind="stable")], 10) for span in spans])


def main() -> None:
    """Print what each way finds in logs of each order, and what each makes of noise."""
    orders: Sequence[Order] = ("independent", "adverse", "by base")
    plantings = [Planting(order=order) for order in orders] + [Planting(order="by base", effect=0.0)]
    for planting in plantings:
        rng = np.random.default_rng(7)
        log, judged = plant(planting, rng), plant(replace(planting, order="independent"), rng)
        print(f"{planting.order}, effect {planting.effect}: {_told(examination(log.log, log.base))}")  # noqa: T201
        choice = choose_loss([(log, judged)], rng)
        for name, gain in choice.gains.items():
            told = f"{choice.true_ndcg[name].mean:.4f}  {gain.mean:+.4f} ({gain.low:+.4f} to {gain.high:+.4f})"
            print(f"  {name:24} {told}")  # noqa: T201


def _told(examined: Examination) -> str:
    return " ".join(f"{chance:.2f}" for chance in examined(np.arange(12)))


def _chance(logit: FloatArray) -> FloatArray:
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


if __name__ == "__main__":
    main()
