"""Which records one import has given already, in eight bytes each."""

from __future__ import annotations

from array import array
from typing import Final

from .records import Record

_MASK: Final = (1 << 64) - 1
_EMPTY: Final = array("Q", [0])


class Seen:
    """A set of 64-bit hashes in an open-addressed table; a million records take 16 MB, a `set` would take 100."""

    def __init__(self) -> None:
        self._table = _EMPTY * 1024
        self._count = 0

    def add(self, record: Record) -> bool:
        """Return whether the record is new; the same kind of thing at the same second is the same record."""
        what = record.video_id or record.query or record.channel_id
        if not self._insert(hash((record.kind, what, record.occurred_at)) & _MASK or 1):
            return False
        self._count += 1
        if 3 * self._count > 2 * len(self._table):
            self._grow()
        return True

    def _insert(self, key: int) -> bool:
        table, last = self._table, len(self._table) - 1
        slot = key & last
        while table[slot]:
            if table[slot] == key:
                return False
            slot = (slot + 1) & last
        table[slot] = key
        return True

    def _grow(self) -> None:
        old = self._table
        self._table = _EMPTY * (2 * len(old))  # in place: made of bytes, both would be there at once
        for key in old:
            if key:
                self._insert(key)
