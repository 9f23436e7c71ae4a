"""Many changes make one new feed, soon; nobody who asks gets an old one."""

from __future__ import annotations

import asyncio

from daemon.recommender.refresher import Refresher


class Counting:
    """Makes nothing and counts how often; a making ends when the test says so."""

    def __init__(self) -> None:
        self.made = 0
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def __call__(self, user_id: int) -> None:
        await self.may_end.wait()
        self.made += 1


async def test_changes_that_come_together_are_made_once() -> None:
    making = Counting()
    refresher = Refresher(making)
    for _ in range(100):
        refresher.changed(1)
    await refresher.fresh(1)
    assert making.made == 1
    await refresher.close()


async def test_a_change_while_something_is_made_is_made_again() -> None:
    making = Counting()
    making.may_end.clear()
    refresher = Refresher(making)
    refresher.changed(1)
    first = asyncio.create_task(refresher.fresh(1))
    await asyncio.sleep(0)
    refresher.changed(1)
    making.may_end.set()
    await first
    await refresher.fresh(1)
    assert making.made == 2
    await refresher.close()


async def test_what_can_wait_is_not_waited_for() -> None:
    making = Counting()
    refresher = Refresher(making)
    refresher.changed(1, urgent=False)
    await refresher.fresh(1)
    assert making.made == 0
    await refresher.close()


async def test_an_urgent_change_does_not_wait_for_a_later_ones_time() -> None:
    making = Counting()
    refresher = Refresher(making)
    refresher.changed(1, urgent=False)
    refresher.changed(1)
    await refresher.fresh(1)
    assert making.made == 1
    await refresher.close()


async def test_a_making_that_fails_keeps_nobody_waiting_and_the_next_is_tried() -> None:
    tries: list[int] = []

    async def failing(user_id: int) -> None:
        tries.append(user_id)
        raise RuntimeError("not this time")

    refresher = Refresher(failing)
    for _ in range(2):
        refresher.changed(7)
        await refresher.fresh(7)
    assert tries == [7, 7]
    await refresher.close()


async def test_what_is_due_at_a_time_is_made_then_though_nothing_happens() -> None:
    made = asyncio.Event()

    async def make(user_id: int) -> None:
        made.set()

    refresher = Refresher(make, repeat_seconds=3_600.0)
    refresher.again(1, float("inf"))
    refresher.again(1, 0.01)
    await asyncio.wait_for(made.wait(), 10)
    await refresher.close()
