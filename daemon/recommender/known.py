"""The videos a person may be shown: they imported, saw, followed or found them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from recsys.arrays import BoolArray
from recsys.catalog import Catalog


class Known:
    """Ids that only become more, and the same as flags of catalogue rows, kept rather than looked up for every feed."""

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
