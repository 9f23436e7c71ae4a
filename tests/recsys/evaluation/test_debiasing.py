from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.evaluation.debiasing import WAYS, Choice, Planting, choose_loss, of_slates, plant
from recsys.metrics import paired_bootstrap
from recsys.training.boosting import BoostingConfig, fit
from recsys.training.examination import examination

LOGS = (
    Planting(slates=500, order="adverse"),  # what the formula does not know of a card stood behind, where few looked
    Planting(slates=500, order="by base"),  # as in life: the formula made the order
    Planting(slates=500, order="by base", effect=0.0),  # nothing is to be found: what is learned is noise
)


@pytest.fixture(scope="module")
def choice() -> Choice:
    """Learn in every way from clicks that depend on the place, and judge by slates whose truth is known."""
    rng = np.random.default_rng(2)
    logs = [(plant(each, rng), plant(replace(each, order="independent"), rng)) for each in LOGS]
    return choose_loss(
        logs, rng, [way for way in WAYS if way.way != "YetiRank, none"]
    )  # the slowest, and compared with nothing


def test_the_default_is_the_way_that_finds_what_is_wanted(choice: Choice) -> None:
    assert choice.config.way == BoostingConfig().way
    assert choice.gains[BoostingConfig().way].low > 0


@pytest.mark.parametrize(
    ("debiased", "naive"),
    [
        ("QuerySoftMax, offset", "QuerySoftMax, none"),
        ("QuerySoftMax, weights", "QuerySoftMax, none"),
        ("QueryRMSE, weights", "QueryRMSE, none"),
    ],
)
def test_who_takes_the_place_for_taste_orders_worse(choice: Choice, debiased: str, naive: str) -> None:
    assert choice.gains[debiased].low > choice.gains[naive].high


def test_learning_from_biased_clicks_can_be_worse_than_not_learning_at_all() -> None:
    """Here the cards with the effect always stand behind, so that clicks speak against them."""
    rng = np.random.default_rng(6)
    planting = Planting(slates=400, order="adverse", effect=0.5, steepness=1.5)
    log, judged = plant(planting, rng), plant(replace(planting, order="independent"), rng)
    naive = fit(log.log, log.base, examination(log.log, log.base), BoostingConfig(debias="none"))
    gain = of_slates(judged, judged.base + naive(judged.log.features)) - of_slates(judged, judged.base)
    assert paired_bootstrap(gain, np.zeros(len(gain)), rng).high < 0
