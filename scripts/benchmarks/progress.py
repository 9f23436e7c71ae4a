"""How far a long measurement has come, for whoever waits: on standard error, beside the figures."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator


def rounds(what: str, count: int) -> Iterator[int]:
    """Count from 0, saying before each round which one it is and after how many seconds."""
    began = time.monotonic()
    for number in range(count):
        print(f"  {what}: {number + 1} of {count}, after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        yield number
