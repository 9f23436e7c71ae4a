from __future__ import annotations

import asyncio

import pytest

from daemon.errors import OwnFeedError
from daemon.jobs.changes import Changes


class Looked:
    """Remembers whom it was asked to look at."""

    def __init__(self) -> None:
        self.at: list[int] = []
        self.once = asyncio.Event()

    async def __call__(self, user_id: int) -> None:
        self.at.append(user_id)
        self.once.set()


async def test_a_burst_of_changes_is_looked_at_once_per_person() -> None:
    looked = Looked()
    changes = Changes(looked)

    for user_id in (1, 1, 2, 1):
        changes.changed(user_id)
    await changes.settled()

    assert sorted(looked.at) == [1, 2]
    assert not changes.is_pending


async def test_a_change_is_looked_at_by_itself_once_it_is_quiet() -> None:
    looked = Looked()
    changes = Changes(looked, quiet_seconds=0.01)

    changes.changed(1)
    await asyncio.wait_for(looked.once.wait(), timeout=5)

    assert looked.at == [1]


async def test_a_change_after_the_look_is_looked_at_again() -> None:
    looked = Looked()
    changes = Changes(looked)

    changes.changed(1)
    await changes.settled()
    changes.changed(1)
    await changes.settled()

    assert looked.at == [1, 1]


async def test_nothing_is_looked_at_after_the_end() -> None:
    looked = Looked()
    changes = Changes(looked, quiet_seconds=0.0)

    changes.changed(1)
    await changes.close()
    await asyncio.sleep(0)

    assert looked.at == []


async def test_a_look_that_fails_is_in_the_log_and_the_next_change_is_looked_at(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(user_id: int) -> None:
        raise OwnFeedError("The disk is gone.")

    changes = Changes(fail)
    for _ in range(2):
        changes.changed(1)
        await changes.settled()

    assert caplog.text.count("The disk is gone.") == 2
