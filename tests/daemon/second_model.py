"""Another embedding model than the packaged one: small, real, of another width, and needing nothing beside the project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from recsys.arrays import FloatArray
from recsys.embedding import STATIC_MODEL_DIR
from scripts.distillation.model_file import write_model

DIMENSIONS = 48


def write_second_model(folder: Path) -> str:
    """Write a model that sees the packaged one's tokens from one side, turned by chance; return its name."""
    sides = np.random.default_rng(5).normal(size=(256, DIMENSIONS)).astype(np.float32)
    write_model(_table() @ sides, STATIC_MODEL_DIR, folder)
    return str(folder)


def _table() -> FloatArray:
    graph = onnx.load(STATIC_MODEL_DIR / "model.onnx").graph
    told = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    table: FloatArray = told["table"].astype(np.float32) * told["scale"]
    return table
