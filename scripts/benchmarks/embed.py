"""Titles and full texts through the default embedding model, beside a TF-IDF of the same texts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from recsys.embedding import Embedder, video_text

from .videos import made_up

TEXTS = 8_000


def measure() -> dict[str, float]:
    """Return texts per second."""
    videos = [one.as_video() for one in made_up(TEXTS, now=1.8e9, rng=np.random.default_rng(3))]
    titles = [video.title for video in videos]
    texts = [video_text(video) + " " + " ".join(titles[n : n + 12]) for n, video in enumerate(videos)]
    embedder = Embedder()
    embedder.embed(titles[:64])
    return {
        "titles per s": _rate(embedder.embed, titles),
        "full texts (about 60 words) per s": _rate(embedder.embed, texts),
        "tf-idf of the titles per s": _rate(TfidfVectorizer().fit_transform, titles),
    }


def _rate(embed: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    began = time.perf_counter()
    embed(texts)
    return len(texts) / (time.perf_counter() - began)
