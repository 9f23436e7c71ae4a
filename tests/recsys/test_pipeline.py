from __future__ import annotations

from dataclasses import fields, replace
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.catalog import Catalog, Video
from recsys.history import EventKind, History
from recsys.pipeline import Pipeline
from recsys.rankers import RANKERS
from recsys.slate import Limits, Slate
from recsys.taste import Taste
from tests.recsys.planted import (
    HOME,
    NO_LIMITS,
    NOW,
    checkerboard,
    events,
    interests_of,
    personas_of,
    rng,
    rows_of,
    taste_of,
)


def somebody(catalog: Catalog) -> Taste:
    done = events("rust", range(20)) + events("bread", range(20)) + events("chess", [0], EventKind.NOT_INTERESTED)
    return taste_of(catalog, done, personas_of(catalog, History.from_events(done, catalog)))


def page(catalog: Catalog, taste: Taste, rows: np.ndarray, limits: Limits = NO_LIMITS, ranker: str = "hybrid") -> Slate:
    return Pipeline(RANKERS[ranker]).rank(catalog, taste, rows, limits, HOME, rng())


def feed(catalog: Catalog, taste: Taste, limits: Limits = NO_LIMITS, ranker: str = "hybrid") -> Slate:
    return Pipeline(RANKERS[ranker]).feed(catalog, taste, np.ones(len(catalog), np.bool_), limits, HOME, rng())


def same(one: Slate, other: Slate) -> bool:
    pairs = [(getattr(one, field.name), getattr(other, field.name)) for field in fields(Slate)]
    return all(
        np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f")
        if isinstance(mine, np.ndarray)
        else mine == theirs
        for mine, theirs in pairs
        if not (isinstance(mine, tuple) and mine and hasattr(mine[0], "content_score"))
    )


@pytest.mark.parametrize("ranker", RANKERS)
class TestEveryPipeline:
    def test_a_page_stands_in_the_persons_order(self, ranker: str) -> None:
        catalog = checkerboard()
        mixed = np.concatenate([rows_of(catalog, name, range(30, 40)) for name in ("chess", "rust", "bread")])
        slate = page(catalog, somebody(catalog), mixed, ranker=ranker)
        assert set(interests_of(catalog, slate.rows[:20])) == {"rust", "bread"}
        assert interests_of(catalog, slate.rows[20:]) == ["chess"] * 10

    def test_both_interests_share_the_top(self, ranker: str) -> None:
        catalog = checkerboard()
        mixed = np.concatenate([rows_of(catalog, name, range(30, 40)) for name in ("rust", "bread")])
        top = interests_of(catalog, page(catalog, somebody(catalog), mixed, ranker=ranker).rows[:6])
        assert {"rust", "bread"} == set(top)

    def test_an_empty_page_and_a_single_card_are_ordinary(self, ranker: str) -> None:
        catalog = checkerboard()
        for taste in (somebody(catalog), taste_of(catalog, [])):
            assert page(catalog, taste, np.zeros(0, np.int64), ranker=ranker).rows.tolist() == []
            assert page(catalog, taste, np.array([5]), ranker=ranker).rows.tolist() == [5]

    def test_a_feed_of_nothing_is_empty(self, ranker: str) -> None:
        assert len(feed(Catalog(16), taste_of(Catalog(16), []), ranker=ranker).rows) == 0

    def test_a_feed_brings_the_persons_interests_to_the_top(self, ranker: str) -> None:
        catalog = checkerboard(each=200)
        slate = feed(catalog, somebody(catalog), replace(NO_LIMITS, explore_every=0), ranker)
        assert set(interests_of(catalog, slate.rows[:50])) == {"rust", "bread"}

    def test_the_same_question_gives_the_same_answer_bit_for_bit(self, ranker: str) -> None:
        catalog = checkerboard(each=200)
        taste, rows = somebody(catalog), np.arange(60)
        assert same(page(catalog, taste, rows, ranker=ranker), page(catalog, taste, rows, ranker=ranker))
        assert same(feed(catalog, taste, ranker=ranker), feed(catalog, taste, ranker=ranker))

    def test_every_column_of_a_slate_has_a_row_for_each_card(self, ranker: str) -> None:
        catalog = checkerboard()
        slate = page(catalog, somebody(catalog), np.arange(30), ranker=ranker)
        names = ("scores", "actions", "reasons", "personas", "breakdowns", "sources", "propensities", "features")
        assert {len(getattr(slate, name)) for name in names} == {30}
        assert slate.features.shape == (30, len(slate.feature_names))
        assert (slate.ranker, set(slate.sources)) == (ranker, {"page"})


@settings(max_examples=40)
@given(st.sets(st.integers(0, 119), max_size=60).map(sorted), st.randoms(use_true_random=False))
def test_every_card_of_a_page_comes_back_once_and_hidden_ones_last(chosen: list[int], luck: object) -> None:
    catalog = checkerboard()
    flags = np.random.default_rng(len(chosen))
    limits = Limits(
        rejected=flags.random(120) < 0.2,
        impressions=flags.integers(0, 5, 120),
        blocked_channels=frozenset({0, 3}),
        max_age_days=200,
    )
    slate = page(catalog, taste_of(catalog, events("rust", range(5))), np.array(chosen, dtype=np.int64), limits)
    assert sorted(slate.rows.tolist()) == chosen
    assert [action for action, _ in groupby(slate.actions)] == [
        action for action in ("show", "demote", "hide") if action in slate.actions
    ]


def test_a_hidden_card_says_what_hid_it() -> None:
    catalog = checkerboard()
    slate = page(catalog, taste_of(catalog, []), np.arange(3), Limits(rejected=np.array([False, True, False])))
    assert slate.rows[-1] == 1
    assert slate.actions[-1] == "hide"
    assert [reason.kind for reason in slate.reasons[-1]] == ["rejected"]


def test_what_a_page_hides_or_demotes_a_feed_leaves_out() -> None:
    catalog = checkerboard()
    limits = Limits(rejected=np.array([True]), impressions=np.array([0, 9]), watched=np.array([0, 0, 1.0]))
    assert not {0, 1, 2} & set(feed(catalog, taste_of(catalog, []), limits).rows.tolist())


def test_a_feed_offers_only_what_is_eligible_and_as_much_as_asked() -> None:
    catalog = checkerboard()
    eligible = np.zeros(60, np.bool_)
    eligible[10:50] = True
    slate = Pipeline().feed(catalog, taste_of(catalog, []), eligible, Limits(size=25), HOME, rng())
    assert len(slate.rows) == 25
    assert eligible[slate.rows].all()


def test_a_feed_gives_one_place_in_twelve_to_chance_and_logs_it() -> None:
    catalog = checkerboard(each=400)
    slate = feed(catalog, somebody(catalog))
    places = [place for place, source in enumerate(slate.sources) if source == "exploration"]
    assert places[:3] == [11, 23, 35]
    assert all(0 < slate.propensities[place] < 1 for place in places)


def test_one_channel_never_fills_the_page() -> None:
    catalog = checkerboard()
    loved = events("rust", range(4), EventKind.THUMBS_UP, age_days=0)
    more = catalog.put(
        Video(f"rust video {n}", f"rust compiler {n}", channel_name="rust channel 0", published_at=NOW)
        for n in range(12)
    )
    rows = np.concatenate([more, rows_of(catalog, "bread", range(30, 40))])
    slate = page(catalog, taste_of(catalog, loved), rows)
    channels = catalog.channel[slate.rows].tolist()
    runs = [len(list(run)) for _, run in groupby(channels[:14])]
    assert max(runs) <= 3


def test_the_breakdown_shows_the_formula_whatever_ranker_serves() -> None:
    catalog = checkerboard()
    for ranker in RANKERS:
        slate = page(catalog, somebody(catalog), np.arange(10), ranker=ranker)
        for breakdown, persona in zip(slate.breakdowns, slate.personas, strict=True):
            assert breakdown.matching_persona == persona
            assert 0.5 <= breakdown.channel_boost <= 2.0
            assert 0.7 <= breakdown.view_health <= 1.2
            assert 0.8 <= breakdown.recency_factor <= 1.1
    nobody = page(catalog, taste_of(catalog, []), np.arange(10)).breakdowns[0]
    assert (nobody.content_score, nobody.matching_persona) == (0.0, None)


def test_a_thumbs_down_is_felt_by_the_neighbours_in_the_next_slate() -> None:
    catalog = checkerboard()
    rows = np.concatenate([rows_of(catalog, name, range(30, 40)) for name in ("rust", "bread")])
    watched = events("rust", range(6)) + events("bread", range(6))
    before = page(catalog, taste_of(catalog, watched), rows)
    refused = events("rust", [20, 21], EventKind.THUMBS_DOWN, age_days=0)
    after = page(catalog, taste_of(catalog, watched + refused), rows)
    assert interests_of(catalog, after.rows[:10]).count("rust") < interests_of(catalog, before.rows[:10]).count("rust")
