"""A tiny world whose right recommendations are plain to the reader: videos about rust, and videos about bread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recsys.arrays import DAY_SECONDS, FloatArray, IntArray
from recsys.catalog import Catalog, Video
from recsys.features import FEATURE_NAMES
from recsys.history import Event, EventKind, History
from recsys.personas import Personas, assemble, cluster, positives
from recsys.rankers import BoostedModel, BoostedRanker, HybridRanker
from recsys.rankers.trees import Trees
from recsys.slate import Context, Limits
from recsys.taste import Taste, Topic, learn

NOW = 1_800_000_000.0
DIMENSIONS = 16
WORDS = {
    "rust": ("compiler", "borrow", "ownership", "cargo", "lifetimes", "traits"),
    "bread": ("sourdough", "oven", "flour", "crust", "yeast", "kneading"),
    "chess": ("opening", "endgame", "gambit", "bishop", "tactics", "blunder"),
}
INTERESTS = tuple(WORDS)
HOME = Context("home", NOW)
NO_LIMITS = Limits()


def video_id(interest: str, number: int) -> str:
    """Return an id of 11 characters that shows what the video is about."""
    return f"{interest:_<6}{number:05d}"


def direction(interest: str) -> FloatArray:
    """Return the (d,) direction all vectors of an interest lie near."""
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    vector[INTERESTS.index(interest)] = 1.0
    return vector


def checkerboard(
    each: int = 40, interests: Sequence[str] = INTERESTS, seed: int = 0, noise_scale: float = 0.12
) -> Catalog:
    """Return a catalogue with `each` videos of each interest, by turns, every four of an interest on one channel.

    noise_scale: how far a vector strays from its interest's, in each dimension; the standard deviation.
    """
    catalog = Catalog(DIMENSIONS)
    rng = np.random.default_rng(seed)
    for number in range(each):
        rows = catalog.put(_video(interest, number, rng) for interest in interests)
        noise = rng.normal(scale=noise_scale, size=(len(interests), DIMENSIONS))
        vectors = np.array([direction(interest) for interest in interests]) + noise
        catalog.set_vectors(rows, (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))
    return catalog


def _video(interest: str, number: int, rng: np.random.Generator) -> Video:
    words = rng.choice(WORDS[interest], 2, replace=False)
    return Video(
        video_id(interest, number),
        title=f"{interest} {' '.join(words)} {number}",
        channel_name=f"{interest} channel {number // 4}",
        view_count=int(10 ** rng.uniform(3, 6)),
        published_at=NOW - rng.uniform(1, 300) * DAY_SECONDS,
        duration_seconds=600.0,
    )


def events(
    interest: str, numbers: Sequence[int], kind: EventKind = EventKind.WATCH, age_days: float = 3
) -> list[Event]:
    """Return one event for each numbered video of an interest, an hour apart, the last `age_days` ago."""
    last = NOW - age_days * DAY_SECONDS
    return [
        Event(video_id(interest, number), kind, last - 3600 * (len(numbers) - place - 1))
        for place, number in enumerate(numbers)
    ]


def rows_of(catalog: Catalog, interest: str, numbers: Sequence[int]) -> IntArray:
    """Return the rows of numbered videos of an interest."""
    return catalog.rows(video_id(interest, number) for number in numbers)


def interests_of(catalog: Catalog, rows: IntArray) -> list[str]:
    """Return what each row is about, read from its id."""
    return [catalog.video(int(row)).video_id[:6].rstrip("_") for row in rows]


def personas_of(catalog: Catalog, history: History, k: int | None = None) -> Personas:
    """Return the personas of a history, made as the daemon makes them."""
    rows, weights = positives(catalog, history)
    clustering = cluster(catalog.vectors[rows], weights, k=k, rng=np.random.default_rng(0))
    return assemble(catalog, history, rows, clustering, previous=Personas.none(DIMENSIONS), now=NOW)


def taste_of(
    catalog: Catalog, done: Sequence[Event], personas: Personas | None = None, topics: Sequence[Topic] = ()
) -> Taste:
    """Return the taste learned from events."""
    history = History.from_events(done, catalog)
    return learn(catalog, history, personas=personas or Personas.none(DIMENSIONS), topics=topics, now=NOW)


def rng() -> np.random.Generator:
    """Return the same chance for everybody."""
    return np.random.default_rng(7)


def boosted(leaves: Sequence[float] = (0.0, 0.01), column: str = "log_views", border: float = 10.0) -> BoostedRanker:
    """Return a trained ranker that adds leaves[1] where a feature is above the border, leaves[0] elsewhere."""
    tree = Trees(
        np.array([[FEATURE_NAMES.index(column)]]),
        np.array([[border]], np.float32),
        np.array([leaves], np.float64),
        1.0,
        0.0,
    )
    return BoostedRanker(BoostedModel(tree, FEATURE_NAMES, version="1"), HybridRanker())
