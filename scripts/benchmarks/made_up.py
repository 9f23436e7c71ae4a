"""A catalogue and a heavy user in memory, drawn from a seed: vectors around topics, words that nobody ever wrote."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import DAY_SECONDS, FloatArray, IntArray, unit_rows
from recsys.catalog import Catalog, Video
from recsys.history import EventKind, History
from recsys.personas import Personas, assemble, cluster, positives
from recsys.slate import Limits

NOW = 1_800_000_000.0
DIMENSIONS = 256
TOPICS, CHANNELS, WORDS_OF_A_TOPIC, COMMON_WORDS = 40, 4_000, 200, 2_000
INTERESTS = 8


@dataclass(frozen=True, slots=True)
class World:
    """n videos, and what one person did with some of them."""

    catalog: Catalog
    history: History
    personas: Personas
    limits: Limits


def unit_vectors(rng: np.random.Generator, topics: IntArray, dimensions: int = DIMENSIONS) -> FloatArray:
    """Return (n, d) unit vectors around the directions of their topics, all of them a little in one direction."""
    centres = rng.normal(size=(TOPICS, dimensions)).astype(np.float32)
    vectors = centres[topics] + 0.8 * rng.standard_normal((len(topics), dimensions), np.float32)
    return unit_rows(vectors + 0.5 * rng.standard_normal(dimensions, np.float32))


def world(videos: int, watches: int, seed: int = 1) -> World:
    """Return a person of INTERESTS interests who watched so many different videos over two years."""
    rng = np.random.default_rng(seed)
    topics = rng.integers(0, TOPICS, videos)
    catalog = Catalog(DIMENSIONS)
    rows = catalog.put(_videos(rng, topics))
    catalog.set_vectors(rows, unit_vectors(rng, topics))
    history = _history(rng, topics, watches)
    personas = _personas(catalog, history, rng)
    watched = np.zeros(videos)
    watched[history.rows] = 1.0
    return World(catalog, history, personas, Limits(watched=watched, impressions=rng.poisson(0.2, videos)))


def _videos(rng: np.random.Generator, topics: IntArray) -> list[Video]:
    channels = topics * (CHANNELS // TOPICS) + rng.integers(0, CHANNELS // TOPICS, len(topics))
    own = rng.integers(0, WORDS_OF_A_TOPIC, (len(topics), 5))
    common = rng.zipf(1.3, (len(topics), 4)) % COMMON_WORDS
    views, ages = 10 ** rng.uniform(2, 7, len(topics)), rng.exponential(300, len(topics))
    return [
        Video(
            f"v{row:010d}",
            title=" ".join([*(f"t{topic}w{word}" for word in own[row]), *(f"common{word}" for word in common[row])]),
            channel_name=f"channel {channels[row]}",
            view_count=int(views[row]),
            published_at=NOW - float(ages[row]) * DAY_SECONDS,
            duration_seconds=600.0,
        )
        for row, topic in enumerate(topics.tolist())
    ]


def _history(rng: np.random.Generator, topics: IntArray, watches: int) -> History:
    """Return different videos, most of them of the person's interests, some refused, watched for any part of their length."""
    likes = rng.choice(TOPICS, INTERESTS, replace=False)
    chances = np.where(np.isin(topics, likes), 8.0, 1.0)
    rows = rng.choice(len(topics), watches, replace=False, p=chances / chances.sum())
    kinds = np.where(rng.random(watches) < 0.02, EventKind.THUMBS_DOWN, EventKind.WATCH).astype(np.int64)
    times = np.sort(NOW - rng.uniform(0, 730, watches) * DAY_SECONDS)
    return History(rows, kinds, times, rng.uniform(0, 1, watches))


def _personas(catalog: Catalog, history: History, rng: np.random.Generator) -> Personas:
    rows, weights = positives(catalog, history)
    clustering = cluster(catalog.vectors[rows], weights, k=INTERESTS, rng=rng)
    return assemble(catalog, history, rows, clustering, previous=Personas.none(DIMENSIONS), now=NOW)
