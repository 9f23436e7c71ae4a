"""Videos as arrays: one row each, never moved, never removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray, unit_rows
from recsys.channels import Channels
from recsys.lexical import Lexicon
from recsys.nearest import Best, Index
from recsys.quantised import byte_products
from recsys.space import Space, measure
from recsys.steps import Steps, finish


@dataclass(frozen=True, slots=True)
class Video:
    """What is known of one video; None, an empty text or no tags mean unknown."""

    video_id: str
    title: str = ""
    channel_id: str | None = None
    channel_name: str | None = None
    tags: tuple[str, ...] = ()
    description: str = ""
    category: str | None = None
    language: str | None = None
    duration_seconds: float | None = None
    view_count: int | None = None
    published_at: float | None = None
    is_live: bool | None = None
    is_short: bool | None = None
    is_age_restricted: bool | None = None

    def merged(self, newer: Video) -> Video:
        """Return this video with what `newer` knows; the unknown never overwrites the known, and a Short stays one."""
        known = {field.name: getattr(newer, field.name) for field in fields(newer)}
        changes = {name: value for name, value in known.items() if value not in (None, "", ())}
        return replace(self, **changes | {"is_short": self.is_short or changes.get("is_short", self.is_short)})


_FIRST_ROOM = 1024
_INDEXED_AT_ONCE = 2_048
"""Vectors: a few thousandths of a second's work."""
_WORD = re.compile(r"[^\W\d_]+")
_SERIES_WORDS = 2


class Catalog:
    """All known videos, in columns of length n = len(catalog).

    The columns are views of buffers that grow by doubling: read them again after `put`. A description is not kept,
    for nothing here reads it (`embedding.video_text` does, before the video comes here).
    """

    vectors: FloatArray
    """(n, d) float32 unit vectors; zero where there is none."""
    has_vector: BoolArray
    """(n,) whether a row has a vector."""
    channel: IntArray
    """(n,) codes of `channels`, -1 unknown."""
    published_at: FloatArray
    """(n,) seconds since the epoch, NaN unknown."""
    view_count: FloatArray
    """(n,) views when last seen, NaN unknown."""
    duration_seconds: FloatArray
    """(n,) length, NaN unknown."""
    series: IntArray
    """(n,) codes of a channel's titles that begin alike, -1 where channel or words are missing."""
    category: IntArray
    """(n,) codes, -1 unknown."""
    language: IntArray
    """(n,) codes, -1 unknown."""
    is_short: BoolArray
    """(n,) whether it is known to be a Short."""
    is_live: BoolArray
    """(n,) whether it was live when last anybody said whether it is."""
    is_age_restricted: BoolArray
    """(n,) whether YouTube is known to show it to adults alone."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self.channels = Channels()
        self.lexicon = Lexicon()
        self._videos: list[Video] = []
        self._rows: dict[str, int] = {}
        self._labels: dict[str, dict[str, int]] = {"series": {}, "category": {}, "language": {}}
        self._index: Index | None = None
        self._unindexed: list[IntArray] = []
        """Each of different rows."""
        self._space: Space | None = None
        self._vector_count = 0
        self._buffers: dict[str, Any] = {
            "vectors": np.zeros((_FIRST_ROOM, dimensions), dtype=np.float32),
            "has_vector": np.zeros(_FIRST_ROOM, dtype=np.bool_),
            "channel": np.zeros(_FIRST_ROOM, dtype=np.int64),
            "series": np.zeros(_FIRST_ROOM, dtype=np.int64),
            "category": np.zeros(_FIRST_ROOM, dtype=np.int64),
            "language": np.zeros(_FIRST_ROOM, dtype=np.int64),
            "published_at": np.zeros(_FIRST_ROOM),
            "view_count": np.zeros(_FIRST_ROOM),
            "duration_seconds": np.zeros(_FIRST_ROOM),
            "is_short": np.zeros(_FIRST_ROOM, dtype=np.bool_),
            "is_live": np.zeros(_FIRST_ROOM, dtype=np.bool_),
            "is_age_restricted": np.zeros(_FIRST_ROOM, dtype=np.bool_),
        }
        self._show_columns()

    def __len__(self) -> int:
        """Return n, the number of rows."""
        return len(self._videos)

    def __iter__(self) -> Iterator[Video]:
        """Iterate over the videos in the order of their rows."""
        return iter(self._videos)

    def put(self, videos: Iterable[Video]) -> IntArray:
        """Add or update videos; return their rows, in the order given."""
        rows = np.array([self._put(video) for video in videos], dtype=np.int64)
        self._show_columns()
        return rows

    def set_vectors(self, rows: IntArray, vectors: FloatArray) -> None:
        """Store the (n, d) vectors of rows at length 1; a vector of zeros or NaN leaves its video without one."""
        self.vectors[rows] = unit_rows(vectors)
        self.has_vector[rows] = np.any(self.vectors[rows] != 0, axis=1)
        self._vector_count = int(self.has_vector.sum())
        if self._index is not None:
            self._unindexed.append(np.unique(rows))

    @property
    def room(self) -> int:
        """How many rows there is room for before the columns grow."""
        return len(self._buffers["channel"])

    def through(self, vectors: FloatArray) -> Catalog:
        """Return the same videos, in the same rows, with the vectors of another model; this one stays as it is.

        vectors: (≤ n or more, e) float32 unit vectors by row, zero where there is none; kept, and maybe written to. All else is
        shared, so that only one of the two may be `put` to: this one, until the other has `caught_up`.
        """
        return self._with_vectors(vectors, np.vecdot(vectors, vectors) > 0)

    def caught_up(self, other: Catalog) -> Catalog:
        """Return what `through` returned, with what came here since; its index and space serve on, and the other no more."""
        newer = self._with_vectors(other._buffers["vectors"], other._buffers["has_vector"])
        newer._index, newer._unindexed, newer._space = other._index, other._unindexed, other._space
        return newer

    def _with_vectors(self, vectors: FloatArray, has_vector: BoolArray) -> Catalog:
        other = Catalog(vectors.shape[1])
        other.channels, other.lexicon, other._labels = self.channels, self.lexicon, self._labels
        other._videos, other._rows = self._videos.copy(), self._rows.copy()
        fitting = {"vectors": _fitted(vectors, self.room), "has_vector": _fitted(has_vector, self.room)}
        other._buffers = self._buffers | fitting
        other._vector_count = int(has_vector.sum())
        other._show_columns()
        return other

    def prepare(self) -> None:
        """Measure the space and fill the index, a second or two of work that otherwise whoever asks first waits for."""
        _ = self.space
        finish(self._indexing())

    def rows(self, video_ids: Iterable[str]) -> IntArray:
        """Return the row of each id, -1 for an unknown one."""
        return np.array([self._rows.get(video_id, -1) for video_id in video_ids], dtype=np.int64)

    def video(self, row: int) -> Video:
        """Return the video in a row; IndexError for a row that is not there."""
        if row < 0:
            raise IndexError(f"no video has the row {row}")
        return self._videos[row]

    def video_ids(self, rows: Sequence[int] | IntArray) -> list[str]:
        """Return the ids of rows."""
        return [self._videos[int(row)].video_id for row in rows]

    def nearest(self, questions: Sequence[FloatArray], count: int, among: BoolArray | None = None) -> list[Best]:
        """Return for each question the exact best `count` videos that have a vector; see `Index.best`.

        among: (≤ n,) which rows may be found, those beyond its end may not; default all.
        """
        return finish(self.seeking(questions, count, among))

    def seeking(self, questions: Sequence[FloatArray], count: int, among: BoolArray | None = None) -> Steps[list[Best]]:
        """Seek in steps; as `nearest`. What comes between two of them is not found."""
        index = yield from self._indexing()
        found = self.has_vector.copy()
        if among is not None:
            found[: len(among)] &= among
            found[len(among) :] = False
        return (yield from index.seeking(self.vectors, questions, count, found))

    def _indexing(self) -> Steps[Index]:
        """Return the index of all vectors; made when first needed, for onnxruntime takes its time to load."""
        if self._index is None:
            self._index = Index(self.dimensions, byte_products())
            self._unindexed = [np.flatnonzero(self.has_vector)]
        while self._unindexed:
            if len(self._unindexed) > 1:
                self._unindexed = [np.unique(np.concatenate(self._unindexed))]
            rows = self._unindexed[0]
            self._unindexed = [rows[_INDEXED_AT_ONCE:]] if len(rows) > _INDEXED_AT_ONCE else []
            self._index.update(self.vectors, rows[:_INDEXED_AT_ONCE])
            if self._unindexed:
                yield
        return self._index

    def category_code(self, name: str) -> int:
        """Return the code of a category, whatever its case; -1 for one no video has."""
        return self._labels["category"].get(name.casefold(), -1)

    def language_code(self, name: str) -> int:
        """Return the code of a language, whatever its region; -1 for one no video has."""
        return self._labels["language"].get(name.partition("-")[0].casefold(), -1)

    @property
    def space(self) -> Space:
        """The space of all vectors, measured anew when their number has changed by a tenth since."""
        if self._space is None or abs(self._vector_count - self._space.count) > 0.1 * self._space.count:
            self._space = measure(self.vectors[self.has_vector])
        return self._space

    def _show_columns(self) -> None:
        for name, buffer in self._buffers.items():
            setattr(self, name, buffer[: len(self._videos)])

    def _put(self, video: Video) -> int:
        known = self._rows.get(video.video_id)
        row = self._append(video) if known is None else known
        before = self._videos[row]
        after = replace(before.merged(video) if known is not None else video, description="")
        if known is None or after != before:
            self._videos[row] = after
            self._write(row, after)
        if known is None or _words(after) != _words(before):
            self.lexicon.set(row, _words(after))
        return row

    def _append(self, video: Video) -> int:
        row = len(self._videos)
        self._rows[video.video_id] = row
        self._videos.append(video)
        if row >= len(self._buffers["channel"]):
            self._buffers = {name: _doubled(buffer) for name, buffer in self._buffers.items()}
        return row

    def _write(self, row: int, video: Video) -> None:
        columns = self._buffers
        code, replaced = self.channels.join(video.channel_name, video.channel_id)
        if replaced is not None:
            columns["channel"][columns["channel"] == replaced] = code
        columns["channel"][row] = code
        for name in ("published_at", "view_count", "duration_seconds"):
            value = getattr(video, name)
            columns[name][row] = np.nan if value is None else value
        labels = {"series": _series(video), "category": video.category, "language": _language(video)}
        for name, label in labels.items():
            columns[name][row] = self._code(name, label)
        for name in ("is_short", "is_live", "is_age_restricted"):
            columns[name][row] = bool(getattr(video, name))

    def _code(self, column: str, label: str | None) -> int:
        """Return the code of a label in its column, the next free one for a new label; -1 without."""
        labels = self._labels[column]
        return labels.setdefault(label.casefold(), len(labels)) if label else -1


def _series(video: Video) -> str | None:
    """Return channel and first words of the title, numbers left out: what a channel's episodes share; None without."""
    channel = video.channel_name or video.channel_id
    words = _WORD.findall(video.title)[:_SERIES_WORDS]
    return "\n".join((channel, *words)) if channel and len(words) == _SERIES_WORDS else None


def _language(video: Video) -> str | None:
    """Return the language without its region."""
    return video.language.partition("-")[0] if video.language else None


def _words(video: Video) -> str:
    """Return the text whose words stand for a video."""
    return " ".join((video.title, video.channel_name or "", *video.tags))


def _fitted(buffer: Any, room: int) -> Any:
    """Return a buffer with `room` rows: cut off, or filled with zeros."""
    if len(buffer) >= room:
        return buffer[:room]
    return np.concatenate([buffer, np.zeros((room - len(buffer), *buffer.shape[1:]), buffer.dtype)])


def _doubled(buffer: Any) -> Any:
    return np.concatenate([buffer, np.zeros_like(buffer)])
