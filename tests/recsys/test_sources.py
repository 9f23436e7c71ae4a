from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.arrays import DAY_SECONDS, IntArray
from recsys.catalog import Catalog, Video
from recsys.history import Event, EventKind, History
from recsys.slate import Limits
from recsys.sources import ANCHORS, SOURCES, Anchors, CandidateSource, OfPersonas, OldGems, Pool, TrustedChannels
from recsys.taste import Taste, Topic, learn
from tests.recsys.planted import (
    NO_LIMITS,
    NOW,
    checkerboard,
    direction,
    events,
    interests_of,
    personas_of,
    taste_of,
)

DONE = [*events("rust", range(20), age_days=30), *events("bread", range(20), age_days=1)]


def pool(catalog: Catalog, taste: Taste, rows: IntArray | None = None, limits: Limits = NO_LIMITS) -> Pool:
    allowed = np.ones(len(catalog), np.bool_) if rows is None else np.isin(np.arange(len(catalog)), rows)
    return Pool.among(catalog, taste, allowed, NOW, limits)


def proposed(name: str, catalog: Catalog, taste: Taste, count: int = 100) -> IntArray:
    """Return what a source proposes, or the neighbours of an anchor's questions."""
    source = next((each for each in SOURCES if each.name == name), None)
    if source is not None:
        return source(pool(catalog, taste), count).rows
    anchors = next(each for each in ANCHORS if each.name == name)
    questions = anchors(taste)
    found = catalog.nearest([each.vectors for each in questions], count)
    return np.concatenate([best.rows[: each.quota] for best, each in zip(found, questions, strict=True)])


def somebody(catalog: Catalog) -> Taste:
    topics = [Topic("chess", direction("chess"), 1.0, NOW)]
    return taste_of(catalog, DONE, personas_of(catalog, History.from_events(DONE, catalog)), topics)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
class TestEverySource:
    def test_proposes_nothing_from_nothing(self, source: CandidateSource) -> None:
        assert len(source(pool(Catalog(16), taste_of(Catalog(16), [])), 10).rows) == 0

    def test_proposes_only_what_is_in_the_pool_each_once_and_the_best_first(self, source: CandidateSource) -> None:
        catalog = checkerboard()
        found = source(pool(catalog, somebody(catalog), np.arange(10, 50)), 30)
        assert len(set(found.rows.tolist())) == len(found.rows) == len(found.scores) <= 30
        assert set(found.rows.tolist()) <= set(range(10, 50))

    def test_works_for_somebody_new_over_videos_nobody_described(self, source: CandidateSource) -> None:
        catalog = Catalog(16)
        catalog.put([Video("a"), Video("b")])
        assert len(source(pool(catalog, taste_of(catalog, [])), 10).rows) == 0

    def test_answers_alike_when_asked_again(self, source: CandidateSource) -> None:
        catalog = checkerboard()
        first, second = (source(pool(catalog, somebody(catalog)), 30) for _ in range(2))
        assert first.rows.tolist() == second.rows.tolist()


@pytest.mark.parametrize("anchors", ANCHORS, ids=lambda anchors: anchors.name)
class TestAllAnchors:
    def test_ask_nothing_for_somebody_new(self, anchors: Anchors) -> None:
        assert anchors(taste_of(Catalog(16), [])) == []

    def test_ask_with_vectors_of_the_space_and_a_quota_each(self, anchors: Anchors) -> None:
        questions = anchors(somebody(checkerboard()))
        assert questions
        assert all(each.vectors.shape[1] == 16 and len(each.vectors) and each.quota > 0 for each in questions)

    def test_leave_out_what_has_no_vector(self, anchors: Anchors) -> None:
        catalog = Catalog(16)
        catalog.put(checkerboard())
        assert proposed(anchors.name, catalog, somebody(checkerboard())).tolist() == []


def test_a_small_interest_gets_more_than_its_share() -> None:
    catalog = checkerboard(each=200)
    done = events("rust", range(45)) + events("bread", range(5))
    taste = taste_of(catalog, done, personas_of(catalog, History.from_events(done, catalog)))
    quotas = {
        label.split()[0]: question.quota
        for label, question in zip(taste.personas.labels, OfPersonas()(taste), strict=True)
    }
    assert quotas["rust"] / quotas["bread"] == pytest.approx(3, rel=0.2)
    found = interests_of(catalog, proposed("persona", catalog, taste))
    assert (found.count("rust"), found.count("bread")) == (quotas["rust"], quotas["bread"])


def test_a_persona_whose_events_have_faded_is_still_heard() -> None:
    catalog = checkerboard()
    taste = taste_of(catalog, [], personas_of(catalog, History.from_events(DONE, catalog)))
    assert {each.quota >= OfPersonas().least for each in OfPersonas()(taste)} == {True}


def test_a_muted_persona_proposes_nothing() -> None:
    catalog = checkerboard(each=200)
    personas = personas_of(catalog, History.from_events(DONE, catalog))
    muted = np.array([label.startswith("rust") for label in personas.labels])
    found = proposed("persona", catalog, taste_of(catalog, DONE, replace(personas, muted=muted)))
    assert set(interests_of(catalog, found)) == {"bread"}


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


def test_a_trusted_channel_proposes_its_newest_first() -> None:
    catalog = checkerboard()
    taste = taste_of(catalog, events("rust", [0, 1, 2], age_days=0))
    found = proposed("channel", catalog, taste)
    assert {catalog.video(int(row)).channel_name for row in found} == {"rust channel 0"}
    assert (np.diff(catalog.published_at[found]) <= 0).all()


def test_a_followed_channel_is_trusted_and_none_crowds_out_the_others() -> None:
    catalog = Catalog(16)
    loud = [Video(f"loud{n}", channel_name="loud", published_at=NOW - n) for n in range(30)]
    catalog.put([*loud, Video("calm", channel_name="calm", published_at=NOW - 1e6), Video("else", channel_name="else")])
    taste = learn(
        catalog,
        History.empty(),
        personas=taste_of(catalog, []).personas,
        topics=(),
        now=NOW,
        followed=(catalog.channels.code("loud"), catalog.channels.code("calm")),
    )
    found = TrustedChannels(of_each=8)(pool(catalog, taste), 20).rows
    assert catalog.video_ids(found) == [*(f"loud{n}" for n in range(8)), "calm"]


def old_channel() -> Catalog:
    """Return five old videos of a channel, one much viewed, a new one, and a hit of somebody else's."""
    old, catalog = NOW - 400 * DAY_SECONDS, Catalog(16)
    catalog.put(
        Video(f"old{n}", channel_name="mine", view_count=views, published_at=old)
        for n, views in enumerate((100, 900_000, 120, 90_000, 110))
    )
    catalog.put([Video("new", channel_name="mine", view_count=500_000, published_at=NOW)])
    catalog.put([Video("hit", channel_name="else", view_count=10**8, published_at=old)])
    return catalog


def gems(catalog: Catalog, limits: Limits = NO_LIMITS) -> list[str]:
    done = History(np.zeros(3, np.int64), np.full(3, EventKind.WATCH), np.full(3, NOW), np.ones(3))
    taste = learn(catalog, done, personas=taste_of(catalog, []).personas, topics=(), now=NOW)
    return catalog.video_ids(OldGems()(pool(catalog, taste, limits=limits), 20).rows)


def test_an_old_gem_is_much_viewed_for_its_channel() -> None:
    assert gems(old_channel()) == ["old1", "old3"]


def test_an_old_gem_was_neither_watched_nor_shown() -> None:
    assert gems(old_channel(), Limits(watched=np.array([0.0, 0.2]))) == ["old3"]
    assert gems(old_channel(), Limits(impressions=np.array([0, 0, 0, 1]))) == ["old1"]


def test_trending_means_views_a_day_of_this_month() -> None:
    catalog = Catalog(16)
    catalog.put(
        [
            Video("classic", view_count=1_000_000_000, published_at=NOW - 3_000 * DAY_SECONDS),
            Video("hit", view_count=50_000, published_at=NOW - DAY_SECONDS),
            Video("just out", view_count=10_000, published_at=NOW - 60),
            Video("unknown"),
        ]
    )
    assert catalog.video_ids(proposed("trending", catalog, taste_of(catalog, []))) == ["hit", "just out"]
    assert catalog.video_ids(proposed("new", catalog, taste_of(catalog, []))) == ["just out", "hit", "classic"]


def test_where_nothing_is_new_the_old_may_trend() -> None:
    catalog = Catalog(16)
    catalog.put([Video("classic", view_count=1_000, published_at=NOW - 3_000 * DAY_SECONDS)])
    assert catalog.video_ids(proposed("trending", catalog, taste_of(catalog, []))) == ["classic"]


def test_the_usual_finds_what_fits_in_length_and_views_though_no_neighbour_does() -> None:
    catalog = Catalog(16)
    chance = np.random.default_rng(5)
    rows = catalog.put(
        Video(f"v{n:010d}", title=f"word{n}", view_count=10 ** (3 + n % 4), duration_seconds=60.0 * (1 + n % 3))
        for n in range(600)
    )
    catalog.set_vectors(rows, chance.normal(size=(600, 16)).astype(np.float32))
    fitting = [n for n in range(600) if n % 12 == 3]  # a million views, one minute
    done = [Event(f"v{n:010d}", EventKind.WATCH, NOW - n) for n in fitting[:25]]
    found = proposed("usual", catalog, taste_of(catalog, done))[:20]
    assert np.mean(np.isin(found, fitting)) > 0.9
