"""Figures per person into means, intervals, comparisons and a table."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, TypeAlias

import numpy as np

from recsys.arrays import IntArray
from recsys.evaluation.protocol import Figures
from recsys.metrics import Interval, bootstrap, paired_bootstrap

Summary: TypeAlias = dict[str, dict[str, dict[str, float]]]
"""Scorer → metric → mean, low, high."""

HEADLINES: Final = ("ndcg@10", "recall@100", "distance ratio", "ndcg@10 weighted", "ndcg@10 true", "auc")
"""What is printed of a run; the report holds the rest."""
BEST: Final = "hybrid"
"""Every other ranker is compared with the one served by default."""
STRATA: Final = ((0, 5), (5, 20), (20, 100), (100, 1000), (1000, sys.maxsize))
"""Events before the cut: a recommender of one person lives through all of them."""


def findings(figures: Mapping[str, Figures], lengths: IntArray, compared: Sequence[str], seed: int) -> dict[str, Any]:
    """Return `rankers`, `paired` and `strata` of a report.

    lengths: (p,) events of each person. compared: the metrics in which every ranker is compared with the default one.
    """
    rivals = [name for name in figures if name != BEST] if BEST in figures else []
    return {
        "rankers": summarise(figures, seed),
        "paired": [
            row for name in rivals for row in paired(figures[BEST], figures[name], (BEST, name), compared, seed)
        ],
        "strata": _strata(figures, lengths, seed),
    }


def summarise(figures: Mapping[str, Figures], seed: int) -> Summary:
    """Return {scorer: {metric: {mean, low, high}}}, 95 % intervals over people; without what says nothing of anybody."""
    return {
        name: {
            metric: rounded(bootstrap(values, np.random.default_rng(seed)))
            for metric, values in of_one.items()
            if np.isfinite(values).any()
        }
        for name, of_one in figures.items()
    }


def paired(
    ours: Figures, theirs: Figures, names: tuple[str, str], metrics: Iterable[str], seed: int
) -> list[dict[str, Any]]:
    """Return for each metric both have the mean of ours - theirs over the same people, with its interval."""
    return [
        {"ours": names[0], "theirs": names[1], "metric": metric}
        | rounded(paired_bootstrap(ours[metric], theirs[metric], np.random.default_rng(seed)))
        for metric in metrics
        if metric in theirs and np.isfinite(ours[metric] - theirs[metric]).any()
    ]


def table(summary: Summary, metrics: Sequence[str]) -> str:
    """Return some metrics of a summary as lines of text, one per scorer."""
    width = max(map(len, summary), default=0)
    lines = []
    for name, row in summary.items():
        told = {metric: row[metric] for metric in metrics if metric in row}
        cells = [f"{metric} {v['mean']:.3f} [{v['low']:.3f}, {v['high']:.3f}]" for metric, v in told.items()]
        lines.append(f"  {name:{width}}  {'  '.join(cells)}\n")
    return "".join(lines)


def rounded(interval: Interval) -> dict[str, float]:
    """Return an interval as a report tells it: JSON has no NaN, so none may reach it."""
    assert math.isfinite(interval.mean)
    return {name: round(value, 6) for name, value in asdict(interval).items()}


def _strata(figures: Mapping[str, Figures], lengths: IntArray, seed: int) -> dict[str, Any]:
    """Return the summary for each range of history lengths that anybody falls into."""
    strata = {}
    for low, high in STRATA:
        inside = (lengths >= low) & (lengths < high)
        if inside.any():
            of_these = {name: {m: values[inside] for m, values in one.items()} for name, one in figures.items()}
            label = f"{low}+" if high == sys.maxsize else f"{low}–{high}"
            strata[label] = {"people": int(inside.sum()), "rankers": summarise(of_these, seed)}
    return strata
