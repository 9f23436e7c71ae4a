"""Work in the background as a person sees it: what was asked for, how far it came, how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from .connection import SQLConnection
from .database import Subject

KEPT_SECONDS: Final = 30 * 86_400.0


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work; `state` is queued, running, done, failed or cancelled."""

    job_id: str
    kind: str
    created_at: float
    user_id: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    state: str = "queued"
    done: int = 0
    total: int | None = None
    message: str = ""
    result: Mapping[str, object] | None = None
    error: str | None = None
    started_at: float | None = None
    finished_at: float | None = None


class Jobs(Subject):
    """The table that is the truth about jobs; a scheduler only wakes them."""

    async def save(self, job: Job) -> None:
        """Save a job as it stands now; callers keep `dataclasses.replace`d copies."""
        await self._database.write(lambda connection: _save(connection, job))

    async def get(self, job_id: str) -> Job | None:
        """Return one job."""
        rows = await self._select("WHERE job_id = ?", job_id)
        return rows[0] if rows else None

    async def newest(self, limit: int = 20) -> list[Job]:
        """Return the newest jobs, the newest first."""
        return await self._select("ORDER BY created_at DESC, rowid DESC LIMIT ?", limit)

    async def newest_for(self, user_id: int, limit: int = 20) -> list[Job]:
        """Return the newest jobs that concern a person, theirs and everybody's, the newest first."""
        condition = "WHERE user_id IS NULL OR user_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ?"
        return await self._select(condition, user_id, limit)

    async def last_of(self, kind: str) -> Job | None:
        """Return the newest job of a kind."""
        rows = await self._select("WHERE kind = ? ORDER BY created_at DESC, rowid DESC LIMIT 1", kind)
        return rows[0] if rows else None

    async def last_done(self, kind: str) -> Job | None:
        """Return the job of a kind that was done last."""
        rows = await self._select("WHERE kind = ? AND state = 'done' ORDER BY finished_at DESC LIMIT 1", kind)
        return rows[0] if rows else None

    async def unfinished(self) -> list[Job]:
        """Return what was queued or running, the oldest first: after a crash, what has to be run again."""
        return await self._select("WHERE state IN ('queued', 'running') AND ? ORDER BY created_at, rowid", 1)

    async def forget_old(self, *, now: float) -> int:
        """Delete jobs that ended more than 30 days ago; return how many."""
        statement = "DELETE FROM jobs WHERE finished_at < ?"
        return await self._database.write(
            lambda connection: int(connection.execute(statement, (now - KEPT_SECONDS,)).rowcount)
        )

    async def _select(self, condition: str, *values: object) -> list[Job]:
        statement = f"SELECT {_COLUMNS} FROM jobs {condition}"
        return await self._database.read(
            lambda connection: [_from_row(row) for row in connection.execute(statement, values)]
        )


_COLUMNS: Final = (
    "job_id, kind, created_at, user_id, params, state, done, total, message, result, error, started_at, finished_at"
)

_SAVE: Final = f"""
INSERT INTO jobs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (job_id) DO UPDATE SET state = excluded.state, done = excluded.done, total = excluded.total,
    message = excluded.message, result = excluded.result, error = excluded.error,
    started_at = excluded.started_at, finished_at = excluded.finished_at
"""


def _save(connection: SQLConnection, job: Job) -> None:
    result = None if job.result is None else orjson.dumps(job.result).decode()
    connection.execute(
        _SAVE,
        (
            job.job_id, job.kind, job.created_at, job.user_id, orjson.dumps(job.params).decode(), job.state, job.done,
            job.total, job.message, result, job.error, job.started_at, job.finished_at,
        ),
    )  # fmt: skip


def _from_row(row: tuple[Any, ...]) -> Job:
    job_id, kind, created_at, user_id, params, state, done, total, message, result, error, started_at, finished_at = row
    outcome = None if result is None else orjson.loads(result)
    return Job(
        job_id, kind, created_at, user_id, orjson.loads(params), state, done, total, message, outcome, error,
        started_at, finished_at,
    )  # fmt: skip
