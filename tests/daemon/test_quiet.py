"""Work that is to be felt by nobody has a low priority, and takes none back."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading

import pytest

from daemon.quiet import NICENESS, quietly

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")


async def test_quiet_work_has_a_low_priority_and_leaves_that_of_others_alone() -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    usual = niceness()
    assert await quietly(niceness) == max(usual, NICENESS)
    assert niceness() == await asyncio.to_thread(niceness) == usual


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
