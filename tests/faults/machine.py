"""A computer whose clock is in the hands of a trial, with the daemon on it and a YouTube that hears what it asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tests.daemon.serving import Served, serving
from tests.stand_ins.youtube import KEY, YouTube

from .dues import LIMITS, pacific_day
from .looking import looked_at
from .mutants.told_the_time import CLOCK
from .telling import until
from .told_time import ToldTime

REST_SECONDS: Final = 60.0
PAUSE_SECONDS: Final = 0.01


class Machine:
    """Switched off at first. `clock.now` is what it shows; `wrong_by` is how far (s) that is ahead of the true time."""

    def __init__(self, folder: Path, youtube: YouTube, mutant: str) -> None:
        self.data = folder / "data"
        self.clock = ToldTime(folder / "clock")
        self.wrong_by = 0.0
        self.has_key = True
        """Whether the daemon is given a key at its next start."""
        self.counted = Counter[tuple[str, str]]()
        """Calls of the Data API by the day in Los Angeles that this clock showed, and by bucket."""
        self.daemon: Served | None = None
        self._mutant, self._running = mutant, ExitStack()
        self._environment = ("env", f"{CLOCK}={folder / 'clock'}", *(f"OWNFEED_{each}" for each in _settings(youtube)))
        self._hears_left, self._act = 0, _nothing
        youtube.allowed = dict(LIMITS)
        youtube.today = lambda: pacific_day(self.true_now)
        youtube.heard = self._hear

    @property
    def true_now(self) -> float:
        """What a right clock would show."""
        return self.clock.now - self.wrong_by

    @property
    def is_on(self) -> bool:
        """Whether the daemon was started, and not ended since."""
        return self.daemon is not None and self.daemon.process.poll() is None

    def start(self) -> None:
        """Start the daemon; one that was killed before is cleared away."""
        self._running.close()
        self.clock.looked_at = 0.0
        key = f"OWNFEED_YOUTUBE_API_KEY={KEY if self.has_key else ''}"
        running = serving(self.data, mutant=self._mutant, before=(*self._environment, key))
        self.daemon = self._running.enter_context(running)

    def stop(self) -> None:
        """End it in order."""
        assert self.daemon is not None
        self.daemon.stop()

    def kill(self) -> None:
        """SIGKILL at once; also in the thread that answers for YouTube. Returns when it is dead."""
        assert self.daemon is not None
        self.daemon.process.kill()
        self.daemon.process.wait()

    def close(self) -> None:
        """Leave no process behind."""
        self._running.close()

    def at_request(self, number: int, act: Callable[[], object]) -> None:
        """Act when YouTube has heard so many more requests and one, and has answered all but that one."""
        self._hears_left, self._act = number, act

    def disarm(self) -> None:
        """Act at no request any more."""
        self._act = _nothing

    def has_looked(self) -> bool:
        """Whether the daemon has asked for all that is due by the clock as it stands."""
        return self.clock.looked_at == self.clock.now

    def comes_to_rest(self) -> bool:
        """Wait until all that is due has run, or the daemon is dead; return whether that came about in time."""
        return until(
            lambda: not self.is_on or (self.has_looked() and not self._unfinished()),
            REST_SECONDS,
            pause_seconds=PAUSE_SECONDS,
        )

    def _unfinished(self) -> int:
        with looked_at(self.data / "ownfeed.db") as connection:
            statement = "SELECT count(*) FROM jobs WHERE state IN ('queued', 'running')"
            return int(connection.execute(statement).fetchone()[0])

    def _hear(self, path: str) -> None:
        if path.startswith("/youtube/v3/"):
            bucket = "search" if path.endswith("search") else "units"
            self.counted[pacific_day(self.clock.now), bucket] += 1
        self._hears_left -= 1
        if self._hears_left < 0:
            act, self._act = self._act, _nothing
            act()


def _nothing() -> object:
    return None


def _settings(youtube: YouTube) -> tuple[str, ...]:
    return (
        "DISCOVERY=true",
        "OEMBED=true",
        f"YOUTUBE_ADDRESS={youtube.address}",
        f"YOUTUBE_API_ADDRESS={youtube.address}",
        "REQUEST_SPACING_SECONDS=0",
        f"QUOTA_SEARCHES={LIMITS['search']}",
        f"QUOTA_UNITS={LIMITS['units']}",
    )
