"""Trees that add to a ranker's score what a person's clicks say beside it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from recsys.arrays import FloatArray
from recsys.rankers.catboost import BoostedModel
from recsys.rankers.trees import Trees
from recsys.training.examination import Examination
from recsys.training.scale import nats_per_unit
from recsys.training.slates import LoggedSlates

Loss: TypeAlias = Literal["YetiRank", "QueryRMSE", "QuerySoftMax"]
Debias: TypeAlias = Literal["offset", "weights", "place", "none"]

FIRST_PLACE = 0.0


@dataclass(frozen=True, slots=True)
class BoostingConfig:
    """How trees are grown; `recsys.evaluation.debiasing` chose loss and debiasing."""

    loss: Loss = "QuerySoftMax"
    debias: Debias = "offset"
    """How the place is kept out of what is learned.

    offset: the log of the chance that a place is looked at is added while learning and left out when serving.
    weights: a wanted card weighs 1 / that chance (not with YetiRank, which takes no weights).
    place: the place is a feature, held at the first when serving. none: for comparison.
    """
    trees: int = 200
    depth: int = 4
    learning_rate: float = 0.03
    regularisation: float = 30.0
    seed: int = 0

    @property
    def way(self) -> str:
        """What tells it from others in a table."""
        return f"{self.loss}, {self.debias}"


def fit(
    slates: LoggedSlates, base: FloatArray, examined: Examination, config: BoostingConfig | None = None
) -> BoostedModel:
    """Return what is to be added to (r,) base scores; the same slates give the same model, bit for bit.

    Slates in which everything or nothing was wanted tell no order and take no part; raises ValueError when none is left.
    """
    config = config or BoostingConfig()
    told, base = _telling(slates, base)
    if not len(told) or not (told.features != told.features[0]).any():
        raise ValueError("no slate tells what was wanted more than something else")
    looked_at = np.log(examined(told.places)) if config.debias == "offset" else np.zeros(len(base))
    unit = nats_per_unit(told, base, looked_at)
    values = _with_place(told) if config.debias == "place" else told.features
    trees = _grow(values, told, unit * base + looked_at, _weights(told, examined, config), config)
    place = FIRST_PLACE if config.debias == "place" else None
    return BoostedModel(replace(trees, scale=trees.scale / unit, bias=trees.bias / unit), told.feature_names, place)


def _telling(slates: LoggedSlates, base: FloatArray) -> tuple[LoggedSlates, FloatArray]:
    """Return the slates in which some cards were wanted and others not, and their base scores."""
    shown = np.bincount(slates.slates, minlength=len(slates))
    wanted = np.bincount(slates.slates, slates.relevant, minlength=len(slates))
    keep = (wanted > 0) & (wanted < shown)
    return slates.chosen(keep), base[keep[slates.slates]]


def _with_place(slates: LoggedSlates) -> FloatArray:
    return np.column_stack([slates.features, slates.places.astype(np.float32)])


def _weights(slates: LoggedSlates, examined: Examination, config: BoostingConfig) -> FloatArray | None:
    """Return inverse propensities of the wanted cards: what is wanted in a place few look at stands for more that was missed."""
    if config.debias != "weights":
        return None
    return np.where(slates.relevant, 1.0 / examined(slates.places), 1.0)


def _grow(
    values: FloatArray, slates: LoggedSlates, start: FloatArray, weights: FloatArray | None, config: BoostingConfig
) -> Trees:
    """Run CatBoost on one thread, from (r,) scores it starts with and leaves out of its answers."""
    from catboost import CatBoost, Pool

    pool = Pool(
        np.ascontiguousarray(values, dtype=np.float32),
        label=slates.gains,
        group_id=slates.slates,
        baseline=start,
        weight=weights,
    )
    model = CatBoost(
        {
            "loss_function": config.loss,
            "iterations": config.trees,
            "depth": config.depth,
            "learning_rate": config.learning_rate,
            "l2_leaf_reg": config.regularisation,
            "leaf_estimation_iterations": 1,
            "random_seed": config.seed,
            "thread_count": 1,
            "allow_writing_files": False,
            "logging_level": "Silent",
        }
    )
    model.fit(pool)
    return Trees.from_catboost(_exported(model))


def _exported(model: Any) -> dict[str, Any]:
    """Return a model's trees; CatBoost tells them to a file alone, which nobody else can read and which is gone at once."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        model.save_model(file.name, format="json")
        exported: dict[str, Any] = json.load(file)
    return exported
