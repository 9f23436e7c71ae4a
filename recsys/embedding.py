"""Texts to unit vectors through fastembed: the only place of this package that opens a model file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from recsys.arrays import FloatArray, unit_rows

if TYPE_CHECKING:
    from fastembed import TextEmbedding

    from recsys.catalog import Video

DEFAULT_MODEL: Final = "ownfeed/static"
STATIC_MODEL_DIR: Final = Path(__file__).parent / "static_model"
BATCH_SIZE: Final = 64  # larger batches pad short titles to the longest tag list
TAGS_LENGTH: Final = 200  # characters; a card's tags repeat themselves beyond this
HEAD_LENGTH: Final = 300  # characters of description and of transcript


class Embedder:
    """Turn texts into unit vectors with one model.

    model: `DEFAULT_MODEL` (packaged, no network), a folder with `model.onnx`, `tokenizer.json` and
        `tokenizer_config.json` (no network either; mean pooling), or any model name fastembed knows, which
        fastembed then fetches into `cache_dir`.
    threads: threads of one onnxruntime session.

    Raises ValueError for a name that is none of the three, and for a folder without a model.
    """

    def __init__(self, model: str = DEFAULT_MODEL, *, threads: int = 1, cache_dir: str | None = None) -> None:
        self.name: str = model
        self._model = _load(model, threads, cache_dir)
        self.dimensions: int = len(next(iter(self._model.embed(["a"]))))

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Return (n, d) float32 rows of length 1; a zero row where a text holds no known token, never NaN."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        filled = [index for index, text in enumerate(texts) if text.strip()]
        # Texts of like length share a batch: padding is what costs.
        filled.sort(key=lambda index: len(texts[index]))
        vectors = self._model.embed([texts[index] for index in filled], batch_size=BATCH_SIZE)
        for index, vector in zip(filled, vectors, strict=True):
            rows[index] = vector
        return unit_rows(rows)


def video_text(video: Video, transcript: str = "") -> str:
    """Return what is embedded of a video: title. channel. tags. head of description. head of transcript."""
    tags = ", ".join(video.tags)[:TAGS_LENGTH]
    parts = (video.title, video.channel_name or "", tags, video.description[:HEAD_LENGTH], transcript[:HEAD_LENGTH])
    return ". ".join(part.strip() for part in parts if part.strip())


def _load(model: str, threads: int, cache_dir: str | None) -> TextEmbedding:
    from fastembed import TextEmbedding

    if model == DEFAULT_MODEL:
        folder, output_name = STATIC_MODEL_DIR, "sentence_embedding"
    elif (Path(model) / "model.onnx").is_file():
        folder, output_name = Path(model), None
    elif Path(model).is_absolute() or Path(model).is_dir():  # else it would be looked for on the network
        raise ValueError(f"There is no model.onnx in {model}.")
    else:
        return TextEmbedding(model, threads=threads, cache_dir=cache_dir)
    _register(model, output_name)
    return TextEmbedding(model, threads=threads, specific_model_path=str(folder))


def _register(model: str, output_name: str | None) -> None:
    """Tell fastembed of a model in a folder, once in a process."""
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType

    if any(known["model"].lower() == model.lower() for known in TextEmbedding.list_supported_models()):
        return
    TextEmbedding.add_custom_model(
        model,
        # The static model sums its rows itself: fastembed's pooling in float64 would take most of the time.
        pooling=PoolingType.DISABLED if output_name else PoolingType.MEAN,
        normalization=True,
        sources=ModelSource(hf=model),  # asked for by fastembed, never used: the folder is given at loading
        dim=1,  # fastembed only reports it; `Embedder.dimensions` is read from a vector
        model_file="model.onnx",
        output_name=output_name,
    )
