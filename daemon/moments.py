"""Moments in seconds since the epoch: which can be written as a date, how they stand in a file's name, how long ago they are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

EARLIEST: Final = -62_135_596_800.0
"""0001-01-01T00:00:00Z."""
LATEST: Final = 253_402_300_799.0
"""9999-12-31T23:59:59Z."""


def is_longer_ago(moment: float, seconds: float, now: float) -> bool:
    """Return whether a moment is so many seconds ago.

    One still to come was told by a clock that went wrong and was put right since: nothing is put off until then.
    """
    return not 0 <= now - moment < seconds


def is_far_from(moment: float, seconds: float, now: float) -> bool:
    """Return whether a moment is so many seconds ago, or as many still to come (see `is_longer_ago`).

    What was made beside us, a little later than the `now` we go by, is not old.
    """
    return not abs(now - moment) < seconds


def minute(moment: float) -> str:
    """Return a moment for a sentence, in this machine's zone: 2026-11-25 10:15."""
    return f"{datetime.fromtimestamp(moment, UTC).astimezone():%Y-%m-%d %H:%M}"


def stamp(moment: float) -> str:
    """Return a moment for the name of a file, in this machine's zone: 2026-11-25-101500."""
    return f"{datetime.fromtimestamp(moment, UTC).astimezone():%Y-%m-%d-%H%M%S}"
