"""Read a data set: a folder of tables, each as .csv, .csv.gz or .parquet; the form stands in docs/evaluation.md.

`items` and `events` must be there; `users`, `impressions` and `truth.npz` may. Times are seconds since the epoch or
RFC 3339. Only this package's evaluation reads files; the rankers never do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.catalog import Catalog, Video
from recsys.evaluation.seen import Seen
from recsys.evaluation.tables import Table, UnusableDataSet, find_table
from recsys.history import EventKind, History

__all__ = ["DataSet", "Events", "Impressions", "Part", "Truth", "UnusableDataSet", "read_data_set"]

Part: TypeAlias = Literal["all", "development", "held_out"]
KINDS: Final = {kind.name.lower(): kind for kind in EventKind}


class _Columns:
    """Arrays of equal length; a mask or an index takes the same rows of all."""

    def only(self, chosen: Any) -> Any:
        """Return the chosen rows."""
        columns = {field.name: getattr(self, field.name)[chosen] for field in fields(self)}  # type: ignore[arg-type]
        return type(self)(**columns)


@dataclass(frozen=True)
class Events(_Columns):
    """m events in the order of the file."""

    users: IntArray
    """(m,) index into `DataSet.users`."""
    items: IntArray
    """(m,) index into `DataSet.videos`."""
    kinds: IntArray
    occurred_at: FloatArray
    values: FloatArray
    """(m,) fraction watched."""


@dataclass(frozen=True)
class Impressions(_Columns):
    """m cards as they were shown, in the order of the file."""

    users: IntArray
    """(m,) index into `DataSet.users`."""
    slates: IntArray
    """(m,) number of the slate; two people never share one."""
    items: IntArray
    """(m,) index into `DataSet.videos`."""
    positions: FloatArray
    shown_at: FloatArray
    wanted: BoolArray
    """(m,) clicked, and watched for at least half where that is known."""
    examination: FloatArray
    """(m,) probability that the place was looked at, NaN for real people."""
    utility: FloatArray
    """(m,) true probability that the person wants the video, NaN for real people."""


@dataclass(frozen=True)
class Truth:
    """What made-up people want: known because they are made up."""

    users: Mapping[str, int]
    item_ids: list[str]
    utilities: FloatArray
    """(p, n) float16."""

    def in_rows(self, catalog: Catalog) -> Truth:
        """Return the truth with a column for each row of the catalogue, 0 for an item nothing is said about."""
        index = {item: column for column, item in enumerate(self.item_ids)}
        columns = np.array([index.get(video.video_id, -1) for video in catalog], dtype=np.int64)
        utilities = np.where(columns >= 0, self.utilities[:, columns], 0).astype(np.float16)
        return Truth(self.users, [video.video_id for video in catalog], utilities)

    def of(self, user: str) -> FloatArray | None:
        """Return (n,) utilities of a person, None for an unknown one."""
        return self.utilities[self.users[user]] if user in self.users else None


@dataclass(frozen=True)
class DataSet:
    """Items, and what people did."""

    videos: list[Video]
    users: list[str]
    events: Events
    """Of the people of the part."""
    others: Events
    """Of everybody else: never judged, and looked at only as a part of the public."""
    has_times: bool
    impressions: Impressions | None = None
    truth: Truth | None = None

    def histories(self, catalog: Catalog) -> dict[str, History]:
        """Return the history of everybody of the part in the order of time; equal times by row and kind."""
        return self._histories(catalog, self.events)

    def seen(self, catalog: Catalog) -> dict[str, Seen]:
        """Return the cards everybody of the part saw, of whom any are known."""
        if (shown := self.impressions) is None:
            return {}
        rows, order = catalog.rows(video.video_id for video in self.videos)[shown.items], np.argsort(shown.users)
        ends = np.cumsum(np.bincount(shown.users, minlength=len(self.users)))
        return {
            self.users[user]: Seen(rows[own], shown.shown_at[own])
            for user, own in enumerate(np.split(order, ends[:-1]))
            if len(own)
        }

    def histories_of_others(self, catalog: Catalog) -> dict[str, History]:
        """Return the same of everybody else."""
        return self._histories(catalog, self.others)

    def _histories(self, catalog: Catalog, events: Events) -> dict[str, History]:
        rows = catalog.rows(video.video_id for video in self.videos)[events.items]
        order = np.lexsort((events.kinds, rows, events.occurred_at, events.users))
        ends = np.cumsum(np.bincount(events.users, minlength=len(self.users)))
        return {
            self.users[user]: History(rows[own], events.kinds[own], events.occurred_at[own], events.values[own])
            for user, own in enumerate(np.split(order, ends[:-1]))
            if len(own)
        }


def read_data_set(folder: Path, part: Part = "all") -> DataSet:
    """Read a folder; who is not of the part stands apart, so that nobody judges them by mistake.

    Raises:
        UnusableDataSet: a file or a column is missing, or a value cannot be read.
    """
    videos = _videos(_table(folder, "items", ("item_id", "title")))
    table = _table(folder, "events", ("user_id", "item_id"))
    shown = find_table(folder, "impressions", ("user_id", "slate_id", "item_id", "position", "timestamp", "clicked"))
    users = sorted({*table.codes("user_id")[1], *(shown.codes("user_id")[1] if shown else ())})
    wanted = _of_part(folder, users, part)
    item_index = {video.video_id: index for index, video in enumerate(videos)}
    user_index = {user: index for index, user in enumerate(users)}
    told = _events(table, user_index, item_index)
    events = told.only(told.items >= 0)
    impressions = _impressions(shown, user_index, item_index) if shown else None
    return DataSet(
        videos,
        users,
        events.only(wanted[events.users]),
        events.only(~wanted[events.users]),
        bool("timestamp" in table and np.isfinite(table.times("timestamp")).all()),
        impressions and impressions.only((impressions.items >= 0) & wanted[impressions.users]),
        _truth(folder / "truth.npz"),
    )


def _table(folder: Path, name: str, required: tuple[str, ...]) -> Table:
    if (table := find_table(folder, name, required)) is None:
        raise UnusableDataSet(
            f"{folder} holds no {name}.csv (or .csv.gz, .parquet): see the form in docs/evaluation.md."
        )
    return table


def _of_part(folder: Path, users: list[str], part: Part) -> BoolArray:
    """Return for each person whether they are of the part."""
    if part == "all":
        return np.ones(len(users), dtype=np.bool_)
    table = find_table(folder, "users", ("user_id", "part"))
    if table is None:
        raise UnusableDataSet(
            f"{folder} holds no users.csv, which would say who is of the part {part}: use --part all."
        )
    parts = dict(zip(table.texts("user_id"), table.texts("part"), strict=True))
    return np.array([parts.get(user) == part for user in users], dtype=np.bool_)


def _videos(table: Table) -> list[Video]:
    text = {
        name: table.texts(name)
        for name in ("item_id", "title", "channel", "channel_id", "tags", "description", "category", "language")
    }
    published, views = table.times("published_at").tolist(), table.numbers("view_count").tolist()
    duration = table.numbers("duration_seconds").tolist()
    return [
        Video(
            video_id=text["item_id"][i],
            title=text["title"][i],
            channel_id=text["channel_id"][i] or None,
            channel_name=text["channel"][i] or None,
            tags=_tags(text["tags"][i]),
            description=text["description"][i],
            category=text["category"][i] or None,
            language=text["language"][i] or None,
            duration_seconds=_known(duration[i]),
            view_count=None if np.isnan(views[i]) else int(views[i]),
            published_at=_known(published[i]),
        )
        for i in range(len(table))
    ]


def _events(table: Table, users: Mapping[str, int], items: Mapping[str, int]) -> Events:
    """Return the events; without a time they are a second apart, so that their order holds and nothing fades."""
    times, values = table.times("timestamp"), table.numbers("value")
    values = np.where(np.isnan(values), 1.0, values)
    if len(wrong := np.flatnonzero((values < 0) | (values > 1))):
        raise UnusableDataSet(f"events, row {wrong[0] + 1}: the value {values[wrong[0]]} must lie between 0 and 1.")
    return Events(
        users=_indices(table, "user_id", users),
        items=_indices(table, "item_id", items),
        kinds=_kinds(table),
        occurred_at=np.where(np.isnan(times), np.arange(len(table)), times),
        values=values,
    )


def _kinds(table: Table) -> IntArray:
    codes, names = table.codes("kind")
    unknown = [name for name in names if name and name not in KINDS]
    if unknown:
        raise UnusableDataSet(f"events: {unknown[0]!r} is no kind; known are {', '.join(KINDS)}.")
    return np.array([KINDS.get(name, EventKind.WATCH) for name in names], dtype=np.int64)[codes]


def _impressions(table: Table, users: Mapping[str, int], items: Mapping[str, int]) -> Impressions:
    shown_at, watched = table.times("timestamp"), table.numbers("watched_fraction")
    if np.isnan(shown_at).any():
        raise UnusableDataSet("impressions: every row needs a timestamp, for what was known before it is what counts.")
    user, slate = _indices(table, "user_id", users), table.codes("slate_id")[0]
    _, slates = np.unique(user * (slate.max(initial=0) + 1) + slate, return_inverse=True)
    return Impressions(
        users=user,
        slates=slates.astype(np.int64),
        items=_indices(table, "item_id", items),
        positions=table.numbers("position"),
        shown_at=shown_at,
        wanted=(table.numbers("clicked") > 0) & ~(watched < 0.5),
        examination=table.numbers("examination"),
        utility=table.numbers("utility"),
    )


def _truth(path: Path) -> Truth | None:
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as file:
        users = {str(user): index for index, user in enumerate(file["user_id"].tolist())}
        return Truth(users, [str(item) for item in file["item_id"].tolist()], file["utilities"])


def _indices(table: Table, column: str, index: Mapping[str, int]) -> IntArray:
    """Return (m,) indices of a column of ids, -1 for an unknown one."""
    codes, values = table.codes(column)
    return np.array([index.get(value, -1) for value in values], dtype=np.int64)[codes]


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in text.split("|" if "|" in text else ",") if tag.strip())


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
