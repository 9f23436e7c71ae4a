"""How good a list is, on lists whose answer can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from recsys import metrics

NOTHING = np.zeros(5, dtype=np.bool_)


def test_a_perfect_order_has_an_ndcg_of_one() -> None:
    assert metrics.ndcg(np.array([3.0, 2.0, 1.0, 0.0]), 4) == pytest.approx(1.0)


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    only_third = np.array([0.0, 0.0, 1.0])
    assert metrics.ndcg(only_third, 3) == pytest.approx(1 / math.log2(4))


def test_ndcg_knows_of_relevant_items_beyond_the_cut() -> None:
    one_found_one_missed = np.array([1.0, 0.0, 1.0])
    assert metrics.ndcg(one_found_one_missed, 2) == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_recall_counts_what_is_found_among_all_that_is_relevant() -> None:
    assert metrics.recall(np.array([True, False, True, False, True]), 3) == pytest.approx(2 / 3)


def test_precision_counts_what_is_relevant_among_what_is_shown() -> None:
    assert metrics.precision(np.array([True, False, True, True]), 2) == 0.5


def test_the_reciprocal_rank_is_that_of_the_first_hit() -> None:
    assert metrics.reciprocal_rank(np.array([False, False, True, True])) == pytest.approx(1 / 3)


@pytest.mark.parametrize("metric", list(metrics.LIST_METRICS.values()), ids=list(metrics.LIST_METRICS))
def test_a_list_without_anything_relevant_says_nothing(metric: metrics.ListMetric) -> None:
    assert math.isnan(metric(NOTHING))


@pytest.mark.parametrize("metric", list(metrics.LIST_METRICS.values()), ids=list(metrics.LIST_METRICS))
def test_an_empty_list_says_nothing(metric: metrics.ListMetric) -> None:
    assert math.isnan(metric(np.zeros(0, dtype=np.bool_)))


def test_auc_is_the_share_of_pairs_in_the_right_order() -> None:
    assert metrics.auc(np.array([True, False, True, False])) == pytest.approx(3 / 4)
    assert metrics.auc(np.array([False, False, True])) == 0
    assert math.isnan(metrics.auc(np.array([True, True])))


def test_a_list_in_the_proportions_of_the_person_is_calibrated() -> None:
    shares = np.array([3.0, 1.0])
    assert metrics.calibration(shares, np.array([6.0, 2.0])) == pytest.approx(0)
    assert metrics.calibration(shares, np.array([1.0, 1.0])) > 0


def test_an_interest_left_out_costs_its_share_of_log_100() -> None:
    left_out = metrics.calibration(np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    assert left_out == pytest.approx(0.5 * math.log(100) + 0.5 * math.log(0.5 / 0.995))
    assert math.isnan(metrics.calibration(np.array([1.0]), np.array([0.0])))


def test_what_one_event_in_eight_is_about_has_three_bits_of_novelty() -> None:
    assert metrics.novelty(np.array([1 / 8, 1 / 8])) == pytest.approx(3)


def test_the_distance_inside_a_list_is_the_mean_over_its_pairs() -> None:
    same, other = [1.0, 0.0], [0.0, 1.0]
    assert metrics.intra_list_distance(np.array([same, same, other])) == pytest.approx(2 / 3)


def test_one_video_has_no_distance() -> None:
    assert math.isnan(metrics.intra_list_distance(np.ones((1, 2))))


def test_the_interval_holds_the_mean_and_narrows_with_more_people() -> None:
    rng = np.random.default_rng(1)
    few, many = rng.normal(size=20), rng.normal(size=2000)
    of_few, of_many = metrics.bootstrap(few, rng), metrics.bootstrap(many, rng)
    assert of_few.low < of_few.mean < of_few.high
    assert of_many.high - of_many.low < (of_few.high - of_few.low) / 3


def test_people_a_figure_says_nothing_about_are_left_out() -> None:
    assert metrics.bootstrap(np.array([1.0, np.nan, 3.0]), np.random.default_rng(0)).mean == 2.0


def test_nobody_gives_no_figure() -> None:
    assert math.isnan(metrics.bootstrap(np.array([np.nan]), np.random.default_rng(0)).low)


def test_a_small_gain_for_everybody_is_sure_when_people_are_compared_with_themselves() -> None:
    rng = np.random.default_rng(2)
    theirs = rng.normal(size=100)
    ours = theirs + 0.1
    assert metrics.paired_bootstrap(ours, theirs, rng).low > 0
    assert metrics.bootstrap(ours, rng).low < metrics.bootstrap(theirs, rng).high


def test_the_same_seed_gives_the_same_interval() -> None:
    values = np.arange(10.0)
    first, second = (metrics.bootstrap(values, np.random.default_rng(3)) for _ in range(2))
    assert first == second
