"""YouTube's daily allowances as we spend them: taken down before the call, so that a crash counts too much, never too little."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from .pacific import day_of, next_midnight
from .standing import Paused

if TYPE_CHECKING:
    from daemon.store import Store

Bucket: TypeAlias = Literal["search", "units"]
"""Searches are counted in calls, everything else together in units."""

SHARE: Final = 0.95
"""We stop short of the allowance: another program of the same key may be spending too."""
MARGIN_SECONDS: Final = 60.0
"""So close to midnight a call is taken down on both days: it takes its time, and YouTube's clock is not ours."""


class Ledger:
    """What is left today of each bucket; `limits` are the allowances of the key."""

    def __init__(self, store: Store, clock: Callable[[], float], limits: Mapping[Bucket, int]) -> None:
        self._store = store
        self._clock = clock
        self._limits = limits

    @asynccontextmanager
    async def paid(self, bucket: Bucket, cost: int = 1) -> AsyncIterator[None]:
        """Take down what the call within will cost, before it; raises Paused until the next day, and takes nothing, where it is not left.

        A machine that fell asleep in between makes the call on another day: there it is taken down as well.
        """
        now, most = self._clock(), int(self._limits[bucket] * SHARE)
        days = _days(now)
        if not await self._store.quota.reserve(bucket, days, cost, most):
            raise Paused(_next_day(now))
        try:
            yield
        finally:
            others = [day for day in _days(self._clock()) if day not in days]
            await self._store.quota.add(bucket, others, cost, self._limits[bucket])

    async def spent_until(self, bucket: Bucket) -> float | None:
        """Return when a bucket with nothing left begins anew, in seconds since the epoch; None while something is left."""
        now, most = self._clock(), int(self._limits[bucket] * SHARE)
        used = [(await self._store.quota.used(day)).get(bucket, 0) for day in _days(now)]
        return _next_day(now) if 0 < most <= max(used) else None  # one of nothing never begins anew

    async def close(self, bucket: Bucket) -> Paused:
        """Take the bucket for empty until the next day, because YouTube says so; return what to raise."""
        now = self._clock()
        await self._store.quota.add(bucket, _days(now)[:1], self._limits[bucket], self._limits[bucket])
        return Paused(_next_day(now))


def _days(now: float) -> list[str]:
    """Return the days YouTube may count a call of this moment on: mostly one, at midnight two, the one that ends first."""
    days = (day_of(now - MARGIN_SECONDS), day_of(now + MARGIN_SECONDS))
    return list(dict.fromkeys(day.isoformat() for day in days))


def _next_day(now: float) -> float:
    """Return when YouTube has begun its next day for certain."""
    return next_midnight(now - MARGIN_SECONDS) + MARGIN_SECONDS
