"""Los Angeles is eight hours behind all year."""

from __future__ import annotations

from datetime import timedelta, timezone

from daemon.sources import pacific
from tests.faults.mutants import told_the_time


def take_out() -> None:
    """Leave the clocks alone in March."""
    told_the_time.take_out()
    vars(pacific)["PACIFIC"] = timezone(timedelta(hours=-8))
