"""The solo protocol: one person's earlier events and public facts in, the whole catalogue ranked, no sampled negatives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.evaluation.scorers import Scorer
from recsys.history import History
from recsys.metrics import LIST_METRICS, bootstrap, intra_list_distance, paired_bootstrap

Figures: TypeAlias = dict[str, FloatArray]
"""Metric → (p,) one figure per person, NaN where it says nothing."""

DISTANCE: Final = "distance@10"
HELD_OUT_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a person at a moment, and what they turned out to want after it."""

    history: History
    """All a ranker may see; its videos are left out of the ranking."""
    relevant: IntArray
    """Rows wanted afterwards, none of them in the history."""
    now: float
    """Seconds since the epoch: the moment between the two."""
    unjudged: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Rows left out of the ranking because nobody knows whether they are wanted."""


def split_last(history: History, wanted: IntArray, share: float = HELD_OUT_SHARE) -> Person:
    """Hold out the last `share` of a person's events (at least one); of these the `wanted` rows are relevant."""
    cut = len(history) - max(1, round(share * len(history)))
    kept = History(history.rows[:cut], history.kinds[:cut], history.occurred_at[:cut], history.values[:cut])
    later = np.setdiff1d(history.rows[cut:], kept.rows)
    now = float(kept.occurred_at[-1]) if cut else float(history.occurred_at[0])
    return Person(kept, np.intersect1d(later, wanted), now)


def compare(catalog: Catalog, people: Sequence[Person], scorers: Mapping[str, Scorer], seed: int) -> dict[str, Figures]:
    """Return the figures of every scorer for every person; the same seed breaks the same ties."""
    return {name: evaluate(catalog, people, scorer, seed) for name, scorer in scorers.items()}


def evaluate(catalog: Catalog, people: Sequence[Person], scorer: Scorer, seed: int) -> Figures:
    """Return one scorer's figures, each (len(people),)."""
    rows = [_figures(catalog, person, scorer, np.random.default_rng([seed, p])) for p, person in enumerate(people)]
    return {name: np.array([row[name] for row in rows]) for name in (*LIST_METRICS, DISTANCE)}


def summary(figures: Mapping[str, Figures], seed: int) -> dict[str, dict[str, dict[str, float]]]:
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


def _figures(catalog: Catalog, person: Person, scorer: Scorer, rng: np.random.Generator) -> dict[str, float]:
    scores = scorer(catalog, person.history, person.now, rng)
    left_out = np.union1d(person.history.rows, person.unjudged)
    candidates = rng.permutation(np.setdiff1d(np.arange(len(catalog)), left_out))
    # Ties fall as the permutation has them: row order would favour whatever the file lists first.
    order = candidates[np.argsort(-scores[candidates], kind="stable")]
    relevant = np.isin(order, person.relevant)
    distance = intra_list_distance(catalog.space.centre(catalog.vectors[order[:10]]))
    return {name: metric(relevant) for name, metric in LIST_METRICS.items()} | {DISTANCE: distance}
