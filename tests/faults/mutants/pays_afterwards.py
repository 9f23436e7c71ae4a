"""A call is taken down when its answer has come, as whoever counts what they got does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from daemon.sources.ledger import Bucket, Ledger
from tests.faults.mutants import told_the_time

_paid = Ledger.paid


@asynccontextmanager
async def _pay_afterwards(self: Ledger, bucket: Bucket, cost: int = 1) -> AsyncIterator[None]:
    try:
        yield
    finally:
        async with _paid(self, bucket, cost):
            pass


def take_out() -> None:
    """Pay behind the call."""
    told_the_time.take_out()
    Ledger.paid = _pay_afterwards  # type: ignore[method-assign]
