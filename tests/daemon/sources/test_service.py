"""An outside service is asked politely, and whatever it does is survived."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest

from daemon.sources.service import MOST_BYTES, Service, asking
from daemon.sources.standing import Failed, Paused
from daemon.store import Store
from tests.daemon.running import Clock
from tests.stand_ins.youtube import Upload, YouTube

ID = "UCabcdefghijklmnopqrstuv"
QUERY = {"channel_id": ID}


@pytest.fixture
def youtube(youtube: YouTube) -> YouTube:
    youtube.add(ID, "Bread", [Upload("abcdefghijk", "Bread", 0.0)])
    return youtube


@pytest.fixture
async def service(youtube: YouTube, store: Store, clock: Clock) -> AsyncIterator[Service]:
    address = f"{youtube.address}/feeds/videos.xml"
    async with asking(address, store, clock, spacing_seconds=0.0, timeout_seconds=0.5) as opened:
        yield opened


async def test_an_answer_comes_with_its_body_and_is_counted_as_leaving_the_machine(
    service: Service, store: Store
) -> None:
    answer = await service.get(QUERY)
    assert (answer.status, b"yt:videoId" in answer.body) == (200, True)
    assert await store.egress.on("2026-11-18") == {"127.0.0.1": 1}


@pytest.mark.parametrize("status", [301, 404, 500, 503])
async def test_another_status_than_asked_for_is_a_failure(service: Service, youtube: YouTube, status: int) -> None:
    youtube.fail(status, Location=f"{youtube.address}/elsewhere")
    with pytest.raises(Failed, match=str(status)):
        await service.get(QUERY)
    assert len(youtube.asked) == 1
    assert (await service.get(QUERY)).status == 200


async def test_a_body_that_never_ends_is_given_up(service: Service, youtube: YouTube) -> None:
    youtube.hang()
    with pytest.raises(Failed, match="TimeoutError"):
        await service.get(QUERY)


async def test_a_body_that_swells_is_given_up(service: Service, youtube: YouTube) -> None:
    youtube.say(gzip.compress(b" " * (MOST_BYTES + 1)), Content_Encoding="gzip")
    with pytest.raises(Failed, match="ValueError"):
        await service.get(QUERY)


@pytest.mark.parametrize("status", [403, 429])
async def test_a_refusal_pauses_and_nothing_is_sent_until_the_pause_is_over(
    service: Service, youtube: YouTube, clock: Clock, status: int
) -> None:
    youtube.fail(status)
    with pytest.raises(Paused):
        await service.get(QUERY)
    with pytest.raises(Paused):
        await service.get(QUERY)
    assert len(youtube.asked) == 1
    clock.now += 3_601
    assert (await service.get(QUERY)).status == 200


async def test_what_the_service_says_of_waiting_is_heeded(service: Service, youtube: YouTube, clock: Clock) -> None:
    youtube.fail(503, Retry_After="Wed, 18 Nov 2026 13:06:40 GMT", Date="Wed, 18 Nov 2026 11:06:40 GMT")
    with pytest.raises(Paused) as paused:
        await service.get(QUERY)
    assert paused.value.until == clock.now + 7_200


async def test_a_pause_outlives_a_restart(service: Service, youtube: YouTube, store: Store, clock: Clock) -> None:
    youtube.fail(429)
    with pytest.raises(Paused):
        await service.get(QUERY)
    async with asking(f"{youtube.address}/feeds/videos.xml", store, clock, spacing_seconds=0.0) as again:
        with pytest.raises(Paused):
            await again.get(QUERY)
    assert len(youtube.asked) == 1


async def test_a_pause_begun_under_a_clock_that_ran_ahead_ends_when_it_is_put_right(
    service: Service, youtube: YouTube, clock: Clock
) -> None:
    youtube.fail(429)
    clock.now += 365 * 86_400
    with pytest.raises(Paused):
        await service.get(QUERY)
    clock.now -= 365 * 86_400
    assert (await service.get(QUERY)).status == 200


async def test_five_failures_in_a_row_pause_and_an_answer_between_them_does_not(
    service: Service, youtube: YouTube
) -> None:
    youtube.fail(500, 4)
    for _ in range(4):
        with pytest.raises(Failed):
            await service.get(QUERY)
    await service.get(QUERY)
    youtube.fail(500, 5)
    for _ in range(4):
        with pytest.raises(Failed, match="500"):
            await service.get(QUERY)
    with pytest.raises(Paused):
        await service.get(QUERY)


async def test_no_more_than_two_are_asked_at_once_and_no_cookie_is_kept(service: Service, youtube: YouTube) -> None:
    youtube.fail(404, Set_Cookie="a=b")
    await asyncio.gather(*(service.get(QUERY, answers=(200, 404)) for _ in range(12)))
    assert youtube.most_at_once <= 2
    assert youtube.cookies == []


async def test_requests_keep_their_distance(youtube: YouTube, store: Store, clock: Clock) -> None:
    async with asking(f"{youtube.address}/feeds/videos.xml", store, clock, spacing_seconds=0.1) as service:
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(service.get(QUERY) for _ in range(4)))
        assert asyncio.get_running_loop().time() - began >= 3 * 0.05


async def test_a_machine_without_a_network_is_a_failure_like_any_other(store: Store, clock: Clock) -> None:
    async with asking("http://127.0.0.1:9/feeds/videos.xml", store, clock, spacing_seconds=0.0) as service:
        with pytest.raises(Failed, match="could not be reached"):
            await service.get(QUERY)
