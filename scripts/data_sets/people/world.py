"""The videos the people choose from: real ones, placed in a latent space made of words, audiences and channels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow.parquet as parquet
from scipy import sparse
from scipy.sparse.linalg import svds

from recsys.arrays import DAY_SECONDS, FloatArray, IntArray, unit_rows
from recsys.catalog import Video
from scripts import measurement_data
from scripts.data_sets.people.parameters import Group

FEWEST_VIDEOS: Final = 3
"""A token that fewer videos have places none of them."""


@dataclass(frozen=True, slots=True)
class World:
    """n videos, in the order of `videos`."""

    videos: list[Video]
    latent: FloatArray
    """(n, d) unit vectors."""
    channel: IntArray
    """(n,) codes."""
    series: IntArray
    """(n,) codes, -1 for a video of no series."""
    language: IntArray
    """(n,) codes."""
    views: FloatArray
    """(n,) log views, standardised."""
    views_per_day: FloatArray
    """(n,) log views per day until the data end, standardised."""
    published_at: FloatArray
    log_minutes: FloatArray
    ends_at: float
    """Seconds since the epoch: when the data end."""

    def __len__(self) -> int:
        """Return n."""
        return len(self.videos)


def read_world(source: Path, parameters: Group, rng: np.random.Generator) -> World:
    """Read the trending videos of channels drawn by chance."""
    videos = measurement_data.trending_videos(source)
    countries = _countries(source)
    ids = sorted({video.channel_id or "" for video in videos})
    drawn = set(rng.choice(ids, parameters.channels, replace=False).tolist())
    videos = [video for video in videos if video.channel_id in drawn]
    published_at = np.array([video.published_at for video in videos], dtype=np.float64)
    ends_at = float(published_at.max()) + DAY_SECONDS
    views = np.log1p([float(video.view_count or 0) for video in videos])
    return World(
        videos=videos,
        latent=_latent(videos, [countries[video.video_id] for video in videos], parameters, rng),
        channel=_codes([video.channel_id for video in videos]),
        series=_series(videos, parameters.series_words),
        language=_codes([video.language for video in videos]),
        views=_standardised(views),
        views_per_day=_standardised(views - np.log1p((ends_at - published_at) / DAY_SECONDS)),
        published_at=published_at,
        log_minutes=np.log(np.maximum([video.duration_seconds or 60.0 for video in videos], 5.0) / 60.0),
        ends_at=ends_at,
    )


def _countries(source: Path) -> dict[str, list[str]]:
    table = parquet.read_table(source / "youtube-trending-2026" / "videos.parquet", columns=["video_id", "countries"])
    return {row["video_id"]: (row["countries"] or "").split(",") for row in table.to_pylist()}


def _latent(
    videos: Sequence[Video], countries: Sequence[list[str]], parameters: Group, rng: np.random.Generator
) -> FloatArray:
    """Return the left singular vectors, scaled and of length 1, of the weighted videos × tokens matrix."""
    ids: defaultdict[tuple[str, str], int] = defaultdict(lambda: len(ids))
    rows, columns, weights = [], [], []
    for row, (video, charts) in enumerate(zip(videos, countries, strict=True)):
        for token, weight in _tokens(video, charts, parameters.token_weights):
            rows.append(row)
            columns.append(ids[token])
            weights.append(weight)
    counts = Counter(columns)
    kept = [index for index, column in enumerate(columns) if counts[column] >= FEWEST_VIDEOS]
    rarity = np.log(len(videos) / np.array([counts[columns[index]] for index in kept]))
    values = np.array([weights[index] for index in kept]) * rarity
    places = (np.array(rows)[kept], np.array(columns)[kept])
    matrix = sparse.csr_matrix((values, places), (len(videos), len(ids)))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel()
    matrix = sparse.diags(1 / np.maximum(norms, 1e-9)) @ matrix
    left, singular, _ = svds(matrix, k=parameters.dimensions, v0=rng.normal(size=min(matrix.shape)))
    return unit_rows((left * np.sqrt(singular)).astype(np.float32))


def _tokens(
    video: Video, countries: Sequence[str], weights: Mapping[str, float]
) -> Iterator[tuple[tuple[str, str], float]]:
    """Yield (kind, text) tokens; many of a kind share its weight, by the root of their number."""
    kinds: dict[str, list[str]] = {
        "tag": [tag.casefold() for tag in video.tags],
        "title": re.findall(r"[^\W\d_]{3,}", video.title.casefold()),
        "category": [video.category or ""],
        "language": [video.language or ""],
        "country": list(countries),
        "channel": [video.channel_id or ""],
    }
    for kind, texts in kinds.items():
        for text in set(texts):
            yield (kind, text), weights[kind] / np.sqrt(len(set(texts)))


def _series(videos: Sequence[Video], words: int) -> IntArray:
    """Return codes of channel and first words of the title, where at least two videos share them; -1 else."""
    keys = [(video.channel_id, _beginning(video.title, words)) for video in videos]
    counts = Counter(keys)
    codes: dict[Any, int] = {}
    return np.array([codes.setdefault(key, len(codes)) if key[1] and counts[key] > 1 else -1 for key in keys])


def _beginning(title: str, words: int) -> str:
    found = re.findall(r"[^\W\d_]+", title.casefold())
    return " ".join(found[:words]) if len(found) >= words else ""


def _codes(names: Sequence[str | None]) -> IntArray:
    codes: dict[str | None, int] = {}
    return np.array([codes.setdefault(name, len(codes)) for name in names], dtype=np.int64)


def _standardised(values: FloatArray) -> FloatArray:
    return np.asarray((values - values.mean()) / values.std())
