"""How an outside service stands with us, over restarts: asked before each request, told after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from yarl import URL

from daemon.store.services import ServiceState

from .breaker import after_failure

if TYPE_CHECKING:
    from daemon.store import Store


class Failed(Exception):
    """A service did not give an answer that can be used; the sentence says what it did instead."""


class Paused(Failed):
    """A service is left alone until `until`, in seconds since the epoch."""

    def __init__(self, until: float) -> None:
        super().__init__("The service is left alone for a while.")
        self.until = until


class Standing:
    """The pauses of one service, and the count of what is sent to its host."""

    def __init__(self, address: str, store: Store, clock: Callable[[], float]) -> None:
        self.name = name_of(address)
        self._host = URL(address).host or ""
        self._store = store
        self._clock = clock

    async def rests(self) -> None:
        """Raise Paused while there is a pause."""
        state = await self._store.services.get(self.name)
        if state.rests(self._clock()):
            raise Paused(state.paused_until)

    async def asks(self, requests: int = 1) -> str:
        """Count what is about to be sent, and return the day it was counted on.

        Raises Paused, and counts nothing, while there is a pause.
        """
        await self.rests()
        day = datetime.fromtimestamp(self._clock(), UTC).date().isoformat()
        await self._store.egress.add(day, self._host, requests)
        return day

    async def correct(self, day: str, requests: int, host: str = "") -> None:
        """Add to what was counted on a day (or take from it) once another's client has told what it sent, and to whom."""
        if requests:
            await self._store.egress.add(day, host or self._host, requests)

    async def answered(self) -> None:
        """End the row of failures."""
        if (await self._store.services.get(self.name)).failures:
            await self._store.services.set(self.name, ServiceState())

    async def failed(self, what: str, *, is_refusal: bool = False, retry_after: float | None = None) -> Failed:
        """Count a failure and return what to raise: Paused when it was one too many."""
        now, state = self._clock(), await self._store.services.get(self.name)
        after = after_failure(state, now, is_refusal=is_refusal, retry_after=retry_after)
        await self._store.services.set(self.name, after)
        return Paused(after.paused_until) if after.rests(now) else Failed(f"{self.name}: {what}.")


def name_of(address: str) -> str:
    """Return what a service's pauses are remembered by: its host and path."""
    url = URL(address)
    return f"{url.authority}{url.path}"
