from __future__ import annotations

import numpy as np
import pytest

from recsys.training.examination import Examination
from recsys.training.gate import compared, judge, split_newest, too_early
from tests.recsys.training.logs import log_of

EVEN = Examination.even()


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


WANTED_LAST = log_of([[0, 0, 0, 1]] * 40)
RIGHT, WRONG = WANTED_LAST.gains, -WANTED_LAST.gains


def test_what_orders_every_page_better_passes_and_the_sentence_says_by_how_much() -> None:
    decision = judge(WANTED_LAST, RIGHT, WRONG, EVEN, rng(), "hybrid")
    assert decision.passed
    assert decision.reason.startswith("It orders the newest pages better than hybrid does: ndcg@10 1.000 against 0.431")


def test_what_orders_alike_does_not_pass() -> None:
    decision = judge(WANTED_LAST, RIGHT, RIGHT, EVEN, rng(), "hybrid")
    assert not decision.passed
    assert "no better than hybrid" in decision.reason


def test_what_is_better_on_the_average_but_not_surely_does_not_pass() -> None:
    ours = np.where(WANTED_LAST.slates < 35, RIGHT, WRONG)
    theirs = np.where(WANTED_LAST.slates < 7, WRONG, RIGHT)
    decision = judge(WANTED_LAST, ours, theirs, EVEN, rng())
    assert decision.figures["gain"] > 0 > decision.figures["gain low"]
    assert not decision.passed
    assert "not surely better" in decision.reason


def test_what_is_better_and_still_bad_does_not_pass() -> None:
    """0.3 and 0.6 are asked of the order itself, however bad the one in use is."""
    long = log_of([[*[0] * 19, 1]] * 40)
    middling = -np.abs(long.places - 9.0) - 5 * (long.gains > 0)
    worst = -long.gains
    decision = judge(long, np.where(long.gains > 0, -9.5, middling), worst, EVEN, rng())
    assert not decision.passed
    assert "too badly" in decision.reason


def test_a_wanted_card_far_down_counts_more_than_the_one_everybody_looks_at() -> None:
    log = log_of([[1, 0, 1]] * 5)
    steep = Examination(np.array([1.0, 0.5, 0.1, *[0.1] * 9]))
    shown = compared(log, -log.places.astype(float), log.places.astype(float), steep, rng())
    assert shown["ndcg@10"] < shown["ndcg@10 in use"]


def test_a_slate_counts_by_what_its_cards_are_worth() -> None:
    log = log_of([[1, 0], [0, 1]])
    steep = Examination(np.array([1.0, 0.2, *[0.2] * 10]))
    figures = compared(log, -log.places.astype(float), log.places.astype(float), steep, rng())
    assert figures["ndcg@10"] == pytest.approx((1 + 5 / np.log2(3)) / 6)
    assert figures["auc"] == pytest.approx(1 / 6)


def test_the_figures_are_those_of_any_textbook() -> None:
    log = log_of([[1, 0, 0, 1]])
    figures = compared(log, np.array([4.0, 3, 2, 1]), np.array([1.0, 2, 3, 4]), EVEN, rng())
    assert figures["ndcg@10"] == pytest.approx((1 + 1 / np.log2(5)) / (1 + 1 / np.log2(3)))
    assert figures["auc"] == pytest.approx(0.5)


def test_a_small_log_is_too_early_and_says_what_is_missing() -> None:
    refusal = too_early(log_of([[1, 0, 0, 0]] * 10))
    assert refusal is not None
    assert refusal.reason == "It is too early: 40 of 500 cards seen, 10 of 20 wanted."
    assert too_early(log_of([[1, 0, 0, 0]] * 125)) is None
    assert too_early(log_of([[0, 0, 0, 0]] * 125)) is not None


@pytest.mark.parametrize("told", [0, 1, 3, 9])
def test_a_few_pages_that_happen_to_be_ordered_better_prove_nothing(told: int) -> None:
    """Of one page, one order of two is always better; of nine, too often on nearly all."""
    log = log_of([[0, 0, 0, 1]] * told + [[0, 0, 0, 0]] * (40 - told))
    decision = judge(log, log.gains, -log.gains, EVEN, rng())
    assert not decision.passed
    assert f"wanted on {told} of the newest pages, or days, and must be on 10" in decision.reason
    enough = log_of([[0, 0, 0, 1]] * 10)
    assert judge(enough, enough.gains, -enough.gains, EVEN, rng()).passed


def test_the_newest_fifth_is_held_out() -> None:
    older, newest = split_newest(WANTED_LAST)
    assert (len(older), len(newest)) == (32, 8)
    assert older.made_at.max() < newest.made_at.min()


def test_slates_that_say_nothing_decide_nothing() -> None:
    silent = log_of([[0, 0]] * 10)
    decision = judge(silent, silent.gains, silent.gains, EVEN, rng())
    assert not decision.passed
