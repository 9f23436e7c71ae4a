"""Writing a data set in the form of docs/evaluation.md, and who of its people may be tuned on."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from recsys.catalog import Video

ITEM_COLUMNS: Final = (
    *("item_id", "title", "channel", "channel_id", "tags", "description", "published_at", "view_count"),
    *("duration_seconds", "category", "language"),
)
EVENT_COLUMNS: Final = ("user_id", "item_id", "timestamp", "value", "kind")


def item_row(video: Video) -> dict[str, Any]:
    """Return a video as a row of `items`; the unknown stays empty."""
    return {
        "item_id": video.video_id,
        "title": video.title,
        "channel": video.channel_name,
        "channel_id": video.channel_id,
        "tags": "|".join(tag.replace("|", " ") for tag in video.tags),
        "description": video.description,
        "published_at": None if video.published_at is None else moment(video.published_at),
        "view_count": video.view_count,
        "duration_seconds": video.duration_seconds,
        "category": video.category,
        "language": video.language,
    }


def moment(seconds: float) -> str:
    """Return a time in RFC 3339; films are older than 1970, which bare seconds tell badly."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write one CSV file; None becomes an empty field."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def write_parts(folder: Path, user_ids: Iterable[str], one_in: int) -> None:
    """Write `users`: one person in so many, by a hash of the id, is for development; all others are for reports alone."""
    rows = ({"user_id": user_id, "part": part(user_id, one_in)} for user_id in user_ids)
    write_table(folder / "users.csv", ("user_id", "part"), rows)


def part(user_id: str, one_in: int) -> str:
    """Return `development` for one id in so many, else `held_out`."""
    return "development" if zlib.crc32(user_id.encode()) % one_in == 0 else "held_out"
