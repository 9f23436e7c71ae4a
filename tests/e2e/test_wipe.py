"""Deleting everything in the options: both sides are empty afterwards, and nothing that was under way comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, ask, event, open_own, stop_worker

CANARY = "A film nobody may know of"
VIDEO_ID = "canary_0001"
CARD = {"video_id": VIDEO_ID, "title": CANARY, "channel_name": CANARY}
EVERYTHING = """async () => {
    const database = await new Promise(done => { indexedDB.open('ownfeed').onsuccess = ({target}) => done(target.result); });
    const all = name => new Promise(done => {
        database.transaction(name).objectStore(name).getAll().onsuccess = ({target}) => done(target.result);
    });
    const stores = Object.fromEntries(await Promise.all([...database.objectStoreNames].map(async name => [name, await all(name)])));
    database.close();
    return {...stores, local: await chrome.storage.local.get(), session: await chrome.storage.session.get()};
}"""
ADD = "events => import('/worker/waiting-events.js').then(({WaitingEvents}) => new WaitingEvents().add(events))"


@pytest_asyncio.fixture(loop_scope="session")
async def options(page: Page, paired: DaemonProcess) -> Page:
    """The options page of a browser that knows of a film, in every place where one can be known."""
    await open_own(page, f"{OPTIONS}#data", "ok")
    await ask(page, "signals", {"events": [event("thumbs_up", video_id=VIDEO_ID, video=CARD)]})
    await paired.post("/api/rank", {"surface": "home", "cards": [CARD, {"video_id": "aaaaaaaaaaa", "title": CANARY}]})
    await paired.post("/api/videos/aaaaaaaaaaa/rate", {"rating": "none"})
    assert (await ask(page, "feed", {}))["videos"]
    await page.evaluate("why => chrome.storage.session.set({reasons: why})", {VIDEO_ID: {"channel_name": CANARY}})
    return page


def raw(daemon: DaemonProcess) -> bytes:
    """All bytes of the daemon's files."""
    return b"".join(path.read_bytes() for path in Path(daemon.data_dir).rglob("*") if path.is_file())


def accept(options: Page) -> None:
    options.once("dialog", lambda dialog: dialog.accept())


async def kept(options: Page) -> dict[str, Any]:
    return dict(await options.evaluate(EVERYTHING))


async def test_nothing_is_left_on_either_side(options: Page, paired: DaemonProcess) -> None:
    before = await kept(options)
    assert str(before).count(CANARY) > 1
    assert before["ratings"]
    await options.evaluate(ADD, [event("click", video_id=VIDEO_ID, video=CARD)])  # and one that has not arrived yet
    accept(options)
    await options.get_by_role("button", name="Delete", exact=True).click()
    await expect(options.locator(".of-wiped")).to_have_text("Everything was deleted.")
    left = await kept(options)
    assert CANARY not in str(left)
    assert VIDEO_ID not in str(left)
    assert (left["events"], left["ratings"]) == ([], [])
    assert [(each["count"], each["bytes"]) for each in left["totals"]] == [(0, 0)]
    assert (left["local"]["feed"], left["session"]["reasons"]) == (None, [])
    assert left["local"]["epoch"] == before["local"]["epoch"] + 1
    assert left["local"]["paused"] is False
    assert (await paired.get("/api/status"))["counts"]["signals"] == 0
    assert CANARY.encode() not in raw(paired)


async def test_what_a_tab_tells_afterwards_counts_again(options: Page, paired: DaemonProcess) -> None:
    await ask(options, "wipe", {"confirm": True})
    await ask(options, "signals", {"events": [event("thumbs_up")]})
    assert (await ask(options, "status", {}))["waiting"] == 0
    assert (await paired.get("/api/status"))["counts"]["signals"] == 1


async def test_an_event_of_before_that_waits_again_never_arrives(options: Page, paired: DaemonProcess) -> None:
    epoch = (await kept(options))["local"]["epoch"]
    await ask(options, "wipe", {"confirm": True})
    await options.evaluate(ADD, [event("click", epoch=epoch)])
    await stop_worker(options)
    assert (await ask(options, "status", {}))["waiting"] == 0
    assert (await paired.get("/api/status"))["counts"]["signals"] == 0


async def test_while_the_daemon_is_away_nothing_is_touched_and_a_sentence_says_so(
    options: Page, paired: DaemonProcess
) -> None:
    await paired.stop()
    accept(options)
    await options.get_by_role("button", name="Delete", exact=True).click()
    await expect(options.locator(".of-wiped")).to_contain_text("It was not deleted: ")
    left = await kept(options)
    await paired.start(new=False)
    assert left["ratings"]
    assert CANARY in str(left["local"]["feed"])
    assert left["local"]["paused"] is False
    await options.wait_for_selector("body[data-state=away]")


async def test_a_click_that_is_taken_back_deletes_nothing(options: Page, paired: DaemonProcess) -> None:
    options.once("dialog", lambda dialog: dialog.dismiss())
    await options.get_by_role("button", name="Delete", exact=True).click()
    assert (await paired.get("/api/status"))["counts"]["signals"] > 0
