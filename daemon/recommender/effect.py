"""What is different between two feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from recsys.catalog import Catalog
from recsys.slate import Slate

LOOKED_AT: Final = 30
"""Places of a feed that are compared: what somebody sees."""


@dataclass(frozen=True, slots=True)
class Change:
    """One video's places, from 0; None outside of what is looked at."""

    video_id: str
    title: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What comes, what goes, and what stays but moves."""

    added: Sequence[Change]
    removed: Sequence[Change]
    moved: Sequence[Change]


def effect(catalog: Catalog, before: Slate, after: Slate) -> Effect:
    """Compare the first places of two feeds of the same moment and the same chance."""
    then, now = ({row: place for place, row in enumerate(slate.rows[:LOOKED_AT].tolist())} for slate in (before, after))

    def changes(rows: Sequence[int]) -> list[Change]:
        videos = [catalog.video(row) for row in rows]
        return [
            Change(video.video_id, video.title, then.get(row), now.get(row))
            for row, video in zip(rows, videos, strict=True)
        ]

    return Effect(
        added=changes([row for row in now if row not in then]),
        removed=changes([row for row in then if row not in now]),
        moved=changes([row for row in now if row in then and then[row] != now[row]]),
    )
