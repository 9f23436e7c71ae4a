"""Whose turn it is with the arrays: who waits for an answer stands behind one step of the others at most."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from functools import partial

import pytest

from daemon.quiet import NICENESS, quietly
from daemon.recommender.turns import Turns


@pytest.fixture
async def turns() -> AsyncIterator[Turns]:
    turns = Turns()
    yield turns
    turns.close()


async def test_who_waits_comes_before_the_next_step_of_who_does_not(turns: Turns) -> None:
    done, begun, may_end = list[str](), threading.Event(), threading.Event()

    def first_step() -> None:
        begun.set()
        may_end.wait()
        done.append("step 1")

    async def learn() -> None:
        await turns.between(first_step)
        await turns.between(lambda: done.append("step 2"))

    learning = asyncio.create_task(learn())
    others = asyncio.create_task(turns.between(lambda: done.append("another's step")))
    await asyncio.to_thread(begun.wait)
    pages = [asyncio.create_task(turns.at_once(partial(done.append, name))) for name in ("page 1", "page 2")]
    await asyncio.sleep(0)
    may_end.set()
    await asyncio.gather(learning, others, *pages)

    assert done[:3] == ["step 1", "page 1", "page 2"]
    assert sorted(done[3:]) == ["another's step", "step 2"]


async def test_what_fails_or_is_given_up_keeps_nobody_waiting(turns: Turns) -> None:
    with pytest.raises(ZeroDivisionError):
        await turns.at_once(lambda: 1 / 0)
    held = threading.Event()
    given_up = asyncio.create_task(turns.at_once(held.wait))
    await asyncio.sleep(0)
    given_up.cancel()
    held.set()
    with pytest.raises(asyncio.CancelledError):
        await given_up

    assert await turns.between(lambda: "my turn") == "my turn"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")
async def test_quiet_work_has_a_low_priority_and_leaves_that_of_others_alone() -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    usual = niceness()
    assert await quietly(niceness) == max(usual, NICENESS)
    assert niceness() == await asyncio.to_thread(niceness) == usual


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")
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
