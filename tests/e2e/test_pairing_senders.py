"""What a youtube.com tab may ask of the extension, even when its content script says what an attacker wants."""

from __future__ import annotations

import json
from typing import Any

from playwright.async_api import CDPSession, Page

from tests.e2e.chromium import EXTENSION_ID
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import event

FORBIDDEN = (
    "status", "feed", "pair", "unpair", "pause", "settings", "change-settings", "personas", "topics", "add-topic", "remove-topic", "job",
)  # fmt: skip


class ContentScript:
    """Runs code where the extension's content scripts run in a tab: a renderer that has been taken over."""

    def __init__(self, session: CDPSession, context_id: int) -> None:
        """`context_id` is the isolated world of the extension."""
        self._session = session
        self._context_id = context_id

    @classmethod
    async def of(cls, page: Page) -> ContentScript:
        """Open the home page and take its content script over."""
        await page.goto(YOUTUBE)
        await page.wait_for_selector("ytd-rich-item-renderer")
        session = await page.context.new_cdp_session(page)
        worlds: list[dict[str, Any]] = []
        session.on("Runtime.executionContextCreated", lambda told: worlds.append(told["context"]))
        await session.send("Runtime.enable")
        ours = next(world for world in worlds if world["origin"] == f"chrome-extension://{EXTENSION_ID}")
        return cls(session, ours["id"])

    async def run(self, expression: str) -> Any:
        """Return what the expression comes to, an error as its text."""
        expression = f"Promise.resolve({expression}).catch(error => String(error))"
        options = {"contextId": self._context_id, "awaitPromise": True, "returnByValue": True}
        reply = await self._session.send("Runtime.evaluate", {"expression": expression, **options})
        return reply["result"].get("value")

    async def send(self, name: str, payload: Any) -> Any:
        """Send the worker a message; return its whole reply."""
        return await self.run(f"chrome.runtime.sendMessage({json.dumps({'name': name, 'payload': payload})})")


async def test_a_tab_that_was_taken_over_reads_changes_and_deletes_nothing(page: Page, paired: DaemonProcess) -> None:
    script = await ContentScript.of(page)
    for name in FORBIDDEN:
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
