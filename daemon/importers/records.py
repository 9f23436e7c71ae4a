"""What every importer yields, whatever the history came from: records, batches of them, and how far it has read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Self

Kind = Literal["watch", "search", "like", "saved", "subscribe"]

AD: Final = "ad"
REMOVED: Final = "removed"
POST: Final = "post"
OTHER: Final = "other"
ALREADY_IMPORTED: Final = "already imported"
UNRECOGNISED: Final = "unrecognised"
FUTURE: Final = "in the future"
"""Why a row is skipped: an advertisement; a video that left no id; a community post; something else that is no watch
(survey, tool, ad click, a result clicked in the search history); the same thing a second time; a row we cannot read; what
lies more than a day ahead of this machine's clock."""

LONGEST: Final = 1000
"""Characters of a record's title, of the name of its channel or of what was searched for."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing a person did, as their history tells it.

    kind: `watch`, `like` and `saved` have a video_id, `search` a query, `subscribe` a channel_id.
    occurred_at: whole seconds since the epoch, UTC. For `subscribe` the time of the export: the list holds no times.
    title, channel_name: as written there, None where unknown (a deleted or private video is still a watch).
    watch_seconds: seconds in the foreground (browsers), or how far it was played (players); None where unknown.
    source: `takeout`, a browser's name (`brave`, `chrome`, `chromium`, `edge`, `vivaldi`, `opera`), or another player's
    (`freetube`, `newpipe`, `invidious`).
    is_undated: its source tells no time, so occurred_at does not tell it from the same thing in another export.
    """

    kind: Kind
    occurred_at: float
    video_id: str | None = None
    title: str | None = None
    channel_id: str | None = None
    channel_name: str | None = None
    query: str | None = None
    watch_seconds: float | None = None
    is_music: bool = False
    source: str = "takeout"
    is_undated: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Up to 2,000 records of one source, the rows skipped on the way to them, and sentences the person should read."""

    records: Collection[Record]
    skipped: Counter[str] = field(default_factory=Counter)
    notes: tuple[str, ...] = ()
    source: str = ""
    """That of all records; '' where there are none."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many records of each kind there are."""

    @classmethod
    def of(cls, records: Sequence[Record], skipped: Counter[str]) -> Self:
        """Return a batch that knows what is in it, so that nobody has to look at every record for it again."""
        source = records[0].source if records else ""
        return cls(tuple(records), skipped, source=source, kinds=Counter(record.kind for record in records))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come.

    done_bytes, total_bytes: of the files, unpacked; checking them is an eighth of the work, reading their rows the rest.
    records: records yielded so far; file_name: the file being read, without its folders.
    """

    done_bytes: int
    total_bytes: int
    records: int
    file_name: str
