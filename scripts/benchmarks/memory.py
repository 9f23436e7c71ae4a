"""How much memory a process has held."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")


def peak_kib() -> int:
    """Return the most resident memory this program has held, in KiB.

    Linux counts into `ru_maxrss` what the process held before it became this program, which is its parent's; `VmHWM` does not.
    """
    if _STATUS.exists():
        lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
        return int(lines["VmHWM"].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
