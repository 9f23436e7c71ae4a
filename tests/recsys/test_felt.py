"""What was just rated is felt at once, by a rank-one update, as if everything had been learned anew."""

from __future__ import annotations

import numpy as np
import pytest

from recsys import features
from recsys.arrays import IntArray
from recsys.catalog import Catalog, Video
from recsys.history import Event, EventKind
from recsys.rankers import RANKERS
from recsys.taste import Taste, Topic, felt
from tests.recsys.planted import (
    HOME,
    INTERESTS,
    NO_LIMITS,
    NOW,
    checkerboard,
    direction,
    events,
    rows_of,
    taste_of,
    video_id,
)

BEFORE = [*events("rust", range(10), age_days=0.5), *events("bread", range(3), EventKind.THUMBS_DOWN, age_days=0.5)]
TOPIC = Topic("chess opening", direction("chess"), 1.0, NOW)


def page(catalog: Catalog) -> IntArray:
    return np.concatenate([rows_of(catalog, interest, range(20, 28)) for interest in INTERESTS])


def scores(catalog: Catalog, taste: Taste) -> np.ndarray:
    table = features.build(catalog, taste, page(catalog), NO_LIMITS, HOME)
    return RANKERS["hybrid"](table, HOME).total


def rated(kind: EventKind, name: str = "chess") -> Event:
    return Event(video_id(name, 5), kind, NOW)


@pytest.mark.parametrize(
    "kind", [EventKind.THUMBS_UP, EventKind.THUMBS_DOWN, EventKind.WATCH, EventKind.NOT_INTERESTED]
)
def test_the_evidence_is_that_of_learning_anew(kind: EventKind) -> None:
    catalog = checkerboard()
    before = taste_of(catalog, BEFORE, topics=[TOPIC])
    anew = taste_of(catalog, [*BEFORE, rated(kind)], topics=[TOPIC])
    at_once = felt(catalog, before, int(catalog.rows([video_id("chess", 5)])[0]), kind)
    table = {name: features.build(catalog, taste, page(catalog), NO_LIMITS, HOME) for name, taste in
             (("anew", anew), ("at once", at_once))}  # fmt: skip
    for column in ("dense", "dense_refused", "lexical", "lexical_refused", "ridge", "uncertainty", "channel_affinity"):
        assert table["at once"][column] == pytest.approx(table["anew"][column], abs=2e-3), column


def test_a_thumb_up_raises_its_kind_and_a_thumb_down_lowers_it() -> None:
    catalog = checkerboard()
    taste, row = taste_of(catalog, BEFORE), int(catalog.rows([video_id("chess", 5)])[0])
    kind_of_page = np.repeat(INTERESTS, 8)
    up = scores(catalog, felt(catalog, taste, row, EventKind.THUMBS_UP)) - scores(catalog, taste)
    down = scores(catalog, felt(catalog, taste, row, EventKind.THUMBS_DOWN)) - scores(catalog, taste)
    assert up[kind_of_page == "chess"].mean() > up[kind_of_page != "chess"].mean()
    assert down[kind_of_page == "chess"].mean() < down[kind_of_page != "chess"].mean()


def test_a_thumb_down_takes_an_earlier_like_back() -> None:
    catalog = checkerboard()
    row = int(catalog.rows([video_id("rust", 0)])[0])
    anew = taste_of(catalog, [*BEFORE, Event(video_id("rust", 0), EventKind.THUMBS_DOWN, NOW)])
    at_once = felt(catalog, taste_of(catalog, BEFORE), row, EventKind.THUMBS_DOWN)
    assert at_once.liked.weight_of(row) == 0
    assert at_once.ridge == pytest.approx(anew.ridge, abs=5e-3)


def test_a_cleared_rating_leaves_nothing_behind() -> None:
    catalog = checkerboard()
    row = int(catalog.rows([video_id("chess", 5)])[0])
    taste = taste_of(catalog, BEFORE)
    there_and_back = felt(
        catalog, felt(catalog, taste, row, EventKind.THUMBS_DOWN), row, EventKind.THUMBS_DOWN, revoked=True
    )
    assert there_and_back.refused.weight_of(row) == 0
    assert there_and_back.ridge == pytest.approx(taste.ridge, abs=1e-3)


def test_a_video_without_vector_words_or_channel_is_ordinary() -> None:
    catalog = checkerboard()
    row = int(catalog.put([Video("nothing0000")])[0])
    for kind in EventKind:
        assert np.isfinite(scores(catalog, felt(catalog, taste_of(catalog, BEFORE), row, kind))).all()
