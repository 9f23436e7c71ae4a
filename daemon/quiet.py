"""Long work beside requests gets what the others leave of the processor."""

from __future__ import annotations

import os
import sys
from typing import Final

NICENESS: Final = 10
"""Requests come first on a machine with few cores."""


def step_back() -> None:
    """Leave the processor to others; nobody does on Windows. Who leaves it more than that already goes on so.

    For a process of its own alone: a thread that waits long for the processor keeps the interpreter from all the others.
    """
    if sys.platform != "win32":
        # Only root may take a greater niceness back, as of a daemon started by `nice -n 15`.
        os.nice(max(NICENESS - os.nice(0), 0))
