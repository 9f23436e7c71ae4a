"""The embedding models compared in one run, and the catalogues they make of the same videos."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from typing import Final

from recsys.catalog import Catalog, Video
from recsys.embedding import Embedder, video_text

DEFAULT: Final = "default"
TEACHER: Final = "teacher"


def embed_with_both(arguments: argparse.Namespace, videos: Sequence[Video]) -> dict[str, Catalog]:
    """Return the catalogue of videos as the model to judge and as its teacher embeds it."""
    texts = [video_text(video) for video in videos]
    catalogs = {}
    for name, embedder in embedders(arguments).items():
        print(f"{len(texts)} texts, {name} …", flush=True)
        catalogs[name] = Catalog(embedder.dimensions)
        catalogs[name].set_vectors(catalogs[name].put(videos), embedder.embed(texts))
    return catalogs


def embedders(arguments: argparse.Namespace) -> dict[str, Embedder]:
    """Return both models, each with the threads asked for."""
    models = {DEFAULT: arguments.model, TEACHER: str(arguments.teacher)}
    return {name: Embedder(model, threads=arguments.threads) for name, model in models.items()}


def texts_per_second(embedder: Embedder, texts: Sequence[str]) -> float:
    """Return the rate of one pass."""
    started = time.perf_counter()
    embedder.embed(texts)
    return len(texts) / (time.perf_counter() - started)
