"""Values of other programs' files, of which any may be of any type: taken for what they are, else for nothing."""

from __future__ import annotations

from .dates import EARLIEST, LATEST


def string(value: object) -> str:
    """Return a text, "" for anything else."""
    return value if isinstance(value, str) else ""


def from_milliseconds(value: object) -> float | None:
    """Return whole seconds since the epoch of a moment in milliseconds; None for what is no moment a history can hold."""
    if not isinstance(value, int | float) or not EARLIEST <= value / 1000 < LATEST:
        return None
    return float(value // 1000)
