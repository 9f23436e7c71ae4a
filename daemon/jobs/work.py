"""What a job is given, and what a kind of job says of itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daemon.recommender import Recommender
    from daemon.settings import Settings
    from daemon.store import Store
    from daemon.store.jobs import Job


@dataclass(frozen=True, slots=True)
class Tools:
    """What every job may use; `clock()` is the time in seconds since the epoch."""

    store: Store
    recommender: Recommender
    settings: Settings
    clock: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Work:
    """One job that runs: what was asked for, the tools, and two ways to tell how it goes."""

    job: Job
    tools: Tools
    report: Callable[[int, int | None, str], None]
    """Say (done, total, message) as often as you like; what is shown and saved follows at its own pace."""
    changed: Callable[[int], None]
    """Say that a person's data have changed, so that other jobs look whether there is something to do."""

    @property
    def user_id(self) -> int:
        """The person the job is for; jobs without one do not ask."""
        assert self.job.user_id is not None
        return self.job.user_id


async def never(_tools: Tools, _user_id: int | None) -> bool:
    """For a kind that no change makes due before its time."""
    return False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job. `run` does it and returns a small JSON-ready result; after any crash it may be run again."""

    name: str
    run: Callable[[Work], Awaitable[Mapping[str, object]]]
    is_due: Callable[[Tools, int | None], Awaitable[bool]] | None = None
    """(tools, user_id): whether there is something to do now; None for a kind that only runs when asked for."""
    is_touched: Callable[[Tools, int | None], Awaitable[bool]] | None = None
    """The same after a change, where the passing of time alone is no reason; None asks `is_due`."""
    every_seconds: float | None = None
    """How often it looks without being told of a change; None for never."""
    per_person: bool = True
    """Whether it runs for one person, or once for everybody (user_id None)."""
    at_start: bool = False
    """Whether each start looks, whatever the time: what it does depends on the settings."""
    needs_room: bool = True
    """Whether it is not even begun while hardly anything is free; what frees room is, and what looks for room itself."""
