from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from multiprocessing.process import BaseProcess

import numpy as np
import pytest

from daemon.children import in_child
from daemon.errors import OwnFeedError
from recsys.arrays import FloatArray


def _pid_and_double(number: int) -> tuple[int, int]:
    return os.getpid(), 2 * number


def _doubled(given: dict[str, FloatArray]) -> dict[str, FloatArray]:
    for array in given.values():
        array *= 2
    return given


def _fail(message: str) -> None:
    raise ValueError(message)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _begun_since(before: set[BaseProcess]) -> set[BaseProcess]:
    while not (begun := set(multiprocessing.active_children()) - before):
        time.sleep(0.01)
    return begun


async def test_the_work_is_done_in_another_process() -> None:
    pid, doubled = await in_child(_pid_and_double, 21)

    assert (doubled, pid != os.getpid()) == (42, True)


async def test_what_goes_wrong_there_is_raised_here() -> None:
    with pytest.raises(ValueError, match="not a number"):
        await in_child(_fail, "not a number")


async def test_arrays_arrive_as_they_are_and_can_be_changed() -> None:
    matrix = np.arange(300_000, dtype=np.float32).reshape(1_000, 300)
    given = {"whole": matrix, "columns": matrix[:, ::7], "none": matrix[:0]}

    told = await in_child(_doubled, given)

    assert all(np.array_equal(told[name], 2 * array) for name, array in given.items())


async def test_what_goes_wrong_there_says_where() -> None:
    with pytest.raises(ValueError, match="not a number") as raised:
        await in_child(_fail, "not a number")
    assert "in _fail" in raised.value.__notes__[0]


async def test_nothing_is_begun_for_who_has_gone_already() -> None:
    before = set(multiprocessing.active_children())
    waiting = asyncio.ensure_future(in_child(signal.pause))
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert set(multiprocessing.active_children()) <= before


async def test_a_child_that_is_killed_is_told_of_in_a_sentence() -> None:
    with pytest.raises(OwnFeedError, match="in the background was ended"):
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
    children = await asyncio.wait_for(asyncio.to_thread(_begun_since, before), 10)

    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    for child in children:
        await asyncio.to_thread(child.join, 10)
        assert child.exitcode == -signal.SIGKILL
