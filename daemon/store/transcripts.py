"""What is said in videos, as far as YouTube was asked: the head of it, or that there is nothing to be had."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from .connection import SQLConnection
from .database import Subject

MOST_TRIES: Final = 4
"""What could not be had so often counts as missing."""
FIRST_WAIT_SECONDS: Final = 6 * 3_600.0
"""The pause before a second try; each further one is four times as long …"""
LONGEST_WAIT_SECONDS: Final = FIRST_WAIT_SECONDS * 4.0 ** (MOST_TRIES - 2)
"""… and none is longer: one that seems to be was begun under a clock that went wrong."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The head of what is said, in one language."""

    language: str
    text: str


class Transcripts(Subject):
    """`transcripts`: one row per video that was asked about; they go with their videos."""

    async def found(self, video_id: str, transcript: Transcript, *, now: float) -> None:
        """Save a transcript: the video's vectors lack it from now on."""
        values = (video_id, "there", transcript.language, transcript.text, now)
        await self._database.write(lambda connection: _save(connection, values, None))

    async def missing(self, video_id: str, *, now: float) -> None:
        """Save that there is none, so that nobody asks again."""
        await self._database.write(lambda connection: _save(connection, (video_id, "none", None, "", now), None))

    async def failed(self, video_id: str, *, now: float) -> None:
        """Save that it could not be had this time, and when to try again; after four tries it is given up."""
        await self._database.write(lambda connection: _put_off(connection, video_id, now))

    async def unasked(self, video_ids: Collection[str], *, now: float) -> list[str]:
        """Return those of the videos that may be asked about now, in the same order."""
        waits = "(state <> 'later' OR next_at BETWEEN ? AND ?)"
        asked = await self._among(video_ids, waits, (now + 1e-6, now + LONGEST_WAIT_SECONDS))
        return [each for each in video_ids if each not in asked]

    async def texts(self, video_ids: Sequence[str]) -> dict[str, str]:
        """Return the texts of those of the videos that have one."""
        return await self._among(video_ids, "state = 'there'", ())

    async def within(self, seconds: float, *, now: float) -> int:
        """Return how many videos were asked about in the last so many seconds."""
        statement = "SELECT count(*) FROM transcripts WHERE asked_at > ? AND asked_at <= ?"
        return await self._database.read(
            lambda connection: int(connection.execute(statement, (now - seconds, now)).fetchone()[0])
        )

    async def _among(self, video_ids: Collection[str], condition: str, values: Sequence[object]) -> dict[str, str]:
        statement = (
            f"SELECT video_id, text FROM transcripts WHERE video_id IN (SELECT value FROM json_each(?)) AND {condition}"
        )
        wanted = (orjson.dumps(list(video_ids)).decode(), *values)
        return await self._database.read(lambda connection: dict(connection.execute(statement, wanted).fetchall()))


def _save(connection: SQLConnection, values: tuple[object, ...], next_at: float | None) -> None:
    """Save a row of a video that was not deleted while it was asked about."""
    connection.execute(
        "INSERT INTO transcripts (video_id, state, language, text, asked_at, tries, next_at) "
        "SELECT ?1, ?2, ?3, ?4, ?5, 1, ?6 WHERE EXISTS (SELECT 1 FROM videos WHERE video_id = ?1) "
        "ON CONFLICT DO UPDATE SET state = excluded.state, language = excluded.language, text = excluded.text, "
        "asked_at = excluded.asked_at, tries = tries + 1, next_at = excluded.next_at",
        (*values, next_at),
    )


def _put_off(connection: SQLConnection, video_id: str, now: float) -> None:
    row = connection.execute("SELECT tries FROM transcripts WHERE video_id = ?", (video_id,)).fetchone()
    tries = row[0] if row else 0
    is_over = tries + 1 >= MOST_TRIES
    next_at = None if is_over else now + FIRST_WAIT_SECONDS * 4**tries
    _save(connection, (video_id, "none" if is_over else "later", None, "", now), next_at)
