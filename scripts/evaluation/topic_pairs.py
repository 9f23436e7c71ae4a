"""Two interests that are topics: does the product put cards of both above cards of neither?"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from recsys.arrays import DAY_SECONDS, IntArray
from recsys.catalog import Catalog, Video
from recsys.evaluation.moment import clustered
from recsys.evaluation.protocol import Person
from recsys.history import Event, EventKind, History
from recsys.metrics import precision
from recsys.pipeline import Pipeline
from recsys.slate import Context, Limits
from recsys.taste import learn

PATTERNS: Final = Path(__file__).parent / "topics.toml"
LIKED, CARDS = 20, 30  # of each of the two topics
BACKGROUND: Final = (
    2000  # videos of a person's catalogue that nobody asks for: what centring and rare words are measured on
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One made-up person: two topics, what they liked, and a page of as many on-topic as off-topic cards."""

    topics: tuple[str, str]
    liked: IntArray
    """Indices of the videos, in the order they were liked."""
    on_topic: IntArray
    off_topic: IntArray


def topic_members(videos: Sequence[Video], patterns: Path = PATTERNS) -> dict[str, IntArray]:
    """Return topic → indices of the videos whose title or tags hold one of its patterns as whole words."""
    topics: dict[str, list[str]] = tomllib.loads(patterns.read_text(encoding="utf-8"))["topics"]
    texts = ["\n".join((video.title, *video.tags)) for video in videos]
    return {name: _matching(_whole_words(words), texts) for name, words in topics.items()}


def draw_pairs(members: dict[str, IntArray], videos: int, count: int, seed: int) -> list[Pair]:
    """Draw `count` different pairs of topics by chance, and their videos; one that is of both topics is left out."""
    rng = np.random.default_rng(seed)
    combinations = list(itertools.combinations(sorted(members), 2))
    chosen = rng.choice(len(combinations), size=count, replace=False)
    return [_draw_pair(members, videos, combinations[index], rng) for index in chosen]


def used_videos(pairs: Sequence[Pair], videos: int, seed: int) -> IntArray:
    """Return the indices of all videos of the pairs and of a background drawn by chance: the catalogue, sorted."""
    background = np.random.default_rng(seed).choice(videos, size=min(BACKGROUND, videos), replace=False)
    drawn = [indices for pair in pairs for indices in (pair.liked, pair.on_topic, pair.off_topic)]
    return np.unique(np.concatenate([background, *drawn]))


def upper_half_precision(catalog: Catalog, pair: Pair, ids: Sequence[str], now: float, seed: int) -> float:
    """Return the share of on-topic cards in the upper half of the page as the product orders it, 0.5 by chance."""
    rng = np.random.default_rng(seed)
    history = liked_history(catalog, pair, ids, now)
    taste = learn(catalog, history, personas=clustered(catalog, history, now, rng), topics=(), now=now)
    on_topic = catalog.rows(ids[index] for index in pair.on_topic)
    off_topic = catalog.rows(ids[index] for index in pair.off_topic)
    cards = rng.permutation(np.concatenate([on_topic, off_topic]))
    slate = Pipeline().rank(catalog, taste, cards, Limits(), Context(surface="home", now=now), rng)
    return precision(np.isin(slate.rows, on_topic), len(cards) // 2)


def liked_history(catalog: Catalog, pair: Pair, ids: Sequence[str], now: float) -> History:
    """Return the thumbs up of a pair's person: one every twelve hours, the last one an hour ago."""
    newest_first = enumerate(reversed(pair.liked.tolist()))
    events = [Event(ids[i], EventKind.THUMBS_UP, now - 3600 - back * DAY_SECONDS / 2) for back, i in newest_first]
    return History.from_events(events, catalog)


def person_of(catalog: Catalog, pair: Pair, members: dict[str, IntArray], ids: Sequence[str], now: float) -> Person:
    """Return the pair as a person of the whole-catalogue protocol: the on-topic cards are to be found among all else.

    What else is of the two topics (other pairs brought it) is neither right nor wrong.
    """
    relevant = catalog.rows(ids[index] for index in pair.on_topic)
    of_topics = catalog.rows(ids[index] for name in pair.topics for index in members[name])
    history = liked_history(catalog, pair, ids, now)
    return Person(history, relevant, now, unjudged=np.setdiff1d(of_topics[of_topics >= 0], relevant))


def _draw_pair(members: dict[str, IntArray], videos: int, topics: tuple[str, str], rng: np.random.Generator) -> Pair:
    first, second = members[topics[0]], members[topics[1]]
    only_one = [np.setdiff1d(first, second), np.setdiff1d(second, first)]
    drawn = [rng.choice(indices, size=LIKED + CARDS, replace=False) for indices in only_one]
    neither = np.setdiff1d(np.arange(videos), np.union1d(first, second))
    return Pair(
        topics,
        liked=rng.permutation(np.concatenate([indices[:LIKED] for indices in drawn])),
        on_topic=np.concatenate([indices[LIKED:] for indices in drawn]),
        off_topic=rng.choice(neither, size=2 * CARDS, replace=False),
    )


def _whole_words(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, patterns))})(?!\w)", re.IGNORECASE)


def _matching(pattern: re.Pattern[str], texts: Sequence[str]) -> IntArray:
    return np.flatnonzero([pattern.search(text) is not None for text in texts])
