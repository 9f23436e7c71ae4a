"""The impressions protocol: a person's last pages, each with what was done before it, its cards put in order again.

Never mixed with the other: here only a few dozen cards are ordered, which somebody chose; there the whole catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from recsys.arrays import FloatArray
from recsys.catalog import Catalog
from recsys.evaluation.moment import Moment, before
from recsys.evaluation.protocol import ORACLE, Figures
from recsys.evaluation.shown import JudgedSlate, Viewer
from recsys.evaluation.slate_scorers import SlateRanker
from recsys.evaluation.workers import spread
from recsys.metrics import auc, discounted_gains, ndcg

METRICS: Final = ("ndcg@10", "ndcg@10 weighted", "ndcg@10 true", "auc")
LEAST_EXAMINATION: Final = 0.1
"""A click far down the page counts at most ten times one that was surely looked at."""

_FOUND, _IDEAL = "weighted gain found", "weighted gain at best"


@dataclass(frozen=True)
class SlateJudging:
    """What is the same for everybody who is judged."""

    catalog: Catalog
    rankers: Mapping[str, SlateRanker]
    seed: int


def compare(
    catalog: Catalog, people: Sequence[Viewer], rankers: Mapping[str, SlateRanker], seed: int, processes: int = 1
) -> dict[str, Figures]:
    """Return the figures of every ranker for every person, means over the person's judged slates."""
    rows = spread(judge, SlateJudging(catalog, rankers, seed), list(enumerate(people)), processes)
    names = list(dict.fromkeys(name for row in rows for name in row))
    nothing = dict.fromkeys(next(iter(rows[0].values())), float("nan")) if rows else {}
    return {
        name: {metric: np.array([row.get(name, nothing)[metric] for row in rows]) for metric in nothing}
        for name in names
    }


def judge(judging: SlateJudging, numbered: tuple[int, Viewer]) -> dict[str, dict[str, float]]:
    """Return one person's figures for every ranker, and for the oracle where the truth is known."""
    number, viewer = numbered
    cut = viewer.judged[0].page.shown_at
    at_cut = Moment(judging.catalog, before(viewer.history, cut), cut, judging.seed, seen=viewer.seen)
    fitted = {
        name: ranker.fit(at_cut, viewer.earlier, np.random.default_rng([judging.seed, number]))
        for name, ranker in judging.rankers.items()
    }
    figures: dict[str, list[dict[str, float]]] = {}
    for place, slate in enumerate(viewer.judged):
        now, seeds = slate.page.shown_at, [judging.seed, number, place]
        moment = replace(
            at_cut, history=before(viewer.history, now), now=now, clustered=at_cut.personas, fitted=at_cut.hybrid
        )
        if np.isfinite(slate.utility).all():
            of_oracle = slate_figures(slate, slate.utility, np.random.default_rng(seeds))
            figures.setdefault(ORACLE, []).append(of_oracle)
        for name, scorer in fitted.items():
            rng = np.random.default_rng(seeds)
            figures.setdefault(name, []).append(slate_figures(slate, scorer(moment, slate.page, rng), rng))
    return {name: _of_person(rows) for name, rows in figures.items()}


def slate_figures(slate: JudgedSlate, scores: FloatArray, rng: np.random.Generator) -> dict[str, float]:
    """Return the figures of one slate in the order of (k,) scores, equal ones by chance; NaN where it says nothing."""
    shuffled = rng.permutation(len(scores))
    order = shuffled[np.argsort(-scores[shuffled], kind="stable")]
    gain = slate.wanted[order].astype(np.float64)
    found, ideal = discounted_gains(gain / np.maximum(slate.examination[order], LEAST_EXAMINATION), 10)
    return {
        "ndcg@10": ndcg(gain, 10),
        _FOUND: found,
        _IDEAL: ideal,
        "ndcg@10 true": ndcg(slate.utility[order], 10),
        "auc": auc(slate.wanted[order]),
    }


def _of_person(slates: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return a person's figures: means over the slates, but one ratio of sums for the weighted one.

    A click where hardly anybody looks stands for the many wanted cards there that were not seen. Were each slate divided by
    its own best, a slate with one click would weigh the same wherever the click was, and the shown order would win again.
    """
    means = {metric: _mean([row[metric] for row in slates]) for metric in slates[0]}
    found, ideal = means.pop(_FOUND), means.pop(_IDEAL)
    means["ndcg@10 weighted"] = found / ideal if ideal > 0 else float("nan")
    return {metric: means[metric] for metric in METRICS}


def _mean(values: list[float]) -> float:
    known = [value for value in values if np.isfinite(value)]
    return float(np.mean(known)) if known else float("nan")
