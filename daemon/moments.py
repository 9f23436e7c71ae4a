"""The moments that can be written as a date, in seconds since the epoch."""

from __future__ import annotations

from typing import Final

EARLIEST: Final = -62_135_596_800.0
"""0001-01-01T00:00:00Z."""
LATEST: Final = 253_402_300_799.0
"""9999-12-31T23:59:59Z."""
