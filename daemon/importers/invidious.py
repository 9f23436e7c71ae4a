"""Invidious's export, and the subscriptions that NewPipe and FreeTube write as JSON: lists in one object, without any times.

Of what was watched the order is known, the newest last. A recommender needs times, so the newest gets that of the export and
each one before it is set PAUSE_SECONDS earlier; as such times mean nothing, they do not count when two exports are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from daemon.errors import UnreadableHistory

from .activity import clean
from .dates import EARLIEST
from .json_items import BadJson, items
from .links import CHANNEL_ID, VIDEO_ID, Target, read_link
from .records import OTHER, UNRECOGNISED, Kind, Record
from .source import Source, Text

INVIDIOUS: Final = "invidious"
PAUSE_SECONDS: Final = 6 * 3_600.0
"""Four videos a day."""

_MARKS: Final = re.compile(
    r'"watch_history"\s*:\s*\[|"subscriptions"\s*:\s*\[\s*(?:"UC|\{\s*"service_id")|"app_version_int"'
)


def is_invidious(head: str) -> bool:
    """Whether the start of a file is that of such an object."""
    return head.startswith("{") and bool(_MARKS.search(head))


@dataclass(slots=True)
class InvidiousFile:
    """One export."""

    source: Source
    text: Text
    of: str = INVIDIOUS
    _watched: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """That times were made up, where there were watches."""
        return (
            (f"{self.source.name} holds no times: its watches are kept in their order only.",) if self._watched else ()
        )

    def check(self) -> None:
        """Read every item; count what was watched."""
        self._watched = sum(key == "watch_history" for key, _ in self._items())

    def outcomes(self) -> Iterator[Record | str]:
        """Judge each item of each list."""
        still_to_come = self._watched
        for key, item in self._items():
            if key == "watch_history":
                still_to_come -= 1
                at = max(self.source.modified_at - still_to_come * PAUSE_SECONDS, EARLIEST)
                yield _video(item, "watch", at)
            elif key == "subscriptions":
                yield self._subscription(item)
            elif key == "playlists" and isinstance(item, dict) and isinstance(videos := item.get("videos"), list):
                yield from (_video(video, "saved", self.source.modified_at) for video in videos)

    def _subscription(self, item: object) -> Record | str:
        if isinstance(item, dict):
            if item.get("service_id") != 0:  # of another site
                return OTHER
            link = read_link(str(item.get("url")))
            channel_id, name = link.value if link.target is Target.CHANNEL else None, clean(str(item.get("name") or ""))
        else:
            channel_id, name = item if isinstance(item, str) and CHANNEL_ID.fullmatch(item) else None, None
        if channel_id is None:
            return UNRECOGNISED
        return Record("subscribe", self.source.modified_at, channel_id=channel_id, channel_name=name, source=self.of)

    def _items(self) -> Iterator[tuple[str, object]]:
        try:
            yield from items(self.text())
        except BadJson as error:
            raise UnreadableHistory(f"{self.source.name} {error}; export it again.") from error


def _video(video_id: object, kind: Kind, at: float) -> Record | str:
    if not isinstance(video_id, str) or not VIDEO_ID.fullmatch(video_id):
        return UNRECOGNISED
    return Record(kind, at, video_id, source=INVIDIOUS, is_undated=True)
