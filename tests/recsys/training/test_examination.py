from __future__ import annotations

import numpy as np
import pytest

from recsys.evaluation.debiasing import Order, Planting, plant
from recsys.training.examination import LEAST, Examination, examination
from tests.recsys.training.logs import log_of

PLACES = np.arange(8)


@pytest.mark.parametrize("order", ["independent", "by base"])
@pytest.mark.parametrize("steepness", [0.0, 0.5, 1.0])
def test_the_planted_curve_is_found_also_where_the_best_stand_in_front(order: Order, steepness: float) -> None:
    planting = Planting(order=order, steepness=steepness, effect=0.0)
    planted = plant(planting, np.random.default_rng(1))
    found = examination(planted.log, planted.base)(PLACES)
    np.testing.assert_allclose(found, np.maximum(planting.looked_at(PLACES), LEAST), atol=0.17)


def test_plain_click_rates_would_take_good_cards_for_a_good_place() -> None:
    planting = Planting(order="by base", steepness=0.0, effect=0.0)
    planted = plant(planting, np.random.default_rng(1))
    rates = [planted.log.relevant[planted.log.places == place].mean() for place in (0, 7)]
    assert rates[1] / rates[0] < 0.5 < examination(planted.log, planted.base)(PLACES)[7]


def test_it_never_rises_and_never_falls_below_the_least() -> None:
    planted = plant(Planting(slates=60, order="adverse", steepness=2.0), np.random.default_rng(2))
    found = examination(planted.log, planted.base)(np.arange(300))
    assert (np.diff(found) <= 0).all()
    assert (found.max(), found.min() >= LEAST) == (1.0, True)


def test_without_a_click_every_place_is_taken_to_be_looked_at_alike() -> None:
    for log in (log_of([]), log_of([[0, 0, 0]] * 10)):
        assert np.array_equal(examination(log, np.zeros(len(log.slates)))(PLACES), Examination.even()(PLACES))
