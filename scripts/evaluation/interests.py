"""`scripts/evaluate interests`: do suggestions and labels, made without any model, name what made-up people like?

A person likes three to six topics of `topics.toml`, twelve to thirty real videos of each (which are of no other of their topics), and one
video in ten that is of none. Their likes are clustered as the product clusters them. A suggestion or a persona belongs to the
topic that most of its videos are of; one without such a majority belongs to none. A person accepts what belongs to one of their
topics. A topic is named when an accepted suggestion says, in its name or keywords, the topic's name or one of its patterns as
whole words; a label is right when it says one of their words. The patterns are the ones that made the topic: no other word
counts, however well it fits. Half of the people (`--half seen`) are there to be looked at; the other half was left alone until the end.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from recsys.arrays import DAY_SECONDS, IntArray
from recsys.catalog import Catalog, Video
from recsys.embedding import Embedder, video_text
from recsys.evaluation.moment import clustered
from recsys.history import Event, EventKind, History
from recsys.lexical import folded, phrase_pattern, tokens
from recsys.metrics import bootstrap
from recsys.personas import Personas, positives
from recsys.suggestions import suggest
from scripts.evaluation.topic_pairs import PATTERNS, topic_members
from scripts.measurement_data import trending_videos

PEOPLE: Final = 60
"""In each half."""
FEWEST_TOPICS, MOST_TOPICS = 3, 6
FEWEST_LIKED, MOST_LIKED = 12, 30
STRAY_SHARE: Final = 0.1
BACKGROUND: Final = 6_000
NAMED, LABELLED = 0.8, 0.9  # what must hold


@dataclass(frozen=True, slots=True)
class Planted:
    """A made-up person: topic → the videos liked of it, and those of none."""

    liked: Mapping[str, IntArray]
    strays: IntArray

    def all(self) -> IntArray:
        """Return every liked video."""
        return np.concatenate([*self.liked.values(), self.strays])


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one person: for each topic whether it is named, for each persona of a topic whether its label is right."""

    named: Mapping[str, bool]
    labels: Sequence[tuple[str, str, bool]]
    suggestions: Sequence[tuple[str | None, str]]


def measure(arguments: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """Return the report, and whether both demands hold."""
    videos = trending_videos(arguments.data)
    people = _people(videos, arguments.seed)[arguments.half]
    catalog = _catalog(videos, people, arguments)
    now = max(video.published_at or 0.0 for video in videos)
    found = [_look(catalog, videos, person, now, number) for number, person in enumerate(people)]
    for each in found[:: max(1, len(found) // 10)]:
        print(each)
    rng = np.random.default_rng(arguments.seed)
    named = bootstrap(np.array([np.mean(list(each.named.values())) for each in found]), rng)
    right = np.array([is_right for each in found for *_, is_right in each.labels])
    missed = Counter(topic for each in found for topic, is_named in each.named.items() if not is_named)
    print(
        f"named {named.mean:.1%} [{named.low:.1%}, {named.high:.1%}] of the interests of {len(found)} people, must be {NAMED:.0%}"
    )
    print(f"labels right {right.mean():.1%} of {len(right)} personas, must be {LABELLED:.0%}")
    print("missed most:", missed.most_common(8))
    report = {
        "half": arguments.half,
        "people": len(found),
        "named": {"mean": named.mean, "low": named.low, "high": named.high},
        "labels": {"right": float(right.mean()), "personas": len(right)},
        "missed": dict(missed),
    }
    return report, bool(named.mean >= NAMED and right.mean() >= LABELLED)


def _people(videos: Sequence[Video], seed: int) -> dict[str, list[Planted]]:
    """Return both halves; they are drawn from two seeds, so that looking at one says nothing of the other."""
    members = topic_members(videos)
    return {
        half: [_person(members, len(videos), np.random.default_rng([seed, number, n])) for n in range(PEOPLE)]
        for number, half in enumerate(("seen", "held-out"))
    }


def _person(members: Mapping[str, IntArray], videos: int, rng: np.random.Generator) -> Planted:
    topics = rng.choice(sorted(members), int(rng.integers(FEWEST_TOPICS, MOST_TOPICS + 1)), replace=False).tolist()
    liked = {}
    for topic in topics:
        others = np.concatenate([members[other] for other in topics if other != topic])
        own = np.setdiff1d(members[topic], others)
        liked[topic] = rng.choice(own, min(len(own), int(rng.integers(FEWEST_LIKED, MOST_LIKED + 1))), replace=False)
    outside = np.setdiff1d(np.arange(videos), np.concatenate([members[topic] for topic in topics]))
    count = round(STRAY_SHARE * sum(map(len, liked.values())))
    return Planted(liked, rng.choice(outside, count, replace=False))


def _catalog(videos: Sequence[Video], people: Sequence[Planted], arguments: argparse.Namespace) -> Catalog:
    background = np.random.default_rng(arguments.seed).choice(len(videos), BACKGROUND, replace=False)
    used = np.unique(np.concatenate([background, *(person.all() for person in people)]))
    embedder = Embedder(arguments.model)
    catalog = Catalog(embedder.dimensions)
    rows = catalog.put(videos[index] for index in used)
    catalog.set_vectors(rows, embedder.embed([video_text(videos[index]) for index in used]))
    return catalog


def _look(catalog: Catalog, videos: Sequence[Video], person: Planted, now: float, number: int) -> Found:
    rng = np.random.default_rng(number)
    ids = [videos[index].video_id for index in rng.permutation(person.all())]
    events = [Event(each, EventKind.THUMBS_UP, now - (n + 1) * DAY_SECONDS / 4) for n, each in enumerate(ids)]
    history = History.from_events(events, catalog)
    personas = clustered(catalog, history, now, rng)
    topic_of = {videos[index].video_id: topic for topic, indices in person.liked.items() for index in indices}
    words = {topic: _words(topic) for topic in person.liked}
    suggestions = [
        (_majority(topic_of.get(each) for each in one.video_ids), " / ".join((one.name, *one.keywords)))
        for one in suggest(catalog, history, personas, ())
    ]
    named = {
        topic: any(
            own == topic and any(word.search(folded(said)) for word in words[topic]) for own, said in suggestions
        )
        for topic in words
    }
    return Found(named, _labels(catalog, history, personas, topic_of), suggestions)


def _labels(
    catalog: Catalog, history: History, personas: Personas, topic_of: Mapping[str, str]
) -> list[tuple[str, str, bool]]:
    rows, _ = positives(catalog, history)
    owner = personas.nearest(catalog.vectors[rows])
    told = []
    for persona, label in enumerate(personas.labels):
        ids = [catalog.video(int(row)).video_id for row in rows[owner == persona]]
        topic = _majority(topic_of.get(each) for each in ids)
        if topic is not None:
            terms = {token for word in _patterns(topic) for token in tokens(word)}
            told.append((topic, label, not terms.isdisjoint(tokens(label))))
    return told


def _majority(topics: Iterable[str | None]) -> str | None:
    given = list(topics)
    topic, count = Counter(given).most_common(1)[0] if given else (None, 0)
    return topic if 2 * count > len(given) else None


def _patterns(topic: str) -> list[str]:
    patterns: list[str] = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))["topics"][topic]
    return [topic, *patterns]


def _words(topic: str) -> list[re.Pattern[str]]:
    return [phrase_pattern(word) for word in _patterns(topic)]
