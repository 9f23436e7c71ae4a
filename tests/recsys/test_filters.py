from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.arrays import BoolArray
from recsys.catalog import Catalog, Video
from recsys.filters import FILTERS, Filter, caught_by
from recsys.slate import Limits
from tests.recsys.planted import HOME, NO_LIMITS, NOW

ALL = np.arange(3)
DAY = 86_400.0


@pytest.fixture
def catalog() -> Catalog:
    catalog = Catalog(2)
    catalog.put(
        [
            Video(
                "old and small", channel_name="Bad", published_at=NOW - 100 * DAY, view_count=5, is_age_restricted=True
            ),
            Video(
                "new and big", channel_name="Good", published_at=NOW - DAY, view_count=10**6, is_age_restricted=False
            ),
            Video("unknown"),
        ]
    )
    return catalog


def caught(name: str, catalog: Catalog, limits: Limits) -> list[bool]:
    chosen = next(filter_ for filter_ in FILTERS if filter_.name == name)
    found: BoolArray = chosen(catalog, ALL, limits, HOME)
    return [bool(flag) for flag in found]


@pytest.mark.parametrize("filter_", FILTERS, ids=lambda filter_: filter_.name)
class TestEveryFilter:
    def test_answers_for_no_rows(self, filter_: Filter, catalog: Catalog) -> None:
        found = filter_(catalog, np.zeros(0, np.int64), NO_LIMITS, HOME)
        assert found.shape == (0,)
        assert found.dtype.kind == "b"

    def test_catches_nothing_without_limits(self, filter_: Filter, catalog: Catalog) -> None:
        assert filter_(catalog, ALL, NO_LIMITS, HOME).tolist() == [False] * 3

    def test_lets_the_unknown_pass(self, filter_: Filter, catalog: Catalog) -> None:
        blocked = frozenset({-1, 0})
        strict = Limits(max_age_days=1, min_views=10, blocked_channels=blocked, hide_age_restricted=True)
        assert not filter_(catalog, ALL, strict, HOME)[2]

    def test_says_why_in_a_sentence(self, filter_: Filter, catalog: Catalog) -> None:
        assert filter_.text[0].isupper()
        assert filter_.action in {"demote", "hide"}


def test_thumbs_down_and_not_interested_hold(catalog: Catalog) -> None:
    assert caught("rejected", catalog, Limits(rejected=np.array([True]))) == [True, False, False]


def test_a_blocked_channel_is_caught(catalog: Catalog) -> None:
    blocked = frozenset({catalog.channels.code("bad")})
    assert caught("blocked", catalog, Limits(blocked_channels=blocked)) == [True, False, False]


def test_what_is_for_adults_is_caught_where_the_person_wants_it_out_of_sight(catalog: Catalog) -> None:
    assert caught("age_restricted", catalog, Limits(hide_age_restricted=True)) == [True, False, False]


def test_watched_means_as_much_as_the_dial_says(catalog: Catalog) -> None:
    limits = Limits(watched=np.array([0.3, 0.9]))
    assert caught("watched", catalog, limits) == [False, True, False]
    assert caught("watched", catalog, replace(limits, hide_watched_from=0.2)) == [True, True, False]
    assert caught("watched", catalog, replace(limits, hide_watched_from=0.0)) == [True, True, False]
    assert caught("watched", catalog, replace(limits, hide_watched=False)) == [False] * 3


def test_shown_three_times_and_never_clicked_is_enough(catalog: Catalog) -> None:
    limits = Limits(impressions=np.array([3, 2, 0]))
    assert caught("shown_often", catalog, limits) == [True, False, False]
    assert caught("shown_often", catalog, replace(limits, impressions_before_hiding=0)) == [False] * 3


def test_age_and_views_have_their_limits(catalog: Catalog) -> None:
    assert caught("too_old", catalog, Limits(max_age_days=30)) == [True, False, False]
    assert caught("too_few_views", catalog, Limits(min_views=100)) == [True, False, False]


def test_a_card_caught_twice_tells_the_first_reason(catalog: Catalog) -> None:
    limits = Limits(rejected=np.array([True]), min_views=100)
    first = caught_by(FILTERS, catalog, ALL, limits, HOME)
    assert [FILTERS[index].name if index >= 0 else None for index in first] == ["rejected", None, None]
