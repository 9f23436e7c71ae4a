"""No mutant, but a daemon that a trial tells the time, and that wakes every 50 ms instead of every minute."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from aiohttp import web

from daemon import serving
from daemon.app import create_app
from daemon.jobs import schedule
from daemon.jobs.schedule import Schedule
from tests.faults.told_time import ToldTime

WAKE_SECONDS: Final = 0.05
CLOCK: Final = "TOLD_TIME"
"""The environment's variable that names the clock's file."""


def take_out() -> None:
    """Read the trial's clock, wake up often, and tell which moment it was when the schedule was last looked at."""
    clock, sweep = ToldTime(Path(os.environ[CLOCK])), Schedule.sweep

    def create(*arguments: object, **options: object) -> web.Application:
        make: Callable[..., web.Application] = create_app
        return make(*arguments, **options, clock=lambda: clock.now)

    async def told(self: Schedule) -> None:
        now = clock.now
        await sweep(self)
        clock.looked_at = now

    vars(serving)["create_app"] = create
    vars(schedule)["WAKE_SECONDS"] = WAKE_SECONDS
    Schedule.sweep = told  # type: ignore[method-assign]
