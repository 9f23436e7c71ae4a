"""What was just done is felt at once, by a rank-one update, as if everything had been learned anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys import features
from recsys.arrays import IntArray, at
from recsys.catalog import Catalog, Video
from recsys.features import FEATURE_NAMES
from recsys.history import Event, EventKind, History
from recsys.personas import Personas
from recsys.rankers import RANKERS
from recsys.taste import Taste, Topic, felt, learn
from tests.recsys.planted import (
    HOME,
    INTERESTS,
    NO_LIMITS,
    NOW,
    checkerboard,
    direction,
    events,
    personas_of,
    rows_of,
    taste_of,
    video_id,
)

BEFORE = [*events("rust", range(20), age_days=0.5), *events("bread", range(15), age_days=0.4),
          *events("chess", range(3), EventKind.THUMBS_DOWN, age_days=0.5)]  # fmt: skip
TOPIC = Topic("chess opening", direction("chess"), 1.0, NOW)
MET, NEW = video_id("rust", 0), video_id("chess", 9)


def page(catalog: Catalog) -> IntArray:
    return np.concatenate([rows_of(catalog, interest, range(24, 34)) for interest in INTERESTS])


def scores(catalog: Catalog, taste: Taste) -> np.ndarray:
    table = features.build(catalog, taste, page(catalog), NO_LIMITS, HOME)
    return RANKERS["hybrid"](table, HOME).total


def felt_at_once(catalog: Catalog, taste: Taste, event: Event) -> Taste:
    return felt(catalog, taste, int(catalog.rows([event.video_id])[0]), event.kind, event.strength, NOW)


def somebody(catalog: Catalog, done: list[Event], personas: Personas) -> Taste:
    return learn(catalog, History.from_events(done, catalog), personas=personas, topics=[TOPIC], now=NOW)


@pytest.mark.parametrize("video", [MET, NEW])
@pytest.mark.parametrize(
    "event",
    [
        Event("", EventKind.THUMBS_UP, NOW),
        Event("", EventKind.THUMBS_DOWN, NOW),
        Event("", EventKind.NOT_INTERESTED, NOW),
        Event("", EventKind.SAVED, NOW),
        Event("", EventKind.WATCH, NOW, 0.7),
    ],
)
def test_every_column_is_as_if_all_had_been_learned_anew(event: Event, video: str) -> None:
    catalog, event = checkerboard(), replace(event, video_id=video)
    personas = personas_of(catalog, History.from_events(BEFORE, catalog))
    at_once = felt_at_once(catalog, somebody(catalog, BEFORE, personas), event)
    anew = somebody(catalog, [*BEFORE, event], personas)
    ours, theirs = (features.build(catalog, taste, page(catalog), NO_LIMITS, HOME) for taste in (at_once, anew))
    for column in FEATURE_NAMES:
        assert ours[column] == pytest.approx(theirs[column], abs=5e-3, nan_ok=True), column
    for drops in ("top_drops", "persona_drops"):
        for column, expected in getattr(theirs, drops).items():
            assert getattr(ours, drops)[column] == pytest.approx(expected, abs=5e-3), (drops, column)


def test_what_was_done_with_a_channels_videos_is_as_if_all_had_been_learned_anew() -> None:
    catalog = checkerboard()
    personas = personas_of(catalog, History.from_events(BEFORE, catalog))
    for kind in EventKind:
        event = Event(NEW, kind, NOW, 0.7 if kind is EventKind.WATCH else np.nan)
        at_once = felt_at_once(catalog, somebody(catalog, BEFORE, personas), event).channel_deeds
        for deed, counts in somebody(catalog, [*BEFORE, event], personas).channel_deeds.items():
            there = np.arange(len(counts))
            assert at(at_once[deed], there) == pytest.approx(counts), (kind, deed)


def test_a_thumb_up_raises_its_kind_and_a_thumb_down_lowers_it() -> None:
    catalog = checkerboard()
    taste, kind_of_page = taste_of(catalog, BEFORE), np.repeat(INTERESTS, 10)
    before = scores(catalog, taste)
    up, down = (
        scores(catalog, felt_at_once(catalog, taste, Event(NEW, kind, NOW))) - before
        for kind in (EventKind.THUMBS_UP, EventKind.THUMBS_DOWN)
    )
    assert up[kind_of_page == "chess"].mean() > up[kind_of_page != "chess"].mean()
    assert down[kind_of_page == "chess"].mean() < down[kind_of_page != "chess"].mean()


def test_what_belongs_to_a_muted_persona_is_no_evidence_here_either() -> None:
    catalog = checkerboard()
    personas = personas_of(catalog, History.from_events(BEFORE, catalog))
    muted = replace(personas, muted=np.ones(len(personas), np.bool_))
    at_once = felt_at_once(catalog, somebody(catalog, BEFORE, muted), Event(MET, EventKind.THUMBS_UP, NOW))
    assert at_once.liked.weight_of(int(catalog.rows([MET])[0])) == 0


def test_a_video_without_vector_words_or_channel_is_ordinary() -> None:
    catalog = checkerboard()
    catalog.put([Video("nothing0000")])
    for kind in EventKind:
        event = Event("nothing0000", kind, NOW)
        assert np.isfinite(scores(catalog, felt_at_once(catalog, taste_of(catalog, BEFORE), event))).all()
