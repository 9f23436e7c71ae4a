from __future__ import annotations

from collections.abc import AsyncIterator

from daemon.jobs.feed import MOST_UNREAD, Feed


async def _all(items: AsyncIterator[int]) -> list[int]:
    return [item async for item in items]


async def test_everybody_who_listens_gets_everything_published_since() -> None:
    feed: Feed[int] = Feed()
    feed.publish(0)
    first, second = feed.subscribe(), feed.subscribe()

    feed.publish(1)
    feed.publish(2)
    feed.close()

    assert await _all(first) == [1, 2]
    assert await _all(second) == [1, 2]


async def test_a_listener_that_falls_behind_loses_the_oldest_and_nobody_waits() -> None:
    feed: Feed[int] = Feed()
    listener = feed.subscribe()

    for number in range(MOST_UNREAD + 10):
        feed.publish(number)
    feed.close()

    heard = await _all(listener)
    assert heard[-1] == MOST_UNREAD + 9
    assert len(heard) == MOST_UNREAD - 1
