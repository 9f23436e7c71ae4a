"""The solo protocol: one person's earlier events and public facts in, the whole catalogue ranked, no sampled negatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.evaluation.scorers import Scorer
from recsys.history import History
from recsys.metrics import LIST_METRICS, intra_list_distance

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
    return _split(history, wanted, len(history) - max(1, round(share * len(history))))


def split_at(history: History, wanted: IntArray, moment: float) -> Person:
    """Hold out what was done at `moment` (seconds since the epoch) or later."""
    person = _split(history, wanted, int(np.searchsorted(history.occurred_at, moment)))
    return replace(person, now=moment)


def _split(history: History, wanted: IntArray, cut: int) -> Person:
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


def _figures(catalog: Catalog, person: Person, scorer: Scorer, rng: np.random.Generator) -> dict[str, float]:
    scores = scorer(catalog, person.history, person.now, rng)
    left_out = np.union1d(person.history.rows, person.unjudged)
    candidates = rng.permutation(np.setdiff1d(np.arange(len(catalog)), left_out))
    # Ties fall as the permutation has them: row order would favour whatever the file lists first.
    order = candidates[np.argsort(-scores[candidates], kind="stable")]
    relevant = np.isin(order, person.relevant)
    distance = intra_list_distance(catalog.space.centre(catalog.vectors[order[:10]]))
    return {name: metric(relevant) for name, metric in LIST_METRICS.items()} | {DISTANCE: distance}
