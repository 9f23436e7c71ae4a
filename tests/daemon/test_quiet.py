"""Work that is to be felt by nobody has a low priority, and takes none back."""

from __future__ import annotations

import os
import subprocess
import sys

from daemon.children import in_child
from daemon.quiet import NICENESS


async def test_a_child_leaves_the_processor_to_the_daemon() -> None:
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    assert await in_child(os.getpriority, os.PRIO_PROCESS, 0) == max(usual, NICENESS)
    assert os.getpriority(os.PRIO_PROCESS, 0) == usual


def test_who_was_started_with_a_lower_priority_yet_keeps_it() -> None:
    program = (
        "import os, sys\n"
        "from daemon.quiet import step_back\n"
        "os.nice(15)\n"
        "if os.getuid() == 0:\n"
        "    os.setuid(65534)\n"  # root may do what a person may not
        "step_back()\n"
        "sys.exit(os.getpriority(os.PRIO_PROCESS, 0))\n"
    )
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == min(usual + 15, 19)
