from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal

import pytest

from daemon.errors import OwnFeedError
from daemon.jobs.children import in_child


def _pid_and_double(number: int) -> tuple[int, int]:
    return os.getpid(), 2 * number


def _fail(message: str) -> None:
    raise ValueError(message)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def test_the_work_is_done_in_another_process() -> None:
    pid, doubled = await in_child(_pid_and_double, 21)

    assert (doubled, pid != os.getpid()) == (42, True)


async def test_what_goes_wrong_there_is_raised_here() -> None:
    with pytest.raises(ValueError, match="not a number"):
        await in_child(_fail, "not a number")


async def test_a_child_that_is_killed_is_told_of_in_a_sentence() -> None:
    with pytest.raises(OwnFeedError, match="A background process died"):
        await in_child(_die)


async def test_cancelling_one_leaves_those_begun_since_alone() -> None:
    first = asyncio.ensure_future(in_child(signal.pause))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(in_child(_pid_and_double, 21))
    await asyncio.sleep(0)

    first.cancel()
    await asyncio.gather(first, return_exceptions=True)

    assert (await second)[1] == 42


async def test_cancelling_ends_the_process_at_once() -> None:
    before = set(multiprocessing.active_children())  # an earlier one may still be on its way out
    waiting = asyncio.ensure_future(in_child(signal.pause))
    await asyncio.sleep(0)
    children = set(multiprocessing.active_children()) - before
    assert children

    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    for child in children:
        await asyncio.to_thread(child.join, 10)
        assert child.exitcode == -signal.SIGKILL
