from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.arrays import IntArray
from recsys.candidates import neighbours
from recsys.catalog import Catalog, Video
from recsys.history import History
from recsys.slate import Context
from recsys.sources import ANCHORS, SOURCES, Anchors, CandidateSource, Pool
from recsys.taste import Taste, Topic
from tests.recsys.planted import (
    HOME,
    NOW,
    checkerboard,
    direction,
    events,
    interests_of,
    personas_of,
    rng,
    taste_of,
)

DONE = [*events("rust", range(20), age_days=30), *events("bread", range(20), age_days=1)]


def pool(catalog: Catalog, taste: Taste, rows: IntArray | None = None, context: Context = HOME) -> Pool:
    return Pool(catalog, taste, np.arange(len(catalog)) if rows is None else rows, context, rng())


def proposed(name: str, catalog: Catalog, taste: Taste, context: Context = HOME) -> IntArray:
    asked = pool(catalog, taste, context=context)
    found = dict(zip((anchor.name for anchor in ANCHORS), neighbours(asked, ANCHORS), strict=True))
    return found[name] if name in found else {source.name: source for source in SOURCES}[name](asked)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
class TestEverySource:
    def test_proposes_nothing_from_nothing(self, source: CandidateSource) -> None:
        assert len(source(pool(Catalog(16), taste_of(Catalog(16), [])))) == 0

    def test_proposes_only_what_is_in_the_pool(self, source: CandidateSource) -> None:
        catalog = checkerboard()
        taste = taste_of(catalog, DONE, personas_of(catalog, History.from_events(DONE, catalog)))
        found = source(pool(catalog, taste, np.arange(10, 20)))
        assert ((found >= 0) & (found < 10)).all()

    def test_works_for_somebody_new_over_videos_nobody_described(self, source: CandidateSource) -> None:
        catalog = Catalog(16)
        catalog.put([Video("a"), Video("b")])
        assert len(source(pool(catalog, taste_of(catalog, [])))) == 0


@pytest.mark.parametrize("anchors", ANCHORS, ids=lambda anchors: anchors.name)
class TestAllAnchors:
    def test_have_no_neighbours_in_nothing(self, anchors: Anchors) -> None:
        assert neighbours(pool(Catalog(16), taste_of(Catalog(16), [])), [anchors])[0].tolist() == []

    def test_find_only_what_is_in_the_pool(self, anchors: Anchors) -> None:
        catalog = checkerboard()
        topics = [Topic("chess", direction("chess"), 1.0, NOW)]
        taste = taste_of(catalog, DONE, personas_of(catalog, History.from_events(DONE, catalog)), topics)
        context = replace(HOME, topic=direction("bread"), mood=direction("rust"))
        (found,) = neighbours(pool(catalog, taste, np.arange(10, 20), context), [anchors])
        assert set(found.tolist()) == set(range(10))

    def test_leave_out_what_has_no_vector(self, anchors: Anchors) -> None:
        catalog = Catalog(16)
        catalog.put(checkerboard())
        topics = [Topic("chess", direction("chess"), 1.0, NOW)]
        context = replace(HOME, topic=direction("bread"))
        (found,) = neighbours(pool(catalog, taste_of(catalog, DONE, topics=topics), context=context), [anchors])
        assert found.tolist() == []


def test_each_persona_gets_its_share() -> None:
    catalog = checkerboard(each=200)
    done = events("rust", range(50)) + events("bread", range(5))
    taste = taste_of(catalog, done, personas_of(catalog, History.from_events(done, catalog)))
    found = interests_of(catalog, proposed("persona", catalog, taste))
    assert found.count("rust") == found.count("bread") == 120


def test_a_muted_persona_proposes_nothing() -> None:
    catalog = checkerboard()
    personas = personas_of(catalog, History.from_events(DONE, catalog))
    muted = np.array([label.startswith("rust") for label in personas.labels])
    found = proposed("persona", catalog, taste_of(catalog, DONE, replace(personas, muted=muted)))
    assert interests_of(catalog, found[:40]) == ["bread"] * 40


def test_recent_likes_and_topics_propose_their_neighbours() -> None:
    catalog = checkerboard(each=200)
    recent = proposed("recent_like", catalog, taste_of(catalog, DONE))
    assert set(interests_of(catalog, recent)) == {"bread"}
    topic = Topic("chess", direction("chess"), 1.0, NOW)
    assert set(interests_of(catalog, proposed("topic", catalog, taste_of(catalog, DONE, topics=[topic])))) == {"chess"}


def test_words_find_what_has_no_vector() -> None:
    catalog = Catalog(16)
    catalog.put(checkerboard())
    found = proposed("words", catalog, taste_of(catalog, events("rust", range(5))))
    assert set(interests_of(catalog, found[:30])) == {"rust"}


def test_what_is_asked_for_is_proposed() -> None:
    catalog = checkerboard()
    found = proposed("asked", catalog, taste_of(catalog, []), replace(HOME, mood=direction("chess")))
    assert interests_of(catalog, found[:30]) == ["chess"] * 30


def test_a_trusted_channel_proposes_its_newest_first() -> None:
    catalog = checkerboard()
    taste = taste_of(catalog, events("rust", [0, 1, 2], age_days=0))
    found = proposed("channel", catalog, taste)
    assert {catalog.video(int(row)).channel_name for row in found} == {"rust channel 0"}
    assert (np.diff(catalog.published_at[found]) <= 0).all()


def test_popular_means_views_a_day() -> None:
    catalog = Catalog(16)
    catalog.put(
        [
            Video("classic", view_count=1_000_000, published_at=NOW - 3_000 * 86_400),
            Video("hit", view_count=50_000, published_at=NOW - 86_400),
            Video("unknown"),
        ]
    )
    assert catalog.video_ids(proposed("popular", catalog, taste_of(catalog, []))) == ["hit", "classic"]
    assert catalog.video_ids(proposed("new", catalog, taste_of(catalog, []))) == ["hit", "classic"]
