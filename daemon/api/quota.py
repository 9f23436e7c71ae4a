"""YouTube's daily allowances: used, allowed, and when they begin anew."""

from __future__ import annotations

from typing import Final

from aiohttp import web
from pydantic import BaseModel

from daemon.keys import CLOCK, SETTINGS, STORE
from daemon.sources.pacific import day_of, next_midnight

from .routes import Route, Routes
from .wire import Moment

routes: Final = Routes()


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
    now, settings = request.app[CLOCK](), request.app[SETTINGS]
    used = await request.app[STORE].quota.used(day_of(now).isoformat())
    return QuotaOut(
        used_today=used.get("units", 0),
        limit=settings.quota_units,
        reset_at=next_midnight(now),
        buckets=BucketsOut(
            search=BucketOut(used=used.get("search", 0), limit=settings.quota_searches),
            units=BucketOut(used=used.get("units", 0), limit=settings.quota_units),
        ),
    )
