"""Read a data set: a folder with `items` and `events`, each as .csv, .csv.gz or .parquet.

items: item_id, title, and what is known of channel, tags (by | or comma), description, published_at, view_count.
events: user_id, item_id, and if known timestamp and value in [0, 1] (the fraction watched; absent: all of it).
Times are seconds since the epoch or RFC 3339. Only this package's evaluation reads files; the rankers never do.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from recsys.catalog import Video
from recsys.history import Event, EventKind

Row: TypeAlias = Mapping[str, Any]


class UnusableDataSet(ValueError):
    """A folder that is not a data set; the message says what to change."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """Items, and what each person did in the order of time."""

    videos: list[Video]
    events: dict[str, list[Event]]
    has_times: bool


def read_data_set(folder: Path) -> DataSet:
    """Read a folder.

    Raises:
        UnusableDataSet: a file or a column is missing, or a value cannot be read.
    """
    videos = [_video(row) for row in _rows(folder, "items", ("item_id", "title"))]
    known = {video.video_id for video in videos}
    events: dict[str, list[Event]] = {}
    has_times = True
    for number, row in enumerate(_rows(folder, "events", ("user_id", "item_id"))):
        has_times = has_times and bool(row.get("timestamp"))
        if str(row["item_id"]) in known:
            events.setdefault(str(row["user_id"]), []).append(_event(row, number))
    for of_person in events.values():
        of_person.sort(key=lambda event: event.occurred_at)
    return DataSet(videos, events, has_times)


def _rows(folder: Path, name: str, required: Iterable[str]) -> list[Row]:
    readers = {".csv": _read_csv, ".csv.gz": _read_csv, ".parquet": _read_parquet}
    for suffix, read in readers.items():
        if (path := folder / f"{name}{suffix}").is_file():
            rows = read(path)
            missing = [column for column in required if rows and column not in rows[0]]
            if missing or not rows:
                raise UnusableDataSet(f"{path} needs rows and a column {missing[0] if missing else 'header'}: add it.")
            return rows
    raise UnusableDataSet(f"{folder} holds no {name}.csv (or .csv.gz, .parquet): see the form in docs/evaluation.md.")


def _read_csv(path: Path) -> list[Row]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _read_parquet(path: Path) -> list[Row]:
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise UnusableDataSet(f"{path} needs the package pyarrow: install it, or give the file as .csv.") from error
    rows: list[Row] = parquet.read_table(path).to_pylist()
    return rows


def _video(row: Row) -> Video:
    tags = str(row.get("tags") or "")
    views = _number(row.get("view_count"))
    return Video(
        video_id=str(row["item_id"]),
        title=str(row["title"] or ""),
        channel_name=str(row.get("channel") or "") or None,
        tags=tuple(tag.strip() for tag in tags.split("|" if "|" in tags else ",") if tag.strip()),
        description=str(row.get("description") or ""),
        published_at=_seconds(row.get("published_at")),
        view_count=None if views is None else int(views),
    )


def _event(row: Row, number: int) -> Event:
    """Return a watch; without a time events are a second apart, so that their order holds and nothing fades."""
    at = _seconds(row.get("timestamp"))
    value = _number(row.get("value"))
    fraction = 1.0 if value is None else value
    if not 0 <= fraction <= 1:
        raise UnusableDataSet(f"events, row {number + 1}: the value {fraction} must lie between 0 and 1.")
    return Event(str(row["item_id"]), EventKind.WATCH, float(number) if at is None else at, fraction)


def _seconds(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if "-" in value[1:] else value
        except ValueError as error:
            raise UnusableDataSet(f"{value!r} is no time: give seconds since the epoch or RFC 3339.") from error
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC).timestamp()
    return _number(value)


def _number(value: object) -> float | None:
    """Return a number; None for an empty field and for NaN, which is how parquet says unknown."""
    try:
        number = float(str(value)) if value not in (None, "") else float("nan")
    except ValueError as error:
        raise UnusableDataSet(f"{value!r} is no number.") from error
    return number if np.isfinite(number) else None
