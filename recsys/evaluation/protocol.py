"""The catalogue protocol: one person's earlier events and public facts in, the whole catalogue ranked, no sampled negatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.evaluation.moment import Moment, centred, first
from recsys.evaluation.scorers import Scorer
from recsys.evaluation.workers import spread
from recsys.history import History
from recsys.metrics import LIST_METRICS, intra_list_distance

Figures: TypeAlias = dict[str, FloatArray]
"""Metric → (p,) one figure per person, NaN where it says nothing."""

ORACLE: Final = "oracle"
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
    utilities: FloatArray | None = None
    """(n,) how much a made-up person truly wants each video; no ranker sees it."""


@dataclass(frozen=True)
class Judging:
    """What is the same for everybody who is judged."""

    catalog: Catalog
    scorers: Mapping[str, Scorer]
    seed: int
    view_counts: FloatArray | None = None
    """(n,) stand-in public counts of all people together; None leaves the catalogue's own."""


def split_last(history: History, wanted: IntArray, share: float = HELD_OUT_SHARE) -> Person:
    """Hold out the last `share` of a person's events (at least one); of these the `wanted` rows are relevant."""
    return _split(history, wanted, len(history) - max(1, round(share * len(history))))


def split_at(history: History, wanted: IntArray, moment: float) -> Person:
    """Hold out what was done at `moment` (seconds since the epoch) or later."""
    person = _split(history, wanted, int(np.searchsorted(history.occurred_at, moment)))
    return replace(person, now=moment)


def stand_in_counts(people: Sequence[Person], items: int) -> FloatArray:
    """Return (items,) how many events before their cuts people had with each item, liked or not.

    The counts stand in for public ones where a data set has none: nothing that is held out is counted.
    """
    rows = [person.history.rows for person in people]
    return np.bincount(np.concatenate([np.zeros(0, np.int64), *rows]), minlength=items).astype(np.float64)


def compare(
    catalog: Catalog,
    people: Sequence[Person],
    scorers: Mapping[str, Scorer],
    seed: int,
    view_counts: FloatArray | None = None,
    processes: int = 1,
) -> dict[str, Figures]:
    """Return the figures of every scorer for every person; the same seed breaks the same ties."""
    judging = Judging(catalog, scorers, seed, view_counts)
    rows = spread(judge, judging, list(enumerate(people)), processes)
    names = list(rows[0]) if rows else []
    return {name: {metric: np.array([row[name][metric] for row in rows]) for metric in rows[0][name]} for name in names}


def evaluate(catalog: Catalog, people: Sequence[Person], scorer: Scorer, seed: int) -> Figures:
    """Return one scorer's figures, each (len(people),)."""
    return compare(catalog, people, {"": scorer}, seed)[""]


def judge(judging: Judging, numbered: tuple[int, Person]) -> dict[str, dict[str, float]]:
    """Return one person's figures for every scorer, and for the oracle where the truth is known."""
    number, person = numbered
    catalog, seed = judging.catalog, judging.seed
    _count_others(judging, person)
    moment = Moment(catalog, person.history, person.now, seed)
    judged = {}
    if person.utilities is not None:
        judged[ORACLE] = _figures(catalog, person, person.utilities, np.random.default_rng([seed, number]))
    for name, scorer in judging.scorers.items():
        rng = np.random.default_rng([seed, number])
        judged[name] = _figures(catalog, person, scorer(moment, rng), rng)
    return judged


def _count_others(judging: Judging, person: Person) -> None:
    """Show the catalogue's views as this person finds them: their own events are nobody else's."""
    if judging.view_counts is not None:
        judging.catalog.view_count[:] = judging.view_counts - stand_in_counts([person], len(judging.catalog))


def _split(history: History, wanted: IntArray, cut: int) -> Person:
    kept = first(history, cut)
    later = np.setdiff1d(history.rows[cut:], kept.rows)
    now = float(kept.occurred_at[-1]) if cut else float(history.occurred_at[0])
    return Person(kept, np.intersect1d(later, wanted), now)


def _figures(catalog: Catalog, person: Person, scores: FloatArray, rng: np.random.Generator) -> dict[str, float]:
    left_out = np.union1d(person.history.rows, person.unjudged)
    candidates = rng.permutation(np.setdiff1d(np.arange(len(catalog)), left_out))
    # Ties fall as the permutation has them: row order would favour whatever the file lists first.
    order = candidates[np.argsort(-scores[candidates], kind="stable")]
    relevant = np.isin(order, person.relevant)
    distance = intra_list_distance(centred(catalog)[order[:10]])
    return {name: metric(relevant) for name, metric in LIST_METRICS.items()} | {DISTANCE: distance}
