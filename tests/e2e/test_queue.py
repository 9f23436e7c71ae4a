"""What a person did is never lost and never counted twice, whoever is stopped in between."""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import Page

from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, ask, badge_becomes, event, open_own, stop_worker


@pytest_asyncio.fixture(loop_scope="session")
async def options(page: Page, paired: DaemonProcess) -> AsyncIterator[Page]:
    """The options page of a paired browser."""
    await open_own(page, OPTIONS, "ok")
    yield page


async def waiting(options: Page) -> int:
    """How many events the daemon does not have yet, after another try to give it them."""
    return int((await ask(options, "status", {}))["waiting"])


async def known(daemon: DaemonProcess, events: list[dict[str, Any]]) -> set[str]:
    """Those of these events that the daemon has: it calls them duplicates."""
    reply = await daemon.post("/api/signals", {"events": events})
    return set(reply["duplicates"])


def wipe(daemon: DaemonProcess) -> None:
    """Delete all data, as the command line does."""
    token = (daemon.data_dir / "cli-token").read_text(encoding="utf-8").strip()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(
        f"{daemon.address}/api/data", data=b'{"confirm": true}', headers=headers, method="DELETE"
    )
    with urllib.request.urlopen(request, timeout=10) as reply:
        assert reply.status == 200


async def test_events_of_a_silent_hour_arrive_once_though_the_worker_died(options: Page, paired: DaemonProcess) -> None:
    await paired.stop()
    events = [event() for _ in range(40)]
    for start in range(0, 40, 8):
        reply = await ask(options, "signals", {"events": events[start : start + 8]})
        assert reply["stored"] == [each["id"] for each in events[start : start + 8]]
        await stop_worker(options)
    assert await waiting(options) == 40
    await options.wait_for_selector("body[data-state=away]")
    await paired.start(new=False)
    assert await waiting(options) == 0
    assert await known(paired, events) == {each["id"] for each in events}


async def test_repeating_what_was_sent_changes_nothing(options: Page, paired: DaemonProcess) -> None:
    events = [event() for _ in range(5)]
    before = (await paired.get("/api/status"))["counts"]["signals"]
    for _ in range(3):
        await ask(options, "signals", {"events": events})
        await stop_worker(options)
    assert await waiting(options) == 0
    assert (await paired.get("/api/status"))["counts"]["signals"] == before + 5


async def test_a_wipe_is_not_undone_by_what_still_waited(options: Page, paired: DaemonProcess) -> None:
    await paired.stop()
    await ask(options, "signals", {"events": [event("thumbs_up") for _ in range(3)]})
    await options.evaluate("chrome.alarms.clearAll()")
    await paired.start(new=False)
    await asyncio.to_thread(wipe, paired)
    status = await ask(options, "status", {})
    assert (status["waiting"], status["dropped"]) == (0, {})
    assert (await paired.get("/api/status"))["counts"]["signals"] == 0
    rating = await ask(options, "signals", {"events": [event("thumbs_up")]})
    assert len(rating["stored"]) == 1
    assert await waiting(options) == 0
    assert (await paired.get("/api/status"))["counts"]["signals"] == 1


async def test_a_watch_that_grows_waits_once_with_its_greatest_value(options: Page, paired: DaemonProcess) -> None:
    await paired.stop()
    first = event("watch", watch={"seconds": 10, "duration_seconds": 100, "fraction": 0.1})
    for seconds in (10, 35, 20):
        grown = {**first, "watch": {"seconds": seconds, "duration_seconds": 100, "fraction": seconds / 100}}
        await ask(options, "signals", {"events": [grown]})
    assert await waiting(options) == 1
    held = await options.evaluate(
        "import('/worker/waiting-events.js').then(({WaitingEvents}) => new WaitingEvents().oldest(1, 1000))"
    )
    assert held[0]["event"]["watch"]["seconds"] == 35
    await paired.start(new=False)
    assert await waiting(options) == 0


async def test_a_full_queue_gives_up_what_was_merely_seen_and_says_so(options: Page, paired: DaemonProcess) -> None:
    await paired.stop()
    kinds = ["thumbs_up", "impression", "watch", "impression", "click", "thumbs_down"]
    await options.evaluate(
        """events => import('/worker/waiting-events.js')
            .then(({WaitingEvents}) => new WaitingEvents({most: 3}).add(events))""",
        [event(kind) for kind in kinds],
    )
    status = await ask(options, "status", {})
    assert status["waiting"] == 3
    assert status["dropped"] == {"impression": 2, "click": 1}
    await open_own(options, OPTIONS, "away")
    assert "3 events were given up" in (await options.text_content(".of-waiting") or "")
    await paired.start(new=False)
    assert await waiting(options) == 0


async def test_a_pause_records_nothing_by_itself_but_a_thumb_still_counts(options: Page, paired: DaemonProcess) -> None:
    await ask(options, "pause", {"paused": True})
    events = [event("watch"), event("impression"), event("thumbs_up")]
    reply = await ask(options, "signals", {"events": events})
    assert reply == {"stored": [events[2]["id"]], "leftOut": [each["id"] for each in events[:2]]}
    assert await waiting(options) == 0
    await ask(options, "pause", {"paused": False})
    assert await known(paired, events) == {events[2]["id"]}


async def test_the_worker_finds_the_daemon_again_without_being_asked(options: Page, paired: DaemonProcess) -> None:
    await paired.stop()
    await ask(options, "signals", {"events": [event()]})
    await options.wait_for_selector("body[data-state=away]")
    await badge_becomes(options, "!")
    assert "does not answer" in await options.evaluate("chrome.action.getTitle({})")
    alarms = await options.evaluate("chrome.alarms.getAll()")
    assert [(alarm["name"], alarm["periodInMinutes"]) for alarm in alarms] == [("deliver", 0.5)]
    await paired.start(new=False)
    assert await waiting(options) == 0
    assert await options.evaluate("chrome.alarms.getAll()") == []
    await badge_becomes(options, "")
