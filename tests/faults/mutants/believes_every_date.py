"""What is due in a year, because the clock once ran a year ahead, is waited for."""

from __future__ import annotations

from daemon.jobs import schedule
from daemon.store.schedule import Due
from tests.faults.mutants import told_the_time


def _has_come(due: Due | None, now: float, _every_seconds: float) -> bool:
    return due is None or due.next_due_at <= now


def take_out() -> None:
    """Take each time for one that will come."""
    told_the_time.take_out()
    vars(schedule)["_has_come"] = _has_come
