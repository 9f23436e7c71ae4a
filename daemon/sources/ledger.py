"""YouTube's daily allowances as we spend them: taken down before the call, so that a crash counts too much, never too little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from .pacific import day_of, next_midnight
from .standing import Paused

if TYPE_CHECKING:
    from daemon.store import Store

Bucket: TypeAlias = Literal["search", "units"]
"""Searches are counted in calls, everything else together in units."""

SHARE: Final = 0.95
"""We stop short of the allowance: another program of the same key may be spending too."""


class Ledger:
    """What is left today of each bucket; `limits` are the allowances of the key."""

    def __init__(self, store: Store, clock: Callable[[], float], limits: Mapping[Bucket, int]) -> None:
        self._store = store
        self._clock = clock
        self._limits = limits

    async def reserve(self, bucket: Bucket, cost: int = 1) -> None:
        """Take down what a call will cost; raises Paused until the next day, and takes nothing, where it is not left."""
        now, most = self._clock(), int(self._limits[bucket] * SHARE)
        if not await self._store.quota.reserve(bucket, day_of(now).isoformat(), cost, most):
            raise Paused(next_midnight(now))

    async def close(self, bucket: Bucket) -> Paused:
        """Take the bucket for empty until the next day, because YouTube says so; return what to raise."""
        now = self._clock()
        await self._store.quota.exhaust(bucket, day_of(now).isoformat(), self._limits[bucket])
        return Paused(next_midnight(now))
