"""The hour and the weekday where the person is."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def local_time(now: float) -> tuple[float, float]:
    """Return the hour, 0 to 24, and the weekday, Monday 0, where the person is, as far as this machine knows."""
    clock = datetime.fromtimestamp(now, UTC).astimezone()
    return clock.hour + clock.minute / 60, float(clock.weekday())


def end_of_day(now: float) -> float:
    """Return when the next day begins there, in seconds since the epoch."""
    clock = datetime.fromtimestamp(now, UTC).astimezone()
    return time.mktime((clock.year, clock.month, clock.day + 1, 0, 0, 0, 0, 0, -1))
