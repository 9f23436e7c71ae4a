"""Figures per person into means, intervals, comparisons and a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias

import numpy as np

from recsys.evaluation.protocol import Figures
from recsys.metrics import bootstrap, paired_bootstrap

Summary: TypeAlias = dict[str, dict[str, dict[str, float]]]
"""Scorer → metric → mean, low, high."""


def summarise(figures: Mapping[str, Figures], seed: int) -> Summary:
    """Return {scorer: {metric: {mean, low, high}}}, 95 % intervals over people."""
    return {
        name: {metric: asdict(bootstrap(values, np.random.default_rng(seed))) for metric, values in of_one.items()}
        for name, of_one in figures.items()
    }


def paired(
    ours: Figures, theirs: Figures, names: tuple[str, str], metrics: Iterable[str], seed: int
) -> list[dict[str, Any]]:
    """Return for each metric the mean of ours - theirs over the same people, with its interval."""
    return [
        {"ours": names[0], "theirs": names[1], "metric": metric}
        | asdict(paired_bootstrap(ours[metric], theirs[metric], np.random.default_rng(seed)))
        for metric in metrics
    ]


def table(summary: Summary) -> str:
    """Return the summary as lines of text, one per scorer."""
    width = max(map(len, summary), default=0)
    lines = []
    for name, metrics in summary.items():
        cells = [f"{metric} {v['mean']:.3f} [{v['low']:.3f}, {v['high']:.3f}]" for metric, v in metrics.items()]
        lines.append(f"  {name:{width}}  {'  '.join(cells)}\n")
    return "".join(lines)
