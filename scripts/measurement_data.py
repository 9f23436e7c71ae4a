"""Read the data the measurements use: real videos, conference talks, films with plots and their ratings.

The files are described in the README beside each; none of their text or ratings is part of the project.
"""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet

from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Video


@dataclass(frozen=True, slots=True)
class Ratings:
    """One entry per rating, in the order of the file."""

    user: IntArray
    item: IntArray
    """Index into the films."""
    value: FloatArray
    """1 to 5 stars."""
    rated_at: FloatArray


def trending_videos(data: Path) -> list[Video]:
    """Return the videos of youtube-trending-2026; they have tags and no description."""
    return [
        Video(
            video_id=row["video_id"],
            title=row["title"] or "",
            channel_id=row["channel_id"],
            channel_name=row["channel_title"],
            tags=_split(row["tags"], ","),
            category=row["category_name"],
            language=row["default_language"],
            duration_seconds=row["duration_s"],
            view_count=row["views"],
            published_at=datetime.fromisoformat(row["published_at"]).timestamp(),
            is_live=bool(row["is_live"]),
        )
        for row in parquet.read_table(data / "youtube-trending-2026" / "videos.parquet").to_pylist()
    ]


def talks(data: Path) -> list[Video]:
    """Return the conference talks of pyvideo; the event stands for the channel."""
    return [
        Video(
            video_id=row["video_id"],
            title=row["title"] or "",
            channel_name=row["event"].replace("-", " "),
            tags=_split(row["tags"], "|"),
            description=row["description"] or "",
        )
        for row in parquet.read_table(data / "pyvideo-talks" / "talks.parquet").to_pylist()
    ]


def audited_videos(data: Path) -> list[Video]:
    """Return the videos of youtube-audit-2019: five narrow topics, whole descriptions, no channel."""
    with gzip.open(data / "youtube-audit-2019" / "uniqueResults.csv.gz", "rt", encoding="latin-1") as file:
        return [
            Video(video_id=row["vid_url"][-11:], title=row["vid_title"], description=row["description"])
            for row in csv.DictReader(file)
        ]


def film_titles(data: Path) -> list[Video]:
    """Return the films of ml-latest-small: a title with its year, and genres as tags."""
    with gzip.open(data / "ml-latest-small" / "movies.csv.gz", "rt", encoding="utf-8") as file:
        return [
            Video(
                video_id=f"film-{row['movieId']}",
                title=row["title"],
                tags=_split(row["genres"], "|"),
                published_at=_new_year(row["title"].strip()[-5:-1]),
            )
            for row in csv.DictReader(file)
        ]


def films(data: Path) -> list[Video]:
    """Return the films of ml-100k with genres as tags and the plot as description."""
    with gzip.open(data / "ml-100k" / "items_info.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Video(
            row["movielens_id"],
            title=row["title"],
            tags=_split(row["genres"], ","),
            description=row["plot"] or "",
            published_at=_new_year(row["year"]),
        )
        for row in rows
    ]


def film_ratings(data: Path, catalogue: list[Video]) -> Ratings:
    """Return the ratings of ml-100k for the films given."""
    index = {film.video_id: number for number, film in enumerate(catalogue)}
    with gzip.open(data / "ml-100k" / "u.data.gz", "rt") as file:
        rows = [line.split("\t") for line in file]
    kept = np.array([[int(user), index[item], int(value), int(at)] for user, item, value, at in rows if item in index])
    return Ratings(kept[:, 0], kept[:, 1], kept[:, 2].astype(np.float64), kept[:, 3].astype(np.float64))


def small_film_ratings(data: Path, catalogue: list[Video]) -> Ratings:
    """Return the ratings of ml-latest-small for the films given; they have half stars too."""
    index = {film.video_id: number for number, film in enumerate(catalogue)}
    with gzip.open(data / "ml-latest-small" / "ratings.csv.gz", "rt") as file:
        rows = [(row, f"film-{row['movieId']}") for row in csv.DictReader(file)]
    kept = [(row, index[film]) for row, film in rows if film in index]
    return Ratings(
        user=np.array([int(row["userId"]) for row, _ in kept]),
        item=np.array([item for _, item in kept]),
        value=np.array([float(row["rating"]) for row, _ in kept]),
        rated_at=np.array([float(row["timestamp"]) for row, _ in kept]),
    )


def _new_year(year: str | None) -> float | None:
    """Return the first moment of a year, None for what is no year."""
    return datetime(int(year), 1, 1, tzinfo=UTC).timestamp() if year and year.isdigit() else None


def _split(text: str | None, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(separator) if part.strip())
