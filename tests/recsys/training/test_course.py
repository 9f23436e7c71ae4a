from __future__ import annotations

from dataclasses import replace

import numpy as np

from recsys.evaluation.debiasing import Planting, plant
from recsys.training.course import Trained, has_become_worse, train
from tests.recsys.training.logs import log_of

LIFE = Planting(slates=2_000, order="by base")


def trained(planting: Planting, seed: int = 1) -> Trained:
    planted = plant(planting, np.random.default_rng(seed))
    return train(planted.log, planted.base, planted.base, np.random.default_rng(seed), in_use_name="hybrid")


def test_fifty_slates_of_noise_are_refused() -> None:
    result = trained(replace(LIFE, slates=50, rarity=0.0, effect=0.0))
    assert result.model is not None
    assert not result.decision.passed


def test_an_effect_the_formula_cannot_know_is_found_in_two_thousand_slates() -> None:
    result = trained(LIFE)
    assert result.decision.passed
    assert result.decision.figures["gain low"] > 0


def test_where_there_is_nothing_to_find_nothing_passes_however_much_is_logged() -> None:
    assert not trained(replace(LIFE, effect=0.0)).decision.passed


def test_it_is_too_early_before_there_is_enough_to_judge_by() -> None:
    log = log_of([[1, 0, 0]] * 10)
    result = train(log, log.gains, log.gains, np.random.default_rng(0))
    assert (result.model, result.decision.passed) == (None, False)
    assert "too early" in result.decision.reason


def test_pages_that_were_wanted_as_a_whole_tell_nothing() -> None:
    log = log_of([[1, 1, 1]] * 200)
    result = train(log, np.zeros(600), np.zeros(600), np.random.default_rng(0))
    assert result.model is None
    assert "no page tells" in result.decision.reason


def test_a_model_that_lost_what_it_had_is_noticed() -> None:
    log = log_of([[0, 0, 0, 1]] * 60)
    right, wrong = log.gains, -log.gains
    worse = [has_become_worse(log, base, now, np.random.default_rng(0)) for base, now in
             ((right, wrong), (right, right), (wrong, right))]  # fmt: skip
    assert worse == [True, False, False]
    assert not has_become_worse(log_of([[0, 0]] * 10), np.zeros(20), np.zeros(20), np.random.default_rng(0))


def test_one_page_that_happens_to_be_ordered_worse_takes_nothing_back() -> None:
    log = log_of([[0, 0, 0, 1]] * 40 + [[0, 0, 0, 0]] * 9 + [[0, 0, 0, 1]])
    assert not has_become_worse(log, log.gains, -log.gains, np.random.default_rng(0))
