"""From a history to evidence: one weighted point for each video, fading with age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from recsys.arrays import BoolArray, FloatArray, IntArray, blocks, half_lives
from recsys.attributes import Scale, log_age
from recsys.catalog import Catalog
from recsys.evidence import Evidence
from recsys.history import EventKind, History
from recsys.personas import Personas
from recsys.postings import Postings
from recsys.space import Space

LONG_HALF_LIFE_DAYS, SHORT_HALF_LIFE_DAYS = 180.0, 7.0
REFUSED_HALF_LIFE_DAYS = 365.0
"""A thumbs-down holds longer than a watch."""
TOPIC_WEIGHT, TOPIC_HALF_LIFE_DAYS = 0.3, 14.0
"""A picked topic is a weak event that fades."""
MOST_EVENTS, KEPT_EVENTS = 2_000, 1_500
"""From so many videos on, all but the weightiest are told as groups, so that a comparison stays fast."""

_GROUPING_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """An interest picked by the person: a weak event that fades."""

    label: str
    vector: FloatArray
    """(d,) the label as embedded, not centred; zero when the embedder knows no word of it."""
    weight: float
    """1 for a topic picked at the start; a category's interest score else."""
    picked_at: float


@dataclass(frozen=True, slots=True)
class Points:
    """m weighted videos."""

    rows: IntArray
    vectors: FloatArray
    weights: FloatArray
    recent: FloatArray
    kinds: IntArray
    personas: IntArray
    ages: FloatArray
    """(m,) log age of the video when the event happened, see `attributes.log_age`; NaN unknown."""
    view_shapes: FloatArray
    """(m, g) how much denser each event makes each place of the scale of views."""

    def __getitem__(self, chosen: IntArray | BoolArray) -> Points:
        return Points(*(getattr(self, name)[chosen] for name in self.__slots__))

    def __add__(self, other: Points) -> Points:
        return Points(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in self.__slots__))


def liked_points(
    catalog: Catalog, space: Space, views: Scale, history: History, personas: Personas, now: float
) -> Points:
    """Return everything wanted and not refused since.

    The events of a persona count as its dial says; those of a muted one do not.
    """
    refused = np.isin(history.rows, history.rows[history.negative])
    wanted = history.positive & ~refused
    return _dialled(_points(catalog, space, views, history, wanted, LONG_HALF_LIFE_DAYS, now), personas, catalog)


def liked_evidence(
    catalog: Catalog, space: Space, points: Points, personas: Personas, topics: Sequence[Topic], now: float
) -> Evidence:
    """Return what speaks for a video: the points, the lightest of very many as groups, and the topics."""
    places = points.view_shapes.shape[1]
    points = _condensed(points) + _topic_points(space, topics, places, now)
    words = catalog.lexicon.query([topic.label for topic in topics])
    return _evidence(catalog, points, words, len(personas), len(topics))


def refused_evidence(catalog: Catalog, space: Space, views: Scale, history: History, now: float) -> Evidence:
    """Return what speaks against a video: thumbs down and "not interested"."""
    points = _points(catalog, space, views, history, history.negative, REFUSED_HALF_LIFE_DAYS, now)
    return _evidence(catalog, _condensed(points), catalog.lexicon.query([]), 0, 0)


def _points(
    catalog: Catalog,
    space: Space,
    views: Scale,
    history: History,
    chosen: BoolArray,
    half_life_days: float,
    now: float,
) -> Points:
    """Return the different videos of the chosen events, their strengths summed by two horizons."""
    strengths = np.abs(history.strengths[chosen])
    ages = now - history.occurred_at[chosen]
    rows, inverse = np.unique(history.rows[chosen], return_inverse=True)
    weights = _sums(inverse, strengths * half_lives(ages, half_life_days), len(rows))
    recent = _sums(inverse, strengths * half_lives(ages, SHORT_HALF_LIFE_DAYS), len(rows))
    kinds = np.full(len(rows), EventKind.WATCH, dtype=np.int64)
    by_strength = np.argsort(strengths, kind="stable")
    kinds[inverse[by_strength]] = history.kinds[chosen][by_strength]  # the strongest is written last
    nobody = np.full(len(rows), -1, dtype=np.int64)
    last_at = np.zeros(len(rows))
    np.maximum.at(last_at, inverse, history.occurred_at[chosen])
    return Points(
        rows=rows,
        vectors=space.centre(catalog.vectors[rows]),
        weights=weights,
        recent=recent,
        kinds=kinds,
        personas=nobody,
        ages=log_age(last_at - catalog.published_at[rows]),
        view_shapes=views.shapes(np.log1p(catalog.view_count[rows])),
    )


def _dialled(points: Points, personas: Personas, catalog: Catalog) -> Points:
    """Return the points with their persona, weighted by its dial; those of a muted persona are left out."""
    if len(personas) == 0:
        return points
    nearest = personas.nearest(catalog.vectors[points.rows])
    dial = np.append(np.where(personas.muted, 0.0, personas.weights), 1.0)[nearest]  # -1, no persona, reads the last
    dialled = replace(points, weights=points.weights * dial, recent=points.recent * dial, personas=nearest)
    return dialled[dial > 0] if (dial <= 0).any() else dialled


def _condensed(points: Points) -> Points:
    """Return the points, the lightest of very many gathered into about sqrt(m) groups by a few rounds of k-means.

    A group keeps the mean of its vectors, not at length 1: exp(τ x·mean) is then a lower bound of what it stands for.
    """
    if len(points.rows) <= MOST_EVENTS:
        return points
    order = np.lexsort((points.rows, -points.weights))
    kept, rest = points[np.sort(order[:KEPT_EVENTS])], points[np.sort(order[KEPT_EVENTS:])]
    return kept + _grouped(rest)


def _grouped(points: Points) -> Points:
    k = int(np.sqrt(len(points.rows)))
    means = points.vectors[np.linspace(0, len(points.rows) - 1, k).astype(np.int64)]
    for _ in range(_GROUPING_ROUNDS):
        group = _nearest(points.vectors, means)
        weights = _sums(group, points.weights, k)
        filled, mass = weights[:, None] > 0, np.where(weights > 0, weights, 1)[:, None]
        sums = _row_sums(group, points.weights, points.vectors, k)
        means = np.where(filled, sums / mass, means).astype(np.float32)
    shapes = _row_sums(group, points.weights, points.view_shapes, k) / mass
    recent = _sums(group, points.recent, k)
    nobody = np.full(k, -1, dtype=np.int64)
    kinds = np.full(k, EventKind.WATCH, dtype=np.int64)
    return Points(nobody, means, weights, recent, kinds, nobody, np.full(k, np.nan), shapes.astype(np.float32))


def _nearest(vectors: FloatArray, means: FloatArray) -> IntArray:
    """Return (m,) the nearest of (k, d) means for each of (m, d) vectors."""
    half_squares = (means**2).sum(axis=1) / 2
    nearest = np.empty(len(vectors), dtype=np.int64)
    for rows in blocks(len(vectors)):
        nearest[rows] = np.argmax(vectors[rows] @ means.T - half_squares, axis=1)
    return nearest


def _row_sums(groups: IntArray, weights: FloatArray, rows: FloatArray, count: int) -> FloatArray:
    """Return (count, d) the weighted sum of the (m, d) rows of each group."""
    sums = np.zeros((count, rows.shape[1]))
    for block in blocks(len(rows)):
        here = np.arange(block.stop - block.start)
        members = sparse.csr_matrix((weights[block], (groups[block], here)), shape=(count, len(here)))
        sums += members @ rows[block]
    return sums


def _sums(groups: IntArray, values: FloatArray, count: int) -> FloatArray:
    """Return (count,) sums of the values of each group, float64 also when there are none."""
    return np.bincount(groups, values, count).astype(np.float64)


def _topic_points(space: Space, topics: Sequence[Topic], places: int, now: float) -> Points:
    vectors = np.array([topic.vector for topic in topics], dtype=np.float32).reshape(len(topics), len(space.mean))
    ages = np.array([now - topic.picked_at for topic in topics], dtype=np.float64)
    strengths = TOPIC_WEIGHT * np.array([topic.weight for topic in topics], dtype=np.float64)
    weights = strengths * half_lives(ages, TOPIC_HALF_LIFE_DAYS)
    nobody = np.full(len(topics), -1, dtype=np.int64)
    kinds = np.full(len(topics), EventKind.CLICK, dtype=np.int64)
    unknown, shapes = np.full(len(topics), np.nan), np.ones((len(topics), places), np.float32)
    return Points(nobody, space.centre(vectors), weights, weights, kinds, nobody, unknown, shapes)


def _evidence(catalog: Catalog, points: Points, topic_words: Any, persona_count: int, topic_count: int) -> Evidence:
    """Join the points with their words; the topics, which are the last points, bring their own."""
    videos = catalog.lexicon.matrix(points.rows[: len(points.rows) - topic_count])
    return Evidence(
        rows=points.rows,
        vectors=np.asfortranarray(points.vectors),
        words=Postings.of(sparse.vstack([videos, topic_words])),
        weights=points.weights.astype(np.float32),
        recent_weights=points.recent.astype(np.float32),
        kinds=points.kinds,
        personas=points.personas,
        ages=points.ages,
        view_shapes=np.ascontiguousarray(points.view_shapes.T),
        persona_count=persona_count,
        topic_count=topic_count,
    )
