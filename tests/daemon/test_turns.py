"""Whose turn it is with the arrays: who waits for an answer stands behind one step of the others at most."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from functools import partial

import pytest

from daemon.recommender.turns import Turns, in_steps
from recsys.steps import Steps


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


async def test_long_work_is_done_in_steps_between_which_others_have_the_thread(turns: Turns) -> None:
    done, threads = list[str](), set[str]()

    def counting(name: str) -> Steps[int]:
        for number in range(3):
            threads.add(threading.current_thread().name)
            done.append(f"{name} {number}")
            yield
        return len(done)

    both = await asyncio.gather(*(in_steps(partial(counting, name), turns.between) for name in "ab"))

    assert done == ["a 0", "b 0", "a 1", "b 1", "a 2", "b 2"]
    assert both == [6, 6]
    assert threads == {"recommender_0"}


async def test_what_goes_wrong_in_a_step_is_raised_and_the_others_are_left(turns: Turns) -> None:
    done = list[int]()

    def failing() -> Steps[None]:
        done.append(1)
        yield
        raise ValueError("not this one")

    with pytest.raises(ValueError, match="not this one"):
        await in_steps(failing, turns.at_once)
    assert done == [1]
