from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from catboost import CatBoost, Pool
from hypothesis import given
from hypothesis import strategies as st

from recsys import features
from recsys.features import FEATURE_NAMES, Features
from recsys.rankers import TRAINED, BoostedModel, BoostedRanker, HybridRanker
from recsys.rankers.trees import Trees
from tests.recsys.planted import HOME, NO_LIMITS, boosted, checkerboard, events, taste_of


def learned(tmp_path: Path, *, unknown: float, depth: int = 4) -> tuple[CatBoost, Trees]:
    """Return a model CatBoost trained on noise, and its trees."""
    rng = np.random.default_rng(1)
    values = rng.normal(size=(600, 12)).astype(np.float32)
    values[rng.random(values.shape) < unknown] = np.nan
    wanted = (np.nan_to_num(values[:, 0] * values[:, 1]) > rng.normal(size=600)).astype(float)
    model = CatBoost({"iterations": 40, "depth": depth, "loss_function": "RMSE", "thread_count": 1, "verbose": False,
                      "allow_writing_files": False})  # fmt: skip
    model.fit(Pool(values, wanted))
    model.save_model(str(tmp_path / "model.json"), format="json")
    return model, Trees.from_catboost(json.loads((tmp_path / "model.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("unknown", [0.0, 0.2])
@pytest.mark.parametrize("depth", [1, 5])
def test_our_trees_say_bit_for_bit_what_catboost_says(tmp_path: Path, unknown: float, depth: int) -> None:
    model, trees = learned(tmp_path, unknown=unknown, depth=depth)
    rng = np.random.default_rng(2)
    asked = rng.normal(size=(500, 12)).astype(np.float32)
    asked[rng.random(asked.shape) < unknown] = np.nan
    assert np.array_equal(trees(asked), model.predict(asked, thread_count=1))


def test_trees_are_the_same_after_being_stored(tmp_path: Path) -> None:
    _, trees = learned(tmp_path, unknown=0.1)
    model = BoostedModel(trees, FEATURE_NAMES, place=0.0, version="2026-11-25")
    again = BoostedModel.from_bytes(model.to_bytes())
    asked = np.random.default_rng(3).normal(size=(50, 12))
    assert np.array_equal(again.trees(asked), trees(asked))
    assert (again.feature_names, again.place, again.version) == (FEATURE_NAMES, 0.0, "2026-11-25")


@pytest.mark.parametrize("stored", [b"", b"[]", b"{}", b"null", b'{"trees": {}}', b"\xff"])
def test_what_is_no_model_is_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        BoostedModel.from_bytes(stored)


def test_a_model_of_other_features_than_todays_cannot_serve() -> None:
    other = replace(boosted().model, feature_names=(*FEATURE_NAMES, "shoe_size"))
    with pytest.raises(ValueError, match="other features"):
        TRAINED["catboost"](other.to_bytes(), HybridRanker())


def test_the_trees_are_added_to_the_ranker_they_stand_on() -> None:
    table = given_table()
    ranker = boosted((0.0, 5.0), "log_views", 10.0)
    scores, base = ranker(table, HOME), HybridRanker()(table, HOME)
    added = scores.total - base.total
    assert added == pytest.approx(np.where(table["log_views"] > 10.0, 5.0, 0.0))
    assert scores.parts.keys() == base.parts.keys()


def test_a_model_that_learned_from_the_place_takes_every_card_to_stand_first() -> None:
    by_place = Trees(
        np.array([[len(FEATURE_NAMES)]]), np.array([[0.5]], np.float32), np.array([[1.0, -1.0]]), scale=1.0, bias=0.0
    )
    ranker = BoostedRanker(BoostedModel(by_place, FEATURE_NAMES, place=0.0), HybridRanker())
    table = given_table()
    assert np.array_equal(ranker(table, HOME).total, HybridRanker()(table, HOME).total + 1.0)


def test_its_version_tells_the_model_and_what_it_stands_on() -> None:
    assert boosted().version == "1 on hybrid 7"


@given(st.integers(0, 40))
def test_a_logged_table_is_scored_like_the_table_that_was_served(count: int) -> None:
    table = given_table(count)
    for ranker in (HybridRanker(), boosted()):
        assert np.array_equal(ranker(Features.logged(table.values), HOME).total, ranker(table, HOME).total)


def given_table(count: int = 40) -> Features:
    catalog = checkerboard()
    taste = taste_of(catalog, [*events("rust", range(5)), *events("bread", range(5))])
    return features.build(catalog, taste, np.arange(count), NO_LIMITS, HOME, np.arange(float(count)))
