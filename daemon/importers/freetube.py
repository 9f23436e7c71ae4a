"""FreeTube's `history.db`, `playlists.db`, `profiles.db` and `search-history.db`: one JSON object a line, times in milliseconds.

Its exports have the same form. In the files themselves a line may take back, or replace, an earlier one of the same `_id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from daemon.errors import UnreadableHistory

from .activity import clean
from .json_items import BadJson, values
from .links import CHANNEL_ID, VIDEO_ID
from .loose import from_milliseconds, string
from .records import OTHER, UNRECOGNISED, Kind, Record
from .source import Source, Text

FREETUBE: Final = "freetube"
_MARKS: Final = re.compile(r'"(?:timeWatched|playlistName|bgColor|lastUpdatedAt)"\s*:')

_ADMINISTRATION: Final = frozenset({"$$deleted", "$$indexCreated", "$$indexRemoved"})
_LONGEST_SECONDS: Final = 7 * 86_400.0


def is_freetube(head: str) -> bool:
    """Whether the start of a file is that of one of FreeTube's; its keys are not translated."""
    return head.startswith("{") and bool(_MARKS.search(head))


@dataclass(slots=True)
class FreeTubeFile:
    """One file of FreeTube's, or an export of it."""

    source: Source
    text: Text
    of: ClassVar[str] = FREETUBE
    _taken_back: set[str] = field(default_factory=set)

    @property
    def notes(self) -> tuple[str, ...]:
        """None: times are UTC."""
        return ()

    def check(self) -> None:
        """Read every line; learn which were taken back by a later one."""
        for line in self._lines():
            if not isinstance(line, dict):
                continue
            name = string(line.get("_id"))
            if line.get("$$deleted") is True:
                self._taken_back.add(name)
            else:
                self._taken_back.discard(name)

    def outcomes(self) -> Iterator[Record | str]:
        """Judge each line: a video watched, a playlist, a profile's channels, a search."""
        for line in self._lines():
            if not isinstance(line, dict):
                yield UNRECOGNISED
            elif string(line.get("_id")) not in self._taken_back and not line.keys() & _ADMINISTRATION:
                yield from self._judged(line)

    def _judged(self, line: Mapping[str, object]) -> Iterator[Record | str]:
        if "timeWatched" in line:
            yield _video(line, "watch", from_milliseconds(line["timeWatched"]))
        elif isinstance(videos := line.get("videos"), list):
            yield from (
                _video(video, "saved", from_milliseconds(video.get("timeAdded")))
                if isinstance(video, dict)
                else UNRECOGNISED
                for video in videos
            )
        elif isinstance(channels := line.get("subscriptions"), list):
            yield from (self._channel(channel) for channel in channels)
        elif "lastUpdatedAt" in line:
            at, query = from_milliseconds(line["lastUpdatedAt"]), clean(string(line.get("_id")))
            yield Record("search", at, query=query, source=FREETUBE) if at is not None and query else UNRECOGNISED
        else:
            yield OTHER

    def _channel(self, channel: object) -> Record | str:
        channel_id = string(channel.get("id")) if isinstance(channel, dict) else ""
        if not isinstance(channel, dict) or not CHANNEL_ID.fullmatch(channel_id):
            return UNRECOGNISED
        name = clean(string(channel.get("name")))
        return Record("subscribe", self.source.modified_at, channel_id=channel_id, channel_name=name, source=FREETUBE)

    def _lines(self) -> Iterator[object]:
        try:
            yield from values(self.text())
        except BadJson as error:
            raise UnreadableHistory(f"{self.source.name} {error}; export it again.") from error


def _video(video: Mapping[str, object], kind: Kind, at: float | None) -> Record | str:
    video_id, channel_id = string(video.get("videoId")), string(video.get("authorId"))
    if at is None or not VIDEO_ID.fullmatch(video_id):
        return UNRECOGNISED
    played = video.get("watchProgress")
    return Record(
        kind,
        at,
        video_id,
        clean(string(video.get("title"))),
        channel_id=channel_id if CHANNEL_ID.fullmatch(channel_id) else None,
        channel_name=clean(string(video.get("author"))),
        watch_seconds=float(played) if isinstance(played, int | float) and 0 < played < _LONGEST_SECONDS else None,
        source=FREETUBE,
    )
