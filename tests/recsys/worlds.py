"""Small worlds for property tests: plain ones, ones where little is known, ones where everything ties."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as st

from recsys import features as feature_table
from recsys.arrays import DAY_SECONDS, IntArray
from recsys.catalog import Catalog, Video
from recsys.features import Features
from recsys.history import Event, EventKind, History
from recsys.personas import Clustering, Personas, assemble, positives
from recsys.slate import Context, Length, Limits, Mix
from recsys.sources import Pool
from recsys.taste import Taste, Topic, learn

NOW = 1_800_000_000.0
DIMENSIONS = 8
SIZES = (0, 1, 2, 9, 40)
STYLES = ("plain", "unknown", "tied")
WORDS = ("rust", "bread", "chess", "garden", "train", "guitar")


@dataclass(frozen=True)
class World:
    """A catalogue, somebody's taste, and what may be asked."""

    catalog: Catalog
    taste: Taste
    limits: Limits
    context: Context
    made_of: tuple[int, str, int]
    """Size, style and seed: what `world` makes it of again."""

    def __repr__(self) -> str:
        return f"world{self.made_of}"

    @property
    def rows(self) -> IntArray:
        return np.arange(len(self.catalog))

    def features(self) -> Features:
        places = np.arange(len(self.catalog), dtype=np.float64)
        return feature_table.build(self.catalog, self.taste, self.rows, self.limits, self.context, places)

    def pool(self) -> Pool:
        return Pool.among(self.catalog, self.taste, np.ones(len(self.catalog), np.bool_), NOW, self.limits)


@cache
def world(size: int, style: str, seed: int) -> World:
    """Return a world of `size` videos; the seed also decides what is known of the person."""
    rng = np.random.default_rng([size, STYLES.index(style), seed])
    catalog = Catalog(DIMENSIONS)
    rows = catalog.put(_video(number, style, rng) for number in range(size))
    vectors = rng.normal(size=(size, DIMENSIONS)).astype(np.float32)
    if style == "tied":
        vectors[:] = 1.0
    if style == "unknown":
        vectors[rng.random(size) < 0.6] = 0.0
        vectors[rng.random(size) < 0.1] = np.nan
    catalog.set_vectors(rows, vectors)
    history = History.from_events(_events(size, seed, rng), catalog)
    topics = [Topic("rust", np.ones(DIMENSIONS, np.float32), 1.0, NOW)] if seed % 3 == 1 else []
    personas = _personas(catalog, history) if seed % 2 else Personas.none(DIMENSIONS)
    followed = {0} if size and style != "unknown" and seed % 2 else set[int]()
    taste = learn(catalog, history, personas=personas, topics=topics, now=NOW, followed=followed)
    return World(catalog, taste, _limits(size, seed, rng), _context(seed, rng), (size, style, seed))


worlds = st.builds(world, st.sampled_from(SIZES), st.sampled_from(STYLES), st.integers(0, 5))
"""Every kind of world; the same few are met again and again, so each is built once."""


def _video(number: int, style: str, rng: np.random.Generator) -> Video:
    if style == "tied":
        return Video(
            f"tied-{number}", "the same", channel_name="one", view_count=7, published_at=NOW, duration_seconds=60
        )
    unknown = style == "unknown"
    return Video(
        f"video-{number}",
        "" if unknown and rng.random() < 0.5 else " ".join(rng.choice(WORDS, 3)),
        channel_name=None if unknown and rng.random() < 0.7 else f"channel {rng.integers(6)}",
        view_count=None if unknown and rng.random() < 0.7 else int(10 ** rng.uniform(0, 7)),
        published_at=None if unknown and rng.random() < 0.7 else NOW - rng.uniform(-1, 400) * DAY_SECONDS,
        duration_seconds=None if unknown and rng.random() < 0.7 else float(rng.integers(0, 7_200)),
        language=(None, "en", "de")[number % 3],
        is_short=number % 4 == 0,
        is_live=number % 9 == 0,
        is_age_restricted=None if unknown else number % 7 == 3,
    )


def _events(size: int, seed: int, rng: np.random.Generator) -> list[Event]:
    """Return nothing for somebody new, else acts on the first half of the videos."""
    if seed == 0:
        return []
    kinds = rng.choice(list(EventKind), size // 2)
    return [
        Event(
            f"{prefix}-{number}",
            EventKind(kind),
            NOW - rng.uniform(0, 100) * DAY_SECONDS,
            rng.choice([1.0, 0.2, np.nan]),
        )
        for number, kind in enumerate(kinds)
        for prefix in ("video", "tied")
    ]


def _personas(catalog: Catalog, history: History) -> Personas:
    """Return two interests, the second muted: fewer videos than a clustering wants are enough here."""
    rows, _ = positives(catalog, history)
    if len(rows) < 2:
        return Personas.none(DIMENSIONS)
    clustering = Clustering(catalog.vectors[rows[:2]], np.arange(len(rows)) % 2, 0.5)
    found = assemble(catalog, history, rows, clustering, previous=Personas.none(DIMENSIONS), now=NOW)
    return replace(found, muted=np.array([False, True]))


def _limits(size: int, seed: int, rng: np.random.Generator) -> Limits:
    """Return no limits at all for the first seeds, else all of them; columns may be shorter than the catalogue."""
    if seed < 2:
        return Limits()
    short = int(rng.integers(size + 1))
    return Limits(
        watched=rng.choice([0.0, 0.3, 1.0, np.nan], short),
        rejected=rng.random(short) < 0.2,
        impressions=rng.integers(0, 5, short),
        blocked_channels=frozenset({-1, 1}),
        hide_age_restricted=seed == 3,
        max_age_days=200.0 if seed % 2 else None,
        min_views=100 if seed % 2 else None,
        explore_every=int(rng.integers(0, 6)),
        mix=Mix(0.1, 0.2, 0.3, 0.4) if seed == 4 else None,
        length=Length(120.0, 1_200.0) if seed == 5 else None,
        size=15,
    )


def _context(seed: int, rng: np.random.Generator) -> Context:
    asked = rng.normal(size=DIMENSIONS).astype(np.float32)
    return Context("home", NOW, mood=asked if seed % 3 == 2 else None, topic=asked[::-1].copy() if seed == 3 else None)


def same(one: Any, other: Any) -> bool:
    """Return whether two answers are equal bit for bit, dataclasses field by field; NaN equals NaN."""
    if isinstance(one, np.ndarray):
        return bool(one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes())
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if is_dataclass(one) and not isinstance(one, type):
        return type(one) is type(other) and all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other or (one != one and other != other))


def permuted(table: Any, order: IntArray) -> Any:
    """Return a dataclass of arrays with its n rows in another order."""
    changes = {field.name: getattr(table, field.name) for field in fields(table)}
    for name, value in changes.items():
        if isinstance(value, np.ndarray):
            changes[name] = value[order]
        elif isinstance(value, dict):
            changes[name] = {column: each[order] for column, each in value.items()}
        elif is_dataclass(value):
            changes[name] = permuted(value, order)
    return replace(table, **changes)
