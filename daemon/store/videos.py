"""What is known of videos, shared by everyone of the household, and who came to know which."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from recsys.catalog import Video

from .connection import SQLConnection
from .database import Subject


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What one source says of a video; None (or '' or ()) says nothing and never overwrites what is known."""

    video_id: str
    title: str = ""
    channel_id: str | None = None
    channel_name: str | None = None
    channel_handle: str | None = None
    tags: tuple[str, ...] = ()
    description: str = ""
    category: str | None = None
    language: str | None = None
    duration_seconds: float | None = None
    view_count: int | None = None
    like_count: int | None = None
    published_at: float | None = None
    is_live: bool | None = None
    is_short: bool | None = None
    is_age_restricted: bool | None = None
    published_is_estimate: bool = False
    """Told as "3 weeks ago": good where no date is known, never in the place of one or of an earlier estimate."""

    def as_video(self) -> Video:
        """Return the same facts as the catalogue takes them."""
        return Video(
            self.video_id, self.title, self.channel_id, self.channel_name, self.tags, self.description, self.category,
            self.language, self.duration_seconds, self.view_count, self.published_at,
            is_live=self.is_live, is_short=self.is_short, is_age_restricted=self.is_age_restricted,
        )  # fmt: skip


def watch_url(video_id: str) -> str:
    """Return where YouTube shows a video."""
    return f"https://www.youtube.com/watch?v={video_id}"


def thumbnail_url(video_id: str) -> str:
    """Return where YouTube keeps the picture of a video."""
    return f"https://i.ytimg.com/vi/{video_id}/mqdefault.jpg"


_COLUMNS: Final = (
    "video_id, title, channel_id, channel_name, channel_handle, tags, description, category, language, "
    "duration_seconds, view_count, like_count, published_at, is_live, is_short, is_age_restricted"
)

_MAY_BE_UNKNOWN: Final = (
    "channel_id", "channel_name", "channel_handle", "category", "language", "duration_seconds", "view_count",
    "like_count", "published_at", "is_live", "is_short", "is_age_restricted",
)  # fmt: skip

_PUT: Final = f"""
INSERT INTO videos ({_COLUMNS}, first_seen_at, described_at, number) VALUES ({", ".join("?" * 19)})
ON CONFLICT (video_id) DO UPDATE SET
    title = CASE excluded.title WHEN '' THEN title ELSE excluded.title END,
    channel_id = coalesce(excluded.channel_id, channel_id),
    channel_name = coalesce(excluded.channel_name, channel_name),
    channel_handle = coalesce(excluded.channel_handle, channel_handle),
    tags = CASE excluded.tags WHEN '[]' THEN tags ELSE excluded.tags END,
    description = CASE WHEN length(excluded.description) > length(description)
                       THEN excluded.description ELSE description END,
    category = coalesce(excluded.category, category),
    language = coalesce(excluded.language, language),
    duration_seconds = coalesce(excluded.duration_seconds, duration_seconds),
    view_count = coalesce(excluded.view_count, view_count),
    like_count = coalesce(excluded.like_count, like_count),
    published_at = iif(?20, coalesce(published_at, excluded.published_at),
                       coalesce(excluded.published_at, published_at)),
    is_live = coalesce(excluded.is_live, is_live),
    is_short = iif(is_short, is_short, coalesce(excluded.is_short, is_short)),
    is_age_restricted = coalesce(excluded.is_age_restricted, is_age_restricted),
    described_at = coalesce(excluded.described_at, described_at)
"""
# A page cuts descriptions short, so the longer one is the better one.

_FILL_IN: Final = f"""
INSERT INTO videos ({_COLUMNS}, first_seen_at, described_at, number) VALUES ({", ".join("?" * 19)})
ON CONFLICT (video_id) DO UPDATE SET
    title = iif(title = '', excluded.title, title),
    tags = iif(tags = '[]', excluded.tags, tags),
    description = iif(length(excluded.description) > length(description), excluded.description, description),
    {", ".join(f"{name} = coalesce({name}, excluded.{name})" for name in _MAY_BE_UNKNOWN)},
    described_at = coalesce(described_at, excluded.described_at)
WHERE (title = '' AND excluded.title <> '') OR (tags = '[]' AND excluded.tags <> '[]')
   OR length(excluded.description) > length(description)
   OR {" OR ".join(f"({name} IS NULL AND excluded.{name} IS NOT NULL)" for name in _MAY_BE_UNKNOWN)}
"""


SAYS_IT_IS_THERE: Final = "s.source NOT IN ('signal', 'import')"
"""Of a row of `video_sources s`: what a page or a feed of YouTube's told. What a person did, or took in from a file, may be of a
video that is gone: it stood in a list of ours a while longer, or they watched it years ago."""


class Videos(Subject):
    """The catalogue on disk."""

    async def put(self, user_id: int, facts: Sequence[VideoFacts], source: str, *, now: float) -> None:
        """Save what is said of these videos; they become known to this person through `source`."""
        await self._database.write(lambda connection: put_videos(connection, user_id, facts, source, now))

    async def get(self, video_id: str) -> VideoFacts | None:
        """Return what is known of one video, None for an id never heard of."""
        return next(iter(await self.many([video_id])), None)

    async def many(self, video_ids: Sequence[str]) -> list[VideoFacts]:
        """Return what is known of those of the videos that are known, in no particular order."""
        return await self._database.read(lambda connection: _many(connection, video_ids))

    async def page(self, after: int, limit: int) -> list[tuple[int, VideoFacts]]:
        """Return up to `limit` videos behind a place (0: from the start), each with its own place, oldest first."""
        statement = f"SELECT {_COLUMNS}, rowid FROM videos WHERE rowid > ? ORDER BY rowid LIMIT ?"
        return await self._database.read(
            lambda connection: [(row[-1], _from_row(row[:-1])) for row in connection.execute(statement, (after, limit))]
        )

    async def known_to(self, user_id: int) -> list[str]:
        """Return the ids that person imported, saw or found: what may be shown to them.

        A video that was found to be gone is left out, unless it was come upon again since.
        """
        statement = (
            "SELECT video_id FROM video_sources s WHERE user_id = ? AND NOT EXISTS (SELECT 1 FROM video_lookups l "
            "WHERE l.video_id = s.video_id AND l.outcome = 'unavailable' "
            f"AND NOT (s.first_at > l.looked_at AND {SAYS_IT_IS_THERE})) "
            "GROUP BY video_number"  # by what they are ordered by: nothing is sorted
        )
        return await self._database.read(
            lambda connection: [video_id for (video_id,) in connection.execute(statement, (user_id,))]
        )

    async def gone_for(self, user_id: int) -> list[str]:
        """Return the ids that `known_to` leaves out."""
        statement = (
            "SELECT s.video_id FROM video_lookups l JOIN video_sources s USING (video_id) "
            "WHERE l.outcome = 'unavailable' AND s.user_id = ? GROUP BY s.video_id "
            f"HAVING NOT max(s.first_at > l.looked_at AND {SAYS_IT_IS_THERE})"
        )
        return await self._database.read(
            lambda connection: [video_id for (video_id,) in connection.execute(statement, (user_id,))]
        )

    async def count(self) -> int:
        """Return how many videos are known at all."""
        return await self._database.read(lambda connection: _count(connection))


@dataclass(frozen=True, slots=True)
class Numbered:
    """Videos and their numbers, which grow with each new one: indexes over them grow at their end."""

    numbers: dict[str, int]
    unknown: set[str]
    """Those that nobody had heard of."""


def number_videos(connection: SQLConnection, video_ids: Iterable[str]) -> Numbered:
    """Return the numbers of videos, the next ones for those not known yet; for use inside a write that stores them."""
    ids = list(dict.fromkeys(video_ids))
    statement = "SELECT video_id, number FROM videos WHERE video_id IN (SELECT value FROM json_each(?))"
    numbers = dict(connection.execute(statement, (orjson.dumps(ids).decode(),)).fetchall())
    unknown = [video_id for video_id in ids if video_id not in numbers]
    last = connection.execute("SELECT coalesce(max(number), 0) FROM videos").fetchone()[0]
    numbers.update(zip(unknown, itertools.count(last + 1), strict=False))
    return Numbered(numbers, set(unknown))


def put_videos(
    connection: SQLConnection, user_id: int, facts: Iterable[VideoFacts], source: str, now: float
) -> Numbered:
    """Save videos and how this person came to know them; for use inside a write."""
    facts = list(facts)
    numbered = describe_videos(connection, facts, now)
    connection.executemany(
        "INSERT INTO video_sources (user_id, video_id, source, first_at, video_number) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        [(user_id, video_id, source, now, number) for video_id, number in numbered.numbers.items()],
    )
    return numbered


def unknown_videos(connection: SQLConnection, user_ids: Iterable[int], video_ids: Iterable[str]) -> list[str]:
    """Return those of the videos that at least one of the persons does not know; for use inside a write."""
    users = list(user_ids)
    statement = (
        "SELECT count(DISTINCT user_id) FROM video_sources s JOIN videos v ON v.number = s.video_number "
        f"WHERE v.video_id = ? AND user_id IN ({', '.join('?' * len(users))})"
    )
    return [
        video_id
        for video_id in video_ids
        if connection.execute(statement, (video_id, *users)).fetchone()[0] < len(users)
    ]


def describe_videos(connection: SQLConnection, facts: Sequence[VideoFacts], now: float) -> Numbered:
    """Save what is said of videos, whoever knows them; for use inside a write."""
    numbered = number_videos(connection, [one.video_id for one in facts])
    numbers = numbered.numbers
    connection.executemany(_PUT, [_as_row(one, now, numbers[one.video_id]) for one in facts])
    return numbered


def fill_in(connection: SQLConnection, facts: VideoFacts, now: float) -> bool:
    """Save of a video only what nobody has said yet; return whether there was anything. For use inside a write."""
    number = number_videos(connection, [facts.video_id]).numbers[facts.video_id]
    return bool(connection.execute(_FILL_IN, _as_row(facts, now, number)[:-1]).rowcount)


def _as_row(facts: VideoFacts, now: float, number: int) -> tuple[object, ...]:
    return (
        facts.video_id, facts.title, facts.channel_id, facts.channel_name, facts.channel_handle,
        orjson.dumps(facts.tags).decode(), facts.description, facts.category, facts.language,
        facts.duration_seconds, facts.view_count, facts.like_count, facts.published_at, facts.is_live, facts.is_short,
        facts.is_age_restricted, now, now if facts.title else None, number, facts.published_is_estimate,
    )  # fmt: skip


def _tags(stored: str) -> tuple[str, ...]:
    """Return stored tags; none where the text is damaged, for one flipped bit is not to keep everything from loading."""
    try:
        tags = orjson.loads(stored)
    except orjson.JSONDecodeError:
        return ()
    return tuple(map(str, tags)) if isinstance(tags, list) else ()


def _from_row(row: Sequence[Any]) -> VideoFacts:
    tags = _tags(row[5]) if row[5] != "[]" else ()
    flags = (None if flag is None else bool(flag) for flag in row[13:])
    return VideoFacts(*(*row[:5], tags, *row[6:13], *flags))


def videos_where(connection: SQLConnection, condition: str, values: Sequence[object] = ()) -> list[VideoFacts]:
    """Return the videos for which an SQL condition holds; for use inside a read."""
    statement = f"SELECT {_COLUMNS} FROM videos WHERE {condition}"
    return [_from_row(row) for row in connection.execute(statement, values)]


def _many(connection: SQLConnection, video_ids: Sequence[str]) -> list[VideoFacts]:
    wanted = orjson.dumps(list(video_ids)).decode()
    return videos_where(connection, "video_id IN (SELECT value FROM json_each(?))", (wanted,))


def _count(connection: SQLConnection) -> int:
    return int(connection.execute("SELECT count(*) FROM videos").fetchone()[0])
