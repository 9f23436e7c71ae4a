"""What the trial of a year looks for in a daemon's file: which jobs ran, beside those that were due, and the ledger."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from daemon.store.backup import daily

from .looking import looked_at

HOUR: Final = 3_600.0
ALWAYS: Final = {"discover": 4, "search": 4, "uploads": 6, "popular": 12, "tidy": 24, "check": 24}
"""Their periods in hours, as the documentation tells them: these have something to do whenever they are due."""
SOMETIMES: Final = {"fill": 1, "describe": 1, "backup": 1}
"""These look so often whether there is something to do, and then do it."""
WITH_KEY: Final = frozenset({"search", "uploads", "popular", "fill"})
WITHOUT_KEY: Final = frozenset({"describe"})
"""These ask with a key of the Data API, or where there is none; the others never care."""
LIMITS: Final = {"search": 100, "units": 40}
"""The searches are YouTube's own; the units are so few that a day's work comes to their end."""
SHARE: Final = 0.95
"""Where the daemon stops, as docs/discovery.md says."""
STOPPED: Final = "OwnFeed was stopped while this ran."
PACIFIC: Final = ZoneInfo("America/Los_Angeles")


def pacific_day(moment: float) -> str:
    """Return the date in Los Angeles."""
    return datetime.fromtimestamp(moment, PACIFIC).date().isoformat()


class Dues:
    """What is due by the trial's own reckoning, and what has become known of the daemon's jobs."""

    def __init__(self, data: Path) -> None:
        self.runs = Counter[str]()
        """How often each kind was begun because it was due."""
        self.used_up = set[tuple[str, str]]()
        """The allowances, by day and bucket, that were used to the end."""
        self._data = data
        self._last = dict[str, float]()
        self._seen = set[str]()

    def at(self, now: float) -> Counter[str]:
        """Return what is due at a moment, and take it for done: a period after the last time, or before it by the clock."""
        come = [kind for kind, hours in (ALWAYS | SOMETIMES).items() if not self._was_within(kind, hours * HOUR, now)]
        self._last |= dict.fromkeys(come, now)
        return Counter(come)

    def begun(self, kind: str) -> int:
        """Return how many of a kind there are."""
        with looked_at(self._data / "ownfeed.db") as connection:
            return int(connection.execute("SELECT count(*) FROM jobs WHERE kind = ?", (kind,)).fetchone()[0])

    def wrong(self, due: Counter[str], now: float, *, has_key: bool, killed: bool, troubled: bool) -> Iterator[str]:
        """Yield what is wrong with the jobs that are new since the last time, at rest, where so many of each were due.

        has_key: a key was set, so that some have something to do, and others have not.
        killed: the daemon was, meanwhile, so that a job may have been begun twice, and the data are looked at once more.
        troubled: YouTube was, so that a job may have failed.
        """
        begun, ended = Counter[str](), set[str]()
        for kind, params, state, error in self._new_jobs():
            begun[kind] += json.loads(params) == {}
            if error != STOPPED:
                ended.add(kind)
            if state == "failed" and error != STOPPED and not troubled:
                yield f"{kind} failed: {error}"
        self.runs += begun
        for kind in ALWAYS | SOMETIMES:
            times = 0 if kind in (WITHOUT_KEY if has_key else WITH_KEY) else due[kind]
            least = times if kind in ALWAYS else 0
            most = times * (1 + killed) + (killed and kind == "check")
            if not least <= begun[kind] <= most:
                yield f"{kind} was due {times} times and ran {begun[kind]} times"
            if least and kind not in ended:
                yield f"{kind} was due and did not come to an end"
        if due["backup"] and not daily(self._data / "backups", datetime.fromtimestamp(now, UTC).date()).exists():
            yield "there is no backup of the day"

    def misspent(self, counted: Mapping[tuple[str, str], int]) -> Iterator[str]:
        """Yield where the ledger is above a limit, or below the calls that were counted by day and bucket."""
        statement = "SELECT day, bucket, used FROM quota_usage"
        with looked_at(self._data / "ownfeed.db") as connection:
            ledger = {(day, bucket): used for day, bucket, used in connection.execute(statement)}
        self.used_up |= {key for key, used in ledger.items() if used >= int(SHARE * LIMITS[key[1]])}
        for (day, bucket), used in ledger.items():
            if used > LIMITS[bucket]:
                yield f"the ledger of {day} says {used} of {LIMITS[bucket]} {bucket}"
        for (day, bucket), calls in counted.items():
            if ledger.get((day, bucket), 0) < calls:
                yield f"the ledger of {day} says {ledger.get((day, bucket), 0)} {bucket}, and there were {calls}"

    def _was_within(self, kind: str, seconds: float, now: float) -> bool:
        return kind in self._last and 0 <= now - self._last[kind] < seconds

    def _new_jobs(self) -> Iterator[tuple[str, str, str, str | None]]:
        with looked_at(self._data / "ownfeed.db") as connection:
            rows = connection.execute("SELECT job_id, kind, params, state, error FROM jobs").fetchall()
        for job_id, *rest in rows:
            if job_id not in self._seen:
                self._seen.add(job_id)
                yield rest
