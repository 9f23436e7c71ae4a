"""What a youtube.com tab may ask of the extension, even when its content script says what an attacker wants."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.e2e.attackers import strange_extension, worker_call
from tests.e2e.chromium import EXTENSION, EXTENSION_ID, browser
from tests.e2e.content_script import ContentScript
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import event
from tests.pages.server import Replica

MESSAGES = dict(re.findall(r"^  '([a-z-]+)': \[(.*)\],$", (EXTENSION / "messages.js").read_text("utf-8"), re.MULTILINE))
"""Each message with the classes of who may send it, as messages.js has them."""
OF_PAGES = sorted(name for name, classes in MESSAGES.items() if "content" not in classes)
OF_TABS = {"signals", "rank", "ratings", "standing", "unrecognised"}
"""What a tab may send: nothing of it reads, deletes or exports what the person did."""
FRAME = """() => new Promise(done => {
    const frame = Object.assign(document.createElement('iframe'), {src: '/watch?v=aaaaaaaaaaa', onload: () => done(true)});
    document.body.append(frame);
})"""


async def test_a_tab_that_was_taken_over_reads_changes_and_deletes_nothing(page: Page, paired: DaemonProcess) -> None:
    script = await ContentScript.of(page)
    assert set(MESSAGES) - set(OF_PAGES) == OF_TABS
    assert len(OF_PAGES) > 10
    for name in OF_PAGES:
        assert (await script.send(name, {}))["code"] == "forbidden", name
    assert (await script.send("export", {}))["code"] == "unknown"


async def test_a_tab_that_was_taken_over_cannot_read_the_token(page: Page, paired: DaemonProcess) -> None:
    script = await ContentScript.of(page)
    for area in ("local", "session"):
        assert "not allowed" in await script.run(f"chrome.storage.{area}.get()")


async def test_a_tab_that_was_taken_over_learns_no_score_and_no_reason(page: Page, paired: DaemonProcess) -> None:
    script = await ContentScript.of(page)
    cards = [{"video_id": "aaaaaaaaaaa", "title": "Something to rank"}]
    reply = await script.send("rank", {"surface": "home", "cards": cards})
    assert set(reply["value"]) == {"state", "mode", "slateId", "items"}
    assert [set(item) for item in reply["value"]["items"]] == [{"videoId", "action"}]


async def test_ill_shaped_events_of_a_tab_never_reach_the_queue(page: Page, paired: DaemonProcess) -> None:
    script = await ContentScript.of(page)
    bad = [{**event(), "id": "1"}, {**event(), "type": "wipe"}, {**event(), "query": "x" * 20_000}, "everything"]
    for each in bad:
        assert (await script.send("signals", {"events": [each]}))["code"] == "invalid"


async def test_an_extension_of_a_stranger_is_not_even_answered(
    replica: Replica, daemon: DaemonProcess, tmp_path: Path
) -> None:
    stranger = strange_extension(tmp_path / "stranger", "stranger", [])
    send = """([to, name]) => chrome.runtime.sendMessage(to, {name, payload: {}}).then(reply => `answered ${reply}`, String)"""
    async with browser(tmp_path / "profile", replica, extensions=[EXTENSION, stranger]) as context:
        for name in MESSAGES:
            told = await worker_call(context, "stranger", send, [EXTENSION_ID, name])
            assert "Receiving end does not exist" in told, name


async def test_a_page_in_a_frame_of_youtube_may_send_nothing(page: Page, paired: DaemonProcess) -> None:
    await ContentScript.of(page)
    await page.evaluate(FRAME)
    forged = [{"name": name, "payload": {}} for name in MESSAGES]
    tried = await page.evaluate(
        """messages => Promise.all([window, frames[0]].flatMap(place => messages.map(async message => {
            if (!place.chrome?.runtime?.sendMessage) return 'no way to send';
            return place.chrome.runtime.sendMessage(ID, message).then(() => 'answered', () => 'no receiver');
        })))""".replace("ID", json.dumps(EXTENSION_ID)),
        forged,
    )
    assert "answered" not in tried
    session = await page.context.new_cdp_session(page)
    worlds: list[dict[str, Any]] = []
    session.on("Runtime.executionContextCreated", lambda told: worlds.append(told["context"]))
    await session.send("Runtime.enable")
    ours = [world for world in worlds if world["origin"] == f"chrome-extension://{EXTENSION_ID}"]
    assert len(ours) == 1  # no content script runs in the frame, so nothing there has a voice
