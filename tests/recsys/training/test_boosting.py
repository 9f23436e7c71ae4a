from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.evaluation.debiasing import Planting, plant
from recsys.rankers import BoostedModel
from recsys.training.boosting import BoostingConfig, fit
from recsys.training.examination import Examination, examination
from recsys.training.scale import nats_per_unit
from tests.recsys.training.logs import log_of

SMALL = Planting(slates=150)


def test_the_same_slates_give_the_same_model_bit_for_bit() -> None:
    planted = plant(SMALL, np.random.default_rng(1))
    examined = examination(planted.log, planted.base)
    once, again = (fit(planted.log, planted.base, examined).to_bytes() for _ in range(2))
    assert once == again


@pytest.mark.parametrize("config", [BoostingConfig("YetiRank", "place"), BoostingConfig("QueryRMSE", "weights")])
def test_other_losses_learn_too(config: BoostingConfig) -> None:
    planted = plant(SMALL, np.random.default_rng(1))
    model = fit(planted.log, planted.base, Examination.even(), replace(config, trees=20))
    assert model.place == (0.0 if config.debias == "place" else None)
    assert np.isfinite(model(planted.log.features)).all()
    assert model(planted.log.features).std() > 0


def test_slates_that_tell_no_order_are_refused() -> None:
    alike = log_of([[0, 1]] * 30)
    for log in (log_of([]), log_of([[0, 0]] * 30), log_of([[1, 1], [1]]), alike):
        with pytest.raises(ValueError, match="no slate"):
            fit(log, np.zeros(len(log.slates)), Examination.even())


def test_two_slates_are_enough_to_learn_that_there_is_nothing_to_ask() -> None:
    log = log_of([[0, 1]] * 2)
    log.features[:] = np.random.default_rng(1).normal(size=log.features.shape)
    model = fit(log, np.zeros(4), Examination.even())
    assert np.isfinite(model(log.features)).all()
    assert BoostedModel.from_bytes(model.to_bytes())(log.features).tolist() == model(log.features).tolist()


def test_a_scale_is_found_whatever_the_ranker_counts_in() -> None:
    planted = plant(Planting(slates=600, effect=0.0, steepness=0.0), np.random.default_rng(3))
    nothing = np.zeros(len(planted.base))
    factor = nats_per_unit(planted.log, planted.base, nothing)
    assert 0.7 < factor < 1.2  # the planted truth: a point of the base is a nat of the odds
    assert nats_per_unit(planted.log, planted.base * 20, nothing) == pytest.approx(factor / 20, rel=0.05)


def test_a_ranker_that_knows_nothing_is_hardly_believed() -> None:
    planted = plant(Planting(slates=300), np.random.default_rng(4))
    assert nats_per_unit(planted.log, -planted.base, np.zeros(len(planted.base))) == pytest.approx(0.02)
