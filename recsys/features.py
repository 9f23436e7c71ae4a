"""One table of features over which every ranker scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from recsys.affinity import affinity, channel_boost
from recsys.arrays import DAY_SECONDS, BoolArray, FloatArray, IntArray, at
from recsys.attributes import Matched, log_length, views_per_day
from recsys.catalog import Catalog
from recsys.evidence import Density, Evidence
from recsys.lexical import Terms
from recsys.nearby_views import match_views
from recsys.profile import LATEST, MATCHES
from recsys.slate import Context, Limits
from recsys.taste import Taste

COLUMNS: Mapping[str, str] = {
    "persona_match": "greatest cosine × activity × dial over the personas that are not muted; unknown without",
    "channel_boost": "factor 0.5–2.0 of the persona formula, 1 for an unknown channel",
    "view_health": "factor 0.7–1.2 of the persona formula, 1 for unknown views",
    "recency": "factor 0.8–1.1 of the persona formula, 0.95 for an unknown date",
    "dense": "nats: density of liked videos around this one's vector, 0 is nothing in particular",
    "dense_recent": "nats: the same over the last days",
    "dense_refused": "nats ≤ 0: log share of the density that is liked, not refused",
    "lexical": "nats: density of liked videos by shared words",
    "lexical_refused": "nats ≤ 0: as dense_refused, by words",
    "ridge": "deviations of the catalogue along the direction of what is liked",
    "uncertainty": "sqrt(xᵀ A⁻¹ x) of the ridge",
    "channel_affinity": "n / (n + 2) of the decayed count n of liked videos, in [0, 1)",
    "channel_recent": "the same over the last days",
    "series_affinity": "the same for titles of the channel that begin alike",
    "channel_passed": "nats ≥ 0: log(1 + x / 0.3) of the videos x of its channel that were passed over, as far as they might have been wanted",
    "category_match": "nats: how much more usual its category is among liked videos than in the catalogue",
    "language_match": "nats: the same for its language",
    "length_match": "nats: the same for its length",
    "length_shown": "nats: how much more usual its length is among what is wanted than among what is shown",
    "age_match": "nats: the same for its age, as liked videos were when they were watched",
    "view_match": "nats: the same for its views, among the liked videos near it",
    "age_recent": "nats: as age_match, of the last few videos alone",
    "views_for_age": "nats: how usual its views are among the last few videos of its age, against the catalogue's",
    "log_views": "log(1 + views)",
    "views_per_day": "log(1 + views for each day since it was published)",
    "age_days": "days since it was published, below 0 when it is not out yet",
    "log_seconds": "log of its length in seconds, at least ten",
    "mood": "centred cosine to the mood asked for",
    "topic": "centred cosine to the topic asked for",
    "impressions": "times shown since the last click",
    "position": "place on the page as it came, from 0; unknown in a feed",
    "hour": "of the person's day, 0 to 24",
    "weekday": "of the person's week, Monday 0",
}
FEATURE_NAMES = tuple(COLUMNS)
_PLACES = {name: place for place, name in enumerate(FEATURE_NAMES)}
_NEED_A_VECTOR = np.isin(
    FEATURE_NAMES, ("persona_match", "dense", "dense_recent", "ridge", "uncertainty", "mood", "topic")
)

_BLOCK = 1024
_DENSE_SHARPNESS = 10.0
_LEXICAL_SHARPNESS, _LEXICAL_SLOPE = 8.0, 300.0
_HEALTH_AT_LOG10_VIEWS = ((0, 2, 4, 5.7, 7, 9), (0.7, 0.85, 1.2, 1.2, 1.0, 0.9))
"""Best around 10 k–500 k views; spam and dead content below, what everybody was shown anyway above."""
_RECENCY_HALF_LIFE_DAYS, _RECENCY_UNKNOWN = 30.0, 0.95


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of n candidates."""

    rows: IntArray
    """(n,) rows of the catalogue."""
    vectors: FloatArray
    """(n, d) centred, zero without."""
    values: FloatArray
    """(n, f) float64 in the order of COLUMNS, NaN unknown."""
    personas: IntArray
    """(n,) persona of `persona_match`, -1 without."""
    runner_up: FloatArray
    """(n,) `persona_match` if that persona did not exist, NaN without another."""
    top: IntArray
    """(n,) the event of `Taste.liked` that speaks loudest for the video, -1 without."""
    topics: IntArray
    """(n,) the picked topic that speaks loudest for the video; 0 also when none does."""
    dense: Density
    lexical: Density
    top_drops: Mapping[str, FloatArray]
    """Column → (n,) by how much a `…_match` falls without that event; what else the event says is in the densities."""
    persona_drops: Mapping[str, FloatArray]
    """Column → (n,) … and without the events of the persona."""

    @classmethod
    def logged(cls, values: FloatArray) -> Features:
        """Return the table of an (n, f) log: everything a score needs, nothing its reasons are told from."""
        n = len(values)
        nothing, nobody = np.zeros(n), np.full(n, -1, dtype=np.int64)
        silent = Density(nothing, nothing, nothing, np.zeros((n, 0)), np.zeros((n, 0)))
        none = np.zeros(n, dtype=np.int64)
        drops = dict.fromkeys((*MATCHES, *LATEST, "view_match"), nothing)
        unknown = np.full(n, np.nan)
        vectors, values = np.zeros((n, 0), np.float32), values.astype(np.float64)
        return cls(nobody, vectors, values, nobody, unknown, nobody, none, silent, silent, drops, drops)

    def __len__(self) -> int:
        """Return n."""
        return len(self.rows)

    def __getitem__(self, name: str) -> FloatArray:
        """Return the (n,) column of a feature."""
        return np.asarray(self.values[:, _PLACES[name]])

    def neutral(self, name: str) -> FloatArray:
        """Return the column with the unknown at the median of the known (0 when nothing is): neither for nor against."""
        column = self[name]
        unknown = np.isnan(column)
        if not unknown.any():
            return column
        known = column[~unknown]
        return np.where(unknown, np.median(known) if len(known) else 0.0, column)


def build(
    catalog: Catalog,
    taste: Taste,
    rows: IntArray,
    limits: Limits,
    context: Context,
    positions: FloatArray | None = None,
) -> Features:
    """Return the features of (n,) rows; in blocks, so that a whole catalogue can be asked for.

    positions: (n,) places on the page, or None for a feed.
    """
    places = np.full(len(rows), np.nan) if positions is None else positions
    blocks = [
        _build_block(catalog, taste, rows[start : start + _BLOCK], limits, context, places[start : start + _BLOCK])
        for start in range(0, max(len(rows), 1), _BLOCK)
    ]
    return joined(blocks)


def _build_block(
    catalog: Catalog, taste: Taste, rows: IntArray, limits: Limits, context: Context, positions: FloatArray
) -> Features:
    unknown = ~catalog.has_vector[rows]
    vectors, words = taste.space.centre(catalog.vectors[rows]), catalog.lexicon.weighted(rows)
    match, personas, runner_up = _match(taste, catalog.vectors[rows], unknown)
    near, top, dense, lexical, views = _near(taste, catalog, rows, vectors, words, personas)
    profile, now = taste.profile, context.now
    channel = catalog.channel[rows]
    counts = at(taste.channel_counts, channel)
    columns = {
        "persona_match": match,
        "channel_boost": channel_boost(counts),
        "channel_affinity": affinity(counts),
        "channel_recent": affinity(at(taste.channel_recent, channel)),
        "series_affinity": affinity(at(taste.series_counts, catalog.series[rows])),
        "channel_passed": taste.passed.of_channels(channel),
        "length_shown": taste.passed.of_lengths(log_length(catalog.duration_seconds[rows])),
        "ridge": vectors @ taste.ridge,
        "uncertainty": np.sqrt(np.vecdot(vectors @ taste.regression.covariance, vectors)),
        "mood": _asked(taste, vectors, context.mood),
        "topic": _asked(taste, vectors, context.topic),
        "impressions": at(limits.impressions, rows),
        "position": positions,
        "hour": np.full(len(rows), context.hour),
        "weekday": np.full(len(rows), context.weekday),
    }
    matched = profile.compared(profile.told(catalog, rows, now), catalog, taste.liked, top, personas)
    matched["view_match"] = views
    columns |= near | {name: each.ratio for name, each in matched.items()} | _public(catalog, rows, now)
    values = np.array([columns[name] for name in FEATURE_NAMES], dtype=np.float64).T
    if unknown.any():
        values[unknown[:, None] & _NEED_A_VECTOR] = np.nan
    topic_drop = dense.topic_drop + lexical.topic_drop
    topics = topic_drop.argmax(axis=1) if taste.topics else np.zeros(len(rows), dtype=np.int64)
    top_drops = {name: each.event_drop for name, each in matched.items()}
    persona_drops = {name: each.persona_drop for name, each in matched.items()}
    return Features(rows, vectors, values, personas, runner_up, top, topics, dense, lexical, top_drops, persona_drops)


def _near(
    taste: Taste, catalog: Catalog, rows: IntArray, vectors: FloatArray, words: Terms, personas: IntArray
) -> tuple[dict[str, FloatArray], IntArray, Density, Density, Matched]:
    """Return the columns that compare n videos with what was liked and refused, the loudest events, the densities."""
    liked, refused = taste.liked, taste.refused
    by_vector = liked.near_vectors(vectors, _DENSE_SHARPNESS)
    by_words = liked.near_words(words, _LEXICAL_SHARPNESS, _LEXICAL_SLOPE)
    against_vector = refused.near_vectors(vectors, _DENSE_SHARPNESS)
    against_words = refused.near_words(words, _LEXICAL_SHARPNESS, _LEXICAL_SLOPE)
    top = liked.loudest(by_vector, by_words)
    dense, lexical = liked.density(by_vector, top), liked.density(by_words, top)
    log_views, loud = np.log1p(catalog.view_count[rows]), _videos_of(liked, top)
    loud_views = np.where(loud >= 0, np.log1p(catalog.view_count[loud]), np.nan)
    views = match_views(liked, by_vector, taste.profile.views, log_views, loud_views, top, personas)
    columns = {
        "dense": dense.log_ratio,
        "dense_recent": dense.recent,
        "dense_refused": _refusal(against_vector.said, liked.mass(by_vector)),
        "lexical": lexical.log_ratio,
        "lexical_refused": _refusal(against_words.said, liked.mass(by_words)),
    }
    return columns, top, dense, lexical, views


def _videos_of(liked: Evidence, events: IntArray) -> IntArray:
    """Return (n,) the rows of events' videos, -1 for a group, a topic and event -1."""
    return np.where(events >= 0, np.append(liked.rows, -1)[events], -1)


def _public(catalog: Catalog, rows: IntArray, now: float) -> dict[str, FloatArray]:
    """Return the columns everybody could know."""
    views = catalog.view_count[rows]
    age_days = (now - catalog.published_at[rows]) / DAY_SECONDS
    recency = 0.8 + 0.3 * np.exp2(-np.maximum(age_days, 0.0) / _RECENCY_HALF_LIFE_DAYS)
    return {
        "view_health": _view_health(views),
        "recency": np.where(np.isnan(age_days), _RECENCY_UNKNOWN, recency),
        "log_views": np.log1p(views),
        "views_per_day": np.log1p(views_per_day(views, age_days)),
        "age_days": age_days,
        "log_seconds": log_length(catalog.duration_seconds[rows]),
    }


def _match(taste: Taste, vectors: FloatArray, unknown: BoolArray) -> tuple[FloatArray, IntArray, FloatArray]:
    """Return (n,) best cos · activity · dial, its persona, and the second best; a muted persona matches nothing."""
    personas, n = taste.personas, len(vectors)
    audible = np.flatnonzero(~personas.muted & personas.stands)
    if len(audible) == 0:
        return np.full(n, np.nan), np.full(n, -1, dtype=np.int64), np.full(n, np.nan)
    matches = (vectors @ personas.centroids[audible].T) * (personas.activity * personas.weights)[audible]
    ranked = np.sort(matches, axis=1)
    best = np.where(unknown, -1, audible[np.argmax(matches, axis=1)])
    runner_up = ranked[:, -2] if len(audible) > 1 else np.full(n, np.nan)
    return ranked[:, -1], best, runner_up


def _view_health(views: FloatArray) -> FloatArray:
    health = np.interp(np.log10(1 + np.nan_to_num(views)), *_HEALTH_AT_LOG10_VIEWS)
    return np.where(np.isnan(views), 1.0, health)


def _refusal(refused: FloatArray, liked: FloatArray) -> FloatArray:
    """Return log(liked / (liked + refused)) of two masses, where only what is nearer than cosine 0 refuses."""
    return -np.log1p(np.maximum(refused, 0.0) / liked)


def _asked(taste: Taste, vectors: FloatArray, asked: FloatArray | None) -> FloatArray:
    """Return (n,) centred cosines to a (d,) vector as embedded, NaN when nothing was asked for."""
    if asked is None:
        return np.full(len(vectors), np.nan)
    return np.asarray(vectors @ taste.space.centre(asked[None].astype(np.float32))[0])


def joined(tables: Sequence[Features]) -> Features:
    """Return several tables as one, in their order."""
    return tables[0] if len(tables) == 1 else _concatenated(list(tables))


def _concatenated(blocks: list[Any]) -> Any:
    """Concatenate arrays, and dataclasses and mappings of arrays field by field."""
    first = blocks[0]
    if isinstance(first, np.ndarray):
        return np.concatenate(blocks)
    if isinstance(first, dict):
        return {name: _concatenated([block[name] for block in blocks]) for name in first}
    return type(first)(*(_concatenated([getattr(block, field.name) for block in blocks]) for field in fields(first)))
