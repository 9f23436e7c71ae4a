"""YouTube's day: its allowances are counted and reset in Los Angeles, daylight saving heeded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

PACIFIC: Final = ZoneInfo("America/Los_Angeles")


def day_of(now: float) -> date:
    """Return the date in Los Angeles at a moment."""
    return datetime.fromtimestamp(now, PACIFIC).date()


def next_midnight(now: float) -> float:
    """Return when the next day begins there, in seconds since the epoch."""
    tomorrow = day_of(now) + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=PACIFIC).timestamp()
