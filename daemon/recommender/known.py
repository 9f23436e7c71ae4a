"""What is known of a person by video, kept by row of the catalogue as well: to look 100,000 ids up takes longer than to rank a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from recsys.arrays import BoolArray, IntArray
from recsys.catalog import Catalog


class Known:
    """The videos a person may be shown: they imported, saw, followed or found them. They only become more."""

    def __init__(self, video_ids: Iterable[str] = ()) -> None:
        self._ids = set(video_ids)
        self._without_row = set(self._ids)
        self._flags = np.zeros(0, np.bool_)

    def __contains__(self, video_id: object) -> bool:
        return video_id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and self._ids == other._ids

    def update(self, video_ids: Iterable[str]) -> None:
        """Add videos."""
        new = set(video_ids) - self._ids
        self._ids |= new
        self._without_row |= new

    def rows(self, catalog: Catalog) -> BoolArray:
        """Return (n,) whether each row is known; the same catalogue each time, for its rows never move."""
        if len(self._flags) < len(catalog):
            self._flags = np.concatenate([self._flags, np.zeros(len(catalog) - len(self._flags), np.bool_)])
        waiting = list(self._without_row)
        rows = catalog.rows(waiting)
        self._flags[rows[rows >= 0]] = True
        self._without_row = {video_id for video_id, row in zip(waiting, rows.tolist(), strict=True) if row < 0}
        return self._flags.copy()


class Impressions:
    """How often each card was seen since its last click."""

    def __init__(self, times: Mapping[str, int] | None = None) -> None:
        self._times = dict(times or {})
        """What no row has been told of yet."""
        self._counts = np.zeros(0, np.int64)

    def update(self, times: Mapping[str, int]) -> None:
        """Take over how often some were seen, as it is now."""
        self._times.update(times)

    def rows(self, catalog: Catalog) -> IntArray:
        """Return (n,) the count of each row; the same catalogue each time, for its rows never move."""
        if len(self._counts) < len(catalog):
            self._counts = np.concatenate([self._counts, np.zeros(len(catalog) - len(self._counts), np.int64)])
        rows, times = catalog.rows(self._times), np.fromiter(self._times.values(), np.int64, len(self._times))
        self._counts[rows[rows >= 0]] = times[rows >= 0]
        self._times = {
            each: count for (each, count), row in zip(self._times.items(), rows.tolist(), strict=True) if row < 0
        }
        return self._counts.copy()
