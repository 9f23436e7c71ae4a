"""200 cards of 30 features through a trained model: by CatBoost itself, and by the numpy that serves, on one thread."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from catboost import CatBoost, Pool

from recsys.rankers.trees import Trees
from recsys.training.boosting import BoostingConfig

CARDS, FEATURES = 200, 30
CALLS = 500


def measure() -> dict[str, float]:
    """Return milliseconds of a call, prebuilt arrays, and the ratio of the two."""
    rng = np.random.default_rng(4)
    model, trees = _trained(rng)
    page = rng.normal(size=(CARDS, FEATURES)).astype(np.float32)
    assert np.array_equal(trees(page), model.predict(page, thread_count=1)), "the two must say the same bits"
    ours, ours_99 = _milliseconds(lambda: trees(page))
    theirs, theirs_99 = _milliseconds(lambda: model.predict(page, thread_count=1))
    return {
        "200 x 30 by numpy p50 ms": ours, "200 x 30 by numpy p99 ms": ours_99,
        "200 x 30 by CatBoost p50 ms": theirs, "200 x 30 by CatBoost p99 ms": theirs_99,
        "numpy / CatBoost": ours / theirs,
    }  # fmt: skip


def _trained(rng: np.random.Generator) -> tuple[CatBoost, Trees]:
    """Return a model as large as those that serve, and its trees."""
    values = rng.normal(size=(12_000, FEATURES)).astype(np.float32)
    wanted = rng.random(12_000) < 1 / (1 + np.exp(2 - values[:, :6].sum(axis=1)))
    config = BoostingConfig()
    model = CatBoost(
        {"loss_function": config.loss, "iterations": config.trees, "depth": config.depth, "thread_count": 1,
         "leaf_estimation_iterations": 1, "random_seed": 0, "logging_level": "Silent", "allow_writing_files": False}
    )  # fmt: skip
    model.fit(Pool(values, wanted.astype(float), group_id=np.repeat(np.arange(1_000), 12)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return model, Trees.from_catboost(json.loads(path.read_text(encoding="utf-8")))


def _milliseconds(call: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the 99th percentile of a call."""
    for _ in range(20):
        call()
    taken = []
    for _ in range(CALLS):
        began = time.perf_counter()
        call()
        taken.append(1e3 * (time.perf_counter() - began))
    return float(np.median(taken)), float(np.percentile(taken, 99))
