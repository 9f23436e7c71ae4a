"""The embedding models compared in one run, and the catalogues they make of the same videos."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from recsys.catalog import Catalog, Video
from recsys.embedding import Embedder, video_text


@dataclass(frozen=True, slots=True)
class Embedded:
    """One model's catalogue."""

    model: str
    catalog: Catalog
    texts_per_second: float


def embed(name: str, model: str, videos: Sequence[Video], threads: int) -> Embedded:
    """Return the catalogue of videos with the vectors of a model, which the report calls `name`."""
    embedder = Embedder(model, threads=threads)
    texts = [video_text(video) for video in videos]
    started = time.perf_counter()
    vectors = embedder.embed(texts)
    seconds = time.perf_counter() - started
    catalog = Catalog(embedder.dimensions)
    catalog.set_vectors(catalog.put(videos), vectors)
    return Embedded(name, catalog, len(texts) / seconds)
