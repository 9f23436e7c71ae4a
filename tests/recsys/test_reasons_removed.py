"""A reason that is taken away lowers the score by about what it says: thousands of cards, every kind of evidence.

What is taken is exactly what the reason names: a video's events, a persona's events, a channel's counts, a topic, the
card's views or date (to the median of the page), the mood, what was asked for. The rest is learned anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from recsys import features as feature_table
from recsys.arrays import DAY_SECONDS, FloatArray, IntArray
from recsys.catalog import Catalog, Video
from recsys.history import Event, EventKind, History
from recsys.pipeline import Pipeline
from recsys.rankers import DEFAULT_RANKER, RANKERS
from recsys.slate import Context, Reason
from recsys.taste import Taste, Topic, learn
from tests.recsys.planted import (
    HOME,
    INTERESTS,
    NO_LIMITS,
    NOW,
    checkerboard,
    direction,
    personas_of,
    rng,
    video_id,
)

SEEDS = range(8)
EACH = 300
PER_KIND = 25
"""Cards of a world whose own views or date are changed, one by one."""


@dataclass(frozen=True)
class Said:
    """One reason of one card."""

    seed: int
    row: int
    score: float
    reason: Reason


@dataclass(frozen=True)
class Somebody:
    """A world and what a person did in it."""

    catalog: Catalog
    events: list[Event]
    topics: list[Topic]
    taste: Taste
    context: Context
    rows: IntArray

    def learned(self, events: list[Event], topics: list[Topic]) -> Taste:
        history = History.from_events(events, self.catalog)
        return learn(
            self.catalog, history, personas=self.taste.personas, topics=topics, now=NOW, followed=self.taste.followed
        )

    def scores(self, taste: Taste | None = None, context: Context | None = None) -> FloatArray:
        """Return (n,) scores of the whole page."""
        context = context or self.context
        places = np.arange(len(self.rows), dtype=np.float64)
        table = feature_table.build(self.catalog, taste or self.taste, self.rows, NO_LIMITS, context, places)
        return RANKERS[DEFAULT_RANKER](table, context).total


@cache
def somebody(seed: int) -> Somebody:
    """Return a person with two or three interests of different size, and a page of everything they have not seen."""
    chance = np.random.default_rng(seed)
    catalog = checkerboard(each=EACH, seed=seed)
    catalog.put(
        Video(video_id(interest, n), published_at=NOW - chance.uniform(0, 6) * DAY_SECONDS)
        for interest in INTERESTS
        for n in range(60, 75)
    )
    liked = {"rust": 25, "bread": 15, "chess": 4 * (seed % 4)}
    events = [
        Event(
            video_id(interest, int(n)), EventKind(chance.choice([0, 1, 4])), NOW - chance.uniform(0, 120) * DAY_SECONDS
        )
        for interest, count in liked.items()
        for n in chance.choice(60, count, replace=False)
    ]
    events += [Event(video_id("chess", int(n)), EventKind.NOT_INTERESTED, NOW) for n in chance.choice(60, 2)]
    topics = [Topic("chess", direction("chess"), 1.0, NOW)] if seed % 2 else []
    personas = personas_of(catalog, History.from_events(events, catalog))
    followed = {catalog.channels.code("bread channel 30")}
    taste = learn(
        catalog, History.from_events(events, catalog), personas=personas, topics=topics, now=NOW, followed=followed
    )
    context = replace(
        HOME, mood=direction("bread") if seed == 2 else None, topic=direction("rust") if seed == 3 else None
    )
    seen = catalog.rows(event.video_id for event in events)
    return Somebody(catalog, events, topics, taste, context, np.setdiff1d(np.arange(len(catalog)), seen))


@cache
def said() -> dict[str, list[Said]]:
    """Return every reason of every card of every world, by kind."""
    found = defaultdict[str, list[Said]](list)
    for seed in SEEDS:
        one = somebody(seed)
        slate = Pipeline(RANKERS[DEFAULT_RANKER]).rank(one.catalog, one.taste, one.rows, NO_LIMITS, one.context, rng())
        for row, score, reasons in zip(slate.rows.tolist(), slate.scores.tolist(), slate.reasons, strict=True):
            for reason in reasons:
                found[reason.kind].append(Said(seed, row, score, reason))
    return found


def falls(kind: str) -> tuple[FloatArray, FloatArray]:
    """Return by how much the score of each card with such a reason falls without it, and what the reasons say."""
    of_kind, after = said()[kind], list[float]()
    without: dict[object, FloatArray] = {}
    kept = list(sampled(of_kind) if kind in ("popular", "new") else of_kind)
    for each in kept:
        one, key = somebody(each.seed), (each.seed, *WHAT[kind](each))
        if key not in without:
            without[key] = TAKEN[kind](one, each)
        after.append(float(without[key][np.searchsorted(one.rows, each.row)]))
    before = np.array([each.score for each in kept])
    return before - np.array(after), np.array([each.reason.contribution for each in kept])


def sampled(of_kind: list[Said]) -> Iterator[Said]:
    for seed in SEEDS:
        mine = [each for each in of_kind if each.seed == seed]
        yield from mine[:: max(len(mine) // PER_KIND, 1)]


def without_video(one: Somebody, each: Said) -> FloatArray:
    return one.scores(one.learned([e for e in one.events if e.video_id not in each.reason.video_ids], one.topics))


def without_persona(one: Somebody, each: Said) -> FloatArray:
    """What was liked makes a persona; a refusal near it is no evidence for it, and stays."""
    rows = one.catalog.rows(event.video_id for event in one.events)
    personas = one.taste.personas.nearest(one.catalog.vectors[rows])
    kept = [
        event
        for event, persona in zip(one.events, personas, strict=True)
        if persona != each.reason.persona or event.kind == EventKind.NOT_INTERESTED
    ]
    return one.scores(one.learned(kept, one.topics))


def without_channel(one: Somebody, each: Said) -> FloatArray:
    channel, series = one.catalog.channel[each.row], one.catalog.series[each.row]
    return one.scores(
        replace(
            one.taste,
            channel_counts=without_code(one.taste.channel_counts, channel),
            channel_recent=without_code(one.taste.channel_recent, channel),
            series_counts=without_code(one.taste.series_counts, series),
        )
    )


def without_code(counts: FloatArray, code: int) -> FloatArray:
    return np.where(np.arange(len(counts)) == code, 0.0, counts)


def without_topic(one: Somebody, each: Said) -> FloatArray:
    return one.scores(one.learned(one.events, []))


def untold(column: str) -> Callable[[Somebody, Said], FloatArray]:
    def taken(one: Somebody, each: Said) -> FloatArray:
        values = getattr(one.catalog, column)
        known, values[each.row] = values[each.row], np.nan
        scores = one.scores()
        values[each.row] = known
        return scores

    return taken


TAKEN: dict[str, Callable[[Somebody, Said], FloatArray]] = {
    "similar": without_video,
    "persona": without_persona,
    "channel": without_channel,
    "topic": without_topic,
    "popular": untold("view_count"),
    "new": untold("published_at"),
    "mood": lambda one, each: one.scores(context=replace(one.context, mood=None)),
    "asked": lambda one, each: one.scores(context=replace(one.context, topic=None)),
}
WHAT: dict[str, Callable[[Said], tuple[object, ...]]] = {
    "similar": lambda each: each.reason.video_ids,
    "persona": lambda each: (each.reason.persona,),
    "channel": lambda each: (
        somebody(each.seed).catalog.channel[each.row],
        somebody(each.seed).catalog.series[each.row],
    ),
    "topic": lambda each: (each.reason.text,),
    "popular": lambda each: (each.row,),
    "new": lambda each: (each.row,),
    "mood": lambda each: (),
    "asked": lambda each: (),
}


def test_thousands_of_cards_tell_reasons_of_every_kind() -> None:
    cards = {(each.seed, each.row) for of_kind in said().values() for each in of_kind}
    assert len(cards) > 3_000
    assert set(TAKEN) <= set(said())
    assert min(len(said()[kind]) for kind in TAKEN) >= 20


@pytest.mark.parametrize("kind", ["channel", "popular", "new", "mood", "asked"])
def test_what_stands_by_itself_is_worth_exactly_what_is_said(kind: str) -> None:
    fallen, told = falls(kind)
    assert fallen == pytest.approx(told, rel=0.03)  # the page's median moves with a card that no longer counts


@pytest.mark.parametrize("kind", ["similar", "persona", "topic"])
def test_what_was_learned_from_is_worth_about_what_is_said_or_more(kind: str) -> None:
    """The density without the evidence is what a reason tells; the ridge, which is learned anew, mostly adds to it."""
    fallen, told = falls(kind)
    assert (fallen > 0).all()
    assert np.mean(fallen > 0.5 * told) > 0.95
    assert 0.8 < np.median(fallen / told) < 8
