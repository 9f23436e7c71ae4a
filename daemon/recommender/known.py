"""What is known of a person by video, kept by row of the catalogue as well: to look 100,000 ids up takes longer than to rank a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from daemon.store.histories import Shown
from recsys.arrays import BoolArray, IntArray
from recsys.catalog import Catalog
from recsys.passed import InVain


class Known:
    """The videos a person may be shown: they imported, saw, followed or found them."""

    def __init__(self, video_ids: Iterable[str] = ()) -> None:
        self._ids = set(video_ids)
        self._gone = set[str]()
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
        """Add videos that are there, also such as were gone."""
        new = set(video_ids) - self._ids
        self._ids |= new
        self._gone -= new
        self._without_row |= new

    def mention(self, video_id: str) -> None:
        """Add a video the person did something with; one that is gone may have stood in a list of ours a while longer."""
        if video_id not in self._gone:
            self.update([video_id])

    def forget(self, video_ids: Iterable[str]) -> None:
        """Leave out the videos that are gone, all of them, of whom some may not be known."""
        self._gone = set(video_ids)
        if gone := self._ids & self._gone:
            self._ids -= gone
            self._without_row, self._flags = set(self._ids), np.zeros(0, np.bool_)

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
    """How often each card was seen since its last click, and when last."""

    def __init__(self, shown: Mapping[str, Shown] | None = None) -> None:
        self._shown = dict(shown or {})
        """What no row has been told of yet."""
        self._counts = np.zeros(0, np.int64)
        self._last_at = np.zeros(0)

    def update(self, shown: Mapping[str, Shown]) -> None:
        """Take over how often some were seen, as it is now."""
        self._shown.update(shown)

    def rows(self, catalog: Catalog) -> IntArray:
        """Return (n,) the count of each row; the same catalogue each time, for its rows never move."""
        self._tell_rows(catalog)
        return self._counts.copy()

    def in_vain(self, catalog: Catalog) -> InVain:
        """Return the cards that were not clicked since; the same catalogue each time, or one that lacks its newest rows."""
        self._tell_rows(catalog)
        rows = np.flatnonzero(self._counts[: len(catalog)])
        return InVain(rows, self._counts[rows], self._last_at[rows])

    def _tell_rows(self, catalog: Catalog) -> None:
        if (more := len(catalog) - len(self._counts)) > 0:
            self._counts, self._last_at = np.pad(self._counts, (0, more)), np.pad(self._last_at, (0, more))
        rows = catalog.rows(self._shown)
        has_row, told = rows >= 0, list(self._shown.values())
        self._counts[rows[has_row]] = np.fromiter((each.times for each in told), np.int64, len(told))[has_row]
        self._last_at[rows[has_row]] = np.fromiter((each.last_at for each in told), np.float64, len(told))[has_row]
        self._shown = {
            each: shown for (each, shown), row in zip(self._shown.items(), rows.tolist(), strict=True) if row < 0
        }
