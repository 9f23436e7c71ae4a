"""Write a token table as a folder that fastembed loads."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from recsys.arrays import FloatArray

OPSET = 17
IR_VERSION = 8  # the first that knows opset 17: older runtimes load it too


def write_model(table: FloatArray, tokenizer_folder: Path, out: Path) -> None:
    """Write `model.onnx` with the (vocabulary, d) table as int8, and the tokenizer's files beside it.

    Each row has its own scale, for frequent tokens are a hundred times shorter than rare ones. Two outputs: the tokens'
    rows as `last_hidden_state`, for anybody who pools by the mean, and their sum as `sentence_embedding`.
    """
    out.mkdir(parents=True, exist_ok=True)
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-12).astype(np.float32) / 127
    quantised = np.rint(table / scale).astype(np.int8)
    model = helper.make_model(_graph(quantised, scale), opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    onnx.save(model, out / "model.onnx")
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copyfile(tokenizer_folder / name, out / name)


def _graph(table: np.ndarray[tuple[int, ...], np.dtype[np.int8]], scale: FloatArray) -> onnx.GraphProto:
    """Gather, then dequantise: the other order would keep the whole table in memory as float32."""
    width = table.shape[1]
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["quantised"]),
        helper.make_node("Gather", ["scale", "input_ids"], ["scales"]),
        helper.make_node("Cast", ["quantised"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["numbers", "scales"], ["last_hidden_state"]),
        helper.make_node("ReduceSum", ["last_hidden_state", "token_axis"], ["sentence_embedding"], keepdims=0),
    ]
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])]
    outputs = [
        helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["texts", "tokens", width]),
        helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["texts", width]),
    ]
    constants = {"table": table, "scale": scale, "token_axis": np.array([1], dtype=np.int64)}
    tensors = [numpy_helper.from_array(values, name) for name, values in constants.items()]
    return helper.make_graph(nodes, "static_embedding", inputs, outputs, tensors)
