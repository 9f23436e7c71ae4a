"""YouTube's daily allowances: used, allowed, and when they begin anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import BaseModel

from daemon.keys import CLOCK, STORE

from .routes import Route, Routes
from .wire import Moment

routes: Final = Routes()

PACIFIC: Final = ZoneInfo("America/Los_Angeles")
"""Where YouTube's day ends."""

SEARCHES_PER_DAY: Final = 100
UNITS_PER_DAY: Final = 10_000
"""YouTube's own allowances for a project: searches are counted apart from everything else."""


class BucketOut(BaseModel):
    """One daily allowance."""

    used: int
    limit: int


class BucketsOut(BaseModel):
    """The two allowances YouTube gives: searches, and units for everything else."""

    search: BucketOut
    units: BucketOut


class QuotaOut(BaseModel):
    """What was used of YouTube's allowances today; nothing at all without a key."""

    used_today: int
    limit: int
    reset_at: Moment
    buckets: BucketsOut


@routes.add(Route("GET", "/api/videos/quota", "YouTube's allowances", reply=QuotaOut))
async def get_quota(request: web.Request) -> QuotaOut:
    """Return used and allowed units; they are reset at midnight in Los Angeles."""
    now = request.app[CLOCK]()
    used = await request.app[STORE].quota.used(day_of(now).isoformat())
    return QuotaOut(
        used_today=used.get("units", 0),
        limit=UNITS_PER_DAY,
        reset_at=next_midnight(now),
        buckets=BucketsOut(
            search=BucketOut(used=used.get("search", 0), limit=SEARCHES_PER_DAY),
            units=BucketOut(used=used.get("units", 0), limit=UNITS_PER_DAY),
        ),
    )


def day_of(now: float) -> date:
    """Return the date in Los Angeles at a moment."""
    return datetime.fromtimestamp(now, PACIFIC).date()


def next_midnight(now: float) -> float:
    """Return when the next day begins there, in seconds since the epoch, daylight saving heeded."""
    tomorrow = day_of(now) + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=PACIFIC).timestamp()
