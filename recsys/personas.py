"""Personas: the few interests a person has, found by clustering what they liked and watched.

They propose, explain and carry dials. They do not rank: as a scorer the best persona is no better than one mean vector.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray, blocks, half_lives, unit_rows
from recsys.catalog import Catalog
from recsys.clustering import MAX_PERSONAS, MIN_PERSONAS, MIN_POSITIVES, Clustering, cluster
from recsys.history import History
from recsys.labels import label_clusters
from recsys.steps import Steps, at_once

__all__ = [
    "MAX_PERSONAS",
    "MIN_PERSONAS",
    "MIN_POSITIVES",
    "Clustering",
    "Personas",
    "assemble",
    "assembling",
    "cluster",
    "decay",
    "decaying",
    "distinct",
    "match_labels",
    "moved",
    "positives",
]

ACTIVITY_HALF_LIFE_DAYS = 14.0
ACTIVITY_FLOOR = 0.1
ACTIVITY_GAIN = 0.3
"""Each interaction takes a persona this share of the way from its activity to 1."""
SAME_PERSONA = 0.7
"""The cosine from which on a moved cluster is still the old persona."""

_SAMPLE_VIDEOS = 6
_EVENTS_AT_ONCE = 8_192


@dataclass(frozen=True, slots=True)
class Personas:
    """k personas of one person; k = 0 until there are enough positives."""

    centroids: FloatArray
    """(k, d) of length 1, in the space of raw embeddings."""
    activity: FloatArray
    """(k,) in [0.1, 1], see `decay`."""
    labels: tuple[str, ...]
    counts: IntArray
    """(k,) videos behind each."""
    last_activity: FloatArray
    """(k,) seconds since the epoch of the last interaction, NaN without."""
    samples: tuple[tuple[str, ...], ...]
    """Ids of the videos nearest to each centroid."""
    weights: FloatArray
    """(k,) the person's dial, 1 by default."""
    muted: BoolArray
    """(k,) whether the person wants none of it."""
    silhouette: float
    clustered_at: float
    """Seconds since the epoch, NaN for never."""

    @classmethod
    def none(cls, dimensions: int) -> Personas:
        """Return the personas of somebody whose interests are not known yet."""
        return cls(
            centroids=np.zeros((0, dimensions), np.float32),
            activity=np.zeros(0),
            labels=(),
            counts=np.zeros(0, np.int64),
            last_activity=np.zeros(0),
            samples=(),
            weights=np.ones(0),
            muted=np.zeros(0, np.bool_),
            silhouette=float("nan"),
            clustered_at=float("nan"),
        )

    def __len__(self) -> int:
        """Return k."""
        return len(self.labels)

    @property
    def stands(self) -> BoolArray:
        """(k,) whether a persona stands anywhere among the vectors; one that was `moved` without its videos does not."""
        stands: BoolArray = np.any(self.centroids != 0, axis=1)
        return stands

    def divide_like(self, other: Personas) -> bool:
        """Return whether every video has the same persona and the same dial in both; how alive each is may differ."""
        same = (self.centroids, self.weights, self.muted), (other.centroids, other.weights, other.muted)
        return all(np.array_equal(mine, theirs) for mine, theirs in zip(*same, strict=True))

    def dial(self, persona: int) -> float:
        """Return how much the person wants of a persona; 1 for -1, what belongs to none."""
        return 1.0 if persona < 0 else 0.0 if self.muted[persona] else float(self.weights[persona])

    def nearest(self, vectors: FloatArray) -> IntArray:
        """Return the nearest persona of each (n, d) vector, -1 for a zero vector or where no persona stands anywhere."""
        if not self.stands.any():
            return np.full(len(vectors), -1, dtype=np.int64)
        nearest = np.argmax(np.where(self.stands, vectors @ self.centroids.T, -np.inf), axis=1)
        return np.where(vectors.any(axis=1), nearest, -1)


def positives(catalog: Catalog, history: History) -> tuple[IntArray, FloatArray]:
    """Return the different rows with a vector the person wanted, and their summed strengths: what `cluster` wants.

    A video refused later is left out, whatever was done with it before.
    """
    refused = np.unique(history.rows[history.negative])
    wanted = history.positive & catalog.has_vector[history.rows] & ~np.isin(history.rows, refused)
    rows, inverse = np.unique(history.rows[wanted], return_inverse=True)
    weights = np.bincount(inverse, weights=history.strengths[wanted], minlength=len(rows))
    return rows, weights.astype(np.float64)


def assembling(
    catalog: Catalog,
    history: History,
    rows: IntArray,
    clustering: Clustering,
    *,
    previous: Personas,
    now: float,
) -> Steps[Personas]:
    """Turn a clustering of `rows` into personas: labelled, dialled as before where they are the same, and their activity.

    Labels come from the words that set a cluster apart; a cluster near one of `previous` keeps its weight and mute, the nearest its label. The
    catalogue may grow between two steps, its rows never move.
    """
    members = [rows[clustering.assignment == p] for p in range(len(clustering.centroids))]
    labels = yield from label_clusters(catalog, members)
    samples = list[tuple[str, ...]]()
    for group, centroid in zip(members, clustering.centroids, strict=True):
        samples.append(_samples(catalog, group, centroid))
        yield
    fresh = Personas(
        centroids=clustering.centroids,
        activity=np.full(len(members), ACTIVITY_FLOOR),
        labels=labels,
        counts=np.array([len(group) for group in members], dtype=np.int64),
        last_activity=np.full(len(members), np.nan),
        samples=tuple(samples),
        weights=np.ones(len(members)),
        muted=np.zeros(len(members), np.bool_),
        silhouette=clustering.silhouette,
        clustered_at=now,
    )
    return (yield from decaying(match_labels(previous, fresh), history, catalog, now))


assemble = at_once(assembling)


def match_labels(old: Personas, new: Personas) -> Personas:
    """Give each new persona the label, weight and mute of the old one it continues, greedily by cosine, one to one.

    An old one that fell apart gives its weight and mute to every part: whoever wants none of it wants none of either.
    """
    labels, weights, muted = list(new.labels), new.weights.copy(), new.muted.copy()
    cosines = new.centroids @ old.centroids.T
    pairs = _pairs(cosines)
    for ours, theirs in pairs:
        labels[ours] = old.labels[theirs]
    for ours, theirs in (dict(_parts(cosines)) | dict(pairs)).items():
        weights[ours], muted[ours] = old.weights[theirs], old.muted[theirs]
    return replace(new, labels=distinct(labels, kept=[ours for ours, _ in pairs]), weights=weights, muted=muted)


def moved(personas: Personas, catalog: Catalog, rows: IntArray, vectors: FloatArray) -> Personas:
    """Return the same personas among the vectors of another model: each stands where its videos stand there.

    rows: the videos they are made of (`positives`); each belongs to the nearest persona by the catalogue's own vectors.
    vectors: (≤ n, e) float32 of the other model, by row of the catalogue. A persona none of whose videos has a vector there
    stands nowhere, at zero, and is near to nothing.
    """
    nearest = personas.nearest(catalog.vectors[rows])
    centroids = np.zeros((len(personas), vectors.shape[1]), np.float32)
    for persona, samples in enumerate(personas.samples):
        known = catalog.rows(samples)
        members = np.union1d(rows[nearest == persona], known[known >= 0])
        centroids[persona] = vectors[members[members < len(vectors)]].sum(axis=0)
    return replace(personas, centroids=unit_rows(centroids))


def decaying(personas: Personas, history: History, catalog: Catalog, now: float) -> Steps[Personas]:
    """Return the personas with the activity they have at `now`: a pure function of the history.

    Activity halves in 14 days and never falls below 0.1; each positive interaction with a video nearest to a persona
    takes that persona 30 % of the way to 1. Later events than `now` are not counted.
    """
    felt = history.positive & (history.occurred_at <= now)
    rows, occurred_at = history.rows[felt], history.occurred_at[felt]
    nearest = np.empty(len(rows), np.int64)
    for some in blocks(len(rows), _EVENTS_AT_ONCE):
        nearest[some] = personas.nearest(catalog.vectors[rows[some]])
        yield
    activity, last = np.zeros(len(personas)), np.full(len(personas), np.nan)
    for persona in range(len(personas)):
        moments = occurred_at[nearest == persona]
        activity[persona] = _activity(moments, now)
        last[persona] = moments[-1] if len(moments) else np.nan
    return replace(personas, activity=np.maximum(activity, ACTIVITY_FLOOR), last_activity=last)


decay = at_once(decaying)


def _activity(moments: FloatArray, now: float) -> float:
    """Return the activity at `now` after interactions at (m,) moments, oldest first.

    Each takes it from a to a + g (1 - a), and it fades in between: Σ g (1 - g)^(interactions since) · 2^(-age / half-life).
    """
    since = np.arange(len(moments))[::-1]
    return float(ACTIVITY_GAIN * (1 - ACTIVITY_GAIN) ** since @ half_lives(now - moments, ACTIVITY_HALF_LIFE_DAYS))


def _parts(cosines: FloatArray) -> list[tuple[int, int]]:
    """Return each row of a matrix that is of a column, with the column it is nearest to."""
    if cosines.shape[1] == 0:
        return []
    rows = np.flatnonzero(cosines.max(axis=1) >= SAME_PERSONA)
    return list(zip(rows.tolist(), cosines[rows].argmax(axis=1).tolist(), strict=True))


def _pairs(cosines: FloatArray) -> list[tuple[int, int]]:
    """Return (row, column) pairs of a matrix from the greatest on, each row and column at most once."""
    pairs: list[tuple[int, int]] = []
    left = cosines.copy()
    while left.size and left.max() >= SAME_PERSONA:
        row, column = np.unravel_index(int(np.argmax(left)), left.shape)
        pairs.append((int(row), int(column)))
        left[row, :], left[:, column] = -np.inf, -np.inf
    return pairs


def distinct(labels: Sequence[str], kept: Collection[int] = ()) -> tuple[str, ...]:
    """Number labels that occur twice: two personas of one name could not be told apart. The kept stay as they are."""
    told, taken = dict[int, str](), set[str]()
    for index in sorted(range(len(labels)), key=lambda index: index not in kept):
        numbered = (f"{labels[index]} ({number})" for number in count(2))
        told[index] = next(label for label in chain([labels[index]], numbered) if label not in taken)
        taken.add(told[index])
    return tuple(told[index] for index in range(len(labels)))


def _samples(catalog: Catalog, members: IntArray, centroid: FloatArray) -> tuple[str, ...]:
    cosines = catalog.vectors[members] @ centroid
    nearest = members[np.lexsort((members, -cosines))][:_SAMPLE_VIDEOS]
    return tuple(catalog.video_ids(nearest))
