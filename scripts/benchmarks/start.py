"""From starting the process to its first answer, over 40,000 videos and 2,000 watches."""

from __future__ import annotations

import subprocess
import sys
import time

from .filled import filled_directory, running

STARTS = 5


def measure() -> dict[str, float]:
    """Return seconds, beside a Python that starts and does nothing."""
    with filled_directory() as (settings, ids):
        starts = []
        for _ in range(STARTS):
            with running(settings, ids) as served:
                starts.append(served.started_in_seconds)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return {
        "first answer, median s": sorted(starts)[STARTS // 2],
        "first answer, slowest s": max(starts),
        "bare python s": time.perf_counter() - began,
    }
