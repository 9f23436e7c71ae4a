from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.interleaving import NO_TEAM, credited, preference, team_draft
from recsys.pipeline import Pipeline
from recsys.rankers import RANKERS
from recsys.slate import Limits
from tests.recsys.planted import HOME, checkerboard, events, rng, taste_of


def chance(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def clicks_of(first: np.ndarray, second: np.ndarray, wanted: np.ndarray, slates: int) -> list[tuple[int, int]]:
    """Return the clicks of somebody who clicks what they want, and the higher a card stands the more often."""
    found = []
    for seed in range(slates):
        order, teams = team_draft(first, second, luck := chance(seed))
        looked_at = luck.random(len(order)) < 1 / np.log2(np.arange(len(order)) + 2)
        found.append(credited(teams, wanted[order] & looked_at))
    return found


@given(st.integers(0, 30), st.integers(0, 99))
def test_every_card_comes_back_once_and_both_pick_alike_often(n: int, seed: int) -> None:
    luck = chance(seed)
    order, teams = team_draft(luck.permutation(n), luck.permutation(n), luck)
    assert sorted(order.tolist()) == list(range(n))
    for beginning in range(n + 1):
        first = int(np.count_nonzero(teams[:beginning] == 0))
        assert abs(2 * first - beginning) <= 2 - beginning % 2
    assert abs(2 * int(np.count_nonzero(teams == 0)) - n) <= n % 2


def test_each_picks_the_best_of_its_own_order_that_is_left() -> None:
    first, second = np.arange(6), np.arange(6)[::-1]
    order, teams = team_draft(first, second, chance(1))
    for team, preferred in ((0, first), (1, second)):
        assert order[teams == team].tolist() == preferred[:3].tolist()


def test_each_picks_first_in_half_of_the_slates() -> None:
    starts = [int(team_draft(np.arange(4), np.arange(4), chance(seed))[1][0]) for seed in range(1_000)]
    assert sum(starts) / 1_000 == pytest.approx(0.5, abs=0.05)


def test_equal_rankers_are_not_preferred_over_each_other() -> None:
    wanted = chance(5).random(20) < 0.3
    told = preference(clicks_of(np.arange(20), np.arange(20), wanted, 600), rng())
    assert told.interval.low < 0 < told.interval.high
    assert told.p_value > 0.05


@pytest.mark.parametrize("better_is_first", [True, False])
def test_a_ranker_that_is_planted_better_wins(better_is_first: bool) -> None:
    wanted = np.arange(40) < 8
    good, bad = np.arange(40), chance(3).permutation(40)
    first, second = (good, bad) if better_is_first else (bad, good)
    told = preference(clicks_of(first, second, wanted, 200), rng())
    sign = 1 if better_is_first else -1
    assert sign * told.interval.mean > 0.2
    assert min(sign * told.interval.low, sign * told.interval.high) > 0
    assert told.p_value < 0.001
    assert told.wins + told.losses + told.ties <= 200


def test_a_few_slates_prove_nothing_by_the_sign_test() -> None:
    assert preference([(1, 0)] * 5, rng()).p_value > 0.05
    assert preference([(1, 0)] * 6, rng()).p_value < 0.05


def test_slates_nobody_clicked_say_nothing() -> None:
    told = preference([(0, 0), (0, 0)], rng())
    assert (told.wins, told.losses, told.ties, told.p_value) == (0, 0, 0, 1.0)
    assert np.isnan(told.interval.mean)
    assert credited(np.array([NO_TEAM, 0]), np.array([True, False])) == (0, 0)


def test_a_page_and_a_feed_name_the_ranker_behind_each_card() -> None:
    catalog = checkerboard(each=200)
    taste = taste_of(catalog, events("rust", range(20)))
    pipeline = Pipeline(RANKERS["hybrid"], versus=RANKERS["persona"])
    page = pipeline.rank(catalog, taste, np.arange(60), Limits(rejected=np.array([True])), HOME, rng())
    assert sorted(page.rows.tolist()) == list(range(60))
    assert {team: page.teams[:59].count(team) for team in ("hybrid", "persona")} in (
        {"hybrid": 30, "persona": 29},
        {"hybrid": 29, "persona": 30},
    )
    assert (page.teams[-1], page.actions[-1]) == (None, "hide")
    feed = pipeline.feed(catalog, taste, np.ones(600, np.bool_), Limits(), HOME, rng())
    assert set(feed.teams) == {"hybrid", "persona", None}
    assert all(
        (team is None) == (source == "exploration") for team, source in zip(feed.teams, feed.sources, strict=True)
    )


def test_without_a_comparison_no_card_has_a_team() -> None:
    catalog = checkerboard()
    page = Pipeline().rank(catalog, taste_of(catalog, []), np.arange(20), Limits(), HOME, rng())
    assert set(page.teams) == {None}
