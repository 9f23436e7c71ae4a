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
from recsys.steps import Steps

LONG_HALF_LIFE_DAYS, SHORT_HALF_LIFE_DAYS = 180.0, 7.0
REFUSED_HALF_LIFE_DAYS = 365.0
"""A thumbs-down holds longer than a watch."""
TOPIC_WEIGHT, TOPIC_HALF_LIFE_DAYS = 0.3, 14.0
"""A picked topic is a weak event that fades."""
MOST_EVENTS, KEPT_EVENTS = 2_000, 1_500
"""From so many videos on, all but the weightiest are told as groups, so that a comparison stays fast."""

_GROUPING_ROUNDS = 2
_VIDEOS_AT_ONCE = 4_096
"""In one step: some thousandths of a second, whatever is done with them."""


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
    last_at: FloatArray
    """(m,) seconds since the epoch of the last event of each video; NaN for a group, or a topic."""
    dials: FloatArray
    """(m,) what the dial of its persona is at, 1 without one."""

    def __getitem__(self, chosen: IntArray | BoolArray) -> Points:
        return Points(*(getattr(self, name)[chosen] for name in self.__slots__))

    def __add__(self, other: Points) -> Points:
        return Points(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in self.__slots__))


def liked_points(
    catalog: Catalog, space: Space, views: Scale, history: History, personas: Personas, now: float
) -> Steps[Points]:
    """Return everything wanted and not refused since.

    The events of a persona count as its dial says; those of a muted one do not.
    """
    refused = np.isin(history.rows, history.rows[history.negative])
    wanted = history.positive & ~refused
    points = yield from _points(catalog, space, views, history, wanted, LONG_HALF_LIFE_DAYS, now)
    return (yield from _dialled(points, personas, catalog))


def liked_evidence(
    catalog: Catalog, space: Space, points: Points, personas: Personas, topics: Sequence[Topic], now: float
) -> Steps[Evidence]:
    """Return what speaks for a video: the points, the lightest of very many as groups, and the topics."""
    places = points.view_shapes.shape[1]
    condensed = yield from _condensed(points)
    points = condensed + _topic_points(space, topics, places, now)
    words = catalog.lexicon.query([topic.label for topic in topics])
    return _evidence(catalog, points, words, len(personas), len(topics))


def refused_evidence(catalog: Catalog, space: Space, views: Scale, history: History, now: float) -> Steps[Evidence]:
    """Return what speaks against a video: thumbs down and "not interested"."""
    points = yield from _points(catalog, space, views, history, history.negative, REFUSED_HALF_LIFE_DAYS, now)
    condensed = yield from _condensed(points)
    return _evidence(catalog, condensed, catalog.lexicon.query([]), 0, 0)


def _points(
    catalog: Catalog,
    space: Space,
    views: Scale,
    history: History,
    chosen: BoolArray,
    half_life_days: float,
    now: float,
) -> Steps[Points]:
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
    log_views = np.log1p(catalog.view_count[rows])
    yield
    vectors = np.empty((len(rows), catalog.dimensions), np.float32)
    view_shapes = np.empty((len(rows), len(views.grid)), np.float32)
    for some in blocks(len(rows), _VIDEOS_AT_ONCE):
        vectors[some] = space.centre(catalog.vectors[rows[some]])
        view_shapes[some] = views.shapes(log_views[some])
        yield
    return Points(
        rows=rows,
        vectors=vectors,
        weights=weights,
        recent=recent,
        kinds=kinds,
        personas=nobody,
        ages=log_age(last_at - catalog.published_at[rows]),
        view_shapes=view_shapes,
        last_at=last_at,
        dials=np.ones(len(rows)),
    )


def _dialled(points: Points, personas: Personas, catalog: Catalog) -> Steps[Points]:
    """Return the points with their persona, weighted by its dial; those of a muted persona are left out."""
    if len(personas) == 0:
        return points
    nearest = np.empty(len(points.rows), np.int64)
    for some in blocks(len(nearest), _VIDEOS_AT_ONCE):
        nearest[some] = personas.nearest(catalog.vectors[points.rows[some]])
        yield
    dial = np.append(np.where(personas.muted, 0.0, personas.weights), 1.0)[nearest]  # -1, no persona, reads the last
    weights, recent = points.weights * dial, points.recent * dial
    dialled = replace(points, weights=weights, recent=recent, personas=nearest, dials=dial)
    return dialled[dial > 0] if (dial <= 0).any() else dialled


def _condensed(points: Points) -> Steps[Points]:
    """Return the points, the lightest of very many gathered into about sqrt(m) groups by a few rounds of k-means.

    A group keeps the mean of its vectors, not at length 1: exp(τ x·mean) is then a lower bound of what it stands for.
    """
    if len(points.rows) <= MOST_EVENTS:
        return points
    order = np.lexsort((points.rows, -points.weights))
    heaviest, rest = np.sort(order[:KEPT_EVENTS]), np.sort(order[KEPT_EVENTS:])
    yield
    groups = yield from _grouped(points, rest)
    return points[heaviest] + groups


def _grouped(points: Points, chosen: IntArray) -> Steps[Points]:
    """Return (r,) chosen points as about sqrt(r) groups; nothing as long as all of them is made."""
    k, weights, recent = int(np.sqrt(len(chosen))), points.weights[chosen], points.recent[chosen]
    means = points.vectors[chosen[np.linspace(0, len(chosen) - 1, k).astype(np.int64)]]
    group, shapes = np.empty(len(chosen), np.int64), np.zeros((k, points.view_shapes.shape[1]))
    for number in range(_GROUPING_ROUNDS):
        half_squares, sums = (means**2).sum(axis=1) / 2, np.zeros(means.shape)
        for some in blocks(len(chosen)):
            here, own = points.vectors[chosen[some]], weights[some]
            group[some] = np.argmax(here @ means.T - half_squares, axis=1)
            sums += _row_sums(group[some], own, here, k)
            if number == _GROUPING_ROUNDS - 1:
                shapes += _row_sums(group[some], own, points.view_shapes[chosen[some]], k)
            yield
        of_groups = _sums(group, weights, k)
        mass = np.where(of_groups > 0, of_groups, 1)[:, None]
        means = np.where(of_groups[:, None] > 0, sums / mass, means).astype(np.float32)
    nobody, unknown = np.full(k, -1, dtype=np.int64), np.full(k, np.nan)
    kinds = np.full(k, EventKind.WATCH, dtype=np.int64)
    of_recent, shapes = _sums(group, recent, k), (shapes / mass).astype(np.float32)
    return Points(nobody, means, of_groups, of_recent, kinds, nobody, unknown, shapes, unknown, np.ones(k))


def _row_sums(groups: IntArray, weights: FloatArray, rows: FloatArray, count: int) -> FloatArray:
    """Return (count, d) the weighted sum of the (m, d) rows of each group."""
    members = sparse.csr_matrix((weights, (groups, np.arange(len(rows)))), shape=(count, len(rows)))
    sums: FloatArray = members @ rows
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
    return Points(
        nobody, space.centre(vectors), weights, weights, kinds, nobody, unknown, shapes, unknown, np.ones(len(topics))
    )


def _evidence(catalog: Catalog, points: Points, topic_words: Any, persona_count: int, topic_count: int) -> Evidence:
    """Join the points with their words; the topics, which are the last points, bring their own."""
    videos = catalog.lexicon.matrix(points.rows[: len(points.rows) - topic_count])
    return Evidence(
        rows=points.rows,
        vectors=np.asfortranarray(points.vectors),
        words=Postings.of(sparse.vstack([videos, topic_words])),
        weights=points.weights.astype(np.float32),
        recent_weights=points.recent.astype(np.float32),
        last_at=points.last_at,
        dials=points.dials,
        kinds=points.kinds,
        personas=points.personas,
        ages=points.ages,
        view_shapes=np.ascontiguousarray(points.view_shapes.T),
        persona_count=persona_count,
        topic_count=topic_count,
    )
