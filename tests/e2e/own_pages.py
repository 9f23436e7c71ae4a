"""The extension's own pages as a person uses them: options, popup, and the worker behind both."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from playwright.async_api import Page

from tests.e2e.chromium import EXTENSION_ID

OPTIONS: Final = f"chrome-extension://{EXTENSION_ID}/options/options.html"
POPUP: Final = f"chrome-extension://{EXTENSION_ID}/popup/popup.html"
PATIENCE_SECONDS: Final = 10


async def open_own(page: Page, address: str, state: str = "") -> None:
    """Go to one of our pages and wait until it knows how the daemon is (in the given state, when there is one)."""
    await page.goto(address)
    await page.wait_for_selector(f"body[data-state={state}]" if state else "body:not([data-state=loading])")


async def type_code(options: Page, code: str, address: str) -> None:
    """Fill the pairing form and press its button."""
    await options.fill("input[name=address]", address)
    await options.fill("input[name=code]", code)
    await options.click(".of-pairing button[type=submit]")


async def pair(options: Page, code: str, address: str) -> None:
    """Pair as a person does, in a browser that is not."""
    await open_own(options, OPTIONS, "unpaired")
    await type_code(options, code, address)
    await options.wait_for_selector("body[data-state=ok]")


async def ask(page: Page, name: str, payload: dict[str, Any]) -> Any:
    """Send the worker a message from one of our pages; return its reply's value."""
    reply = await page.evaluate("message => chrome.runtime.sendMessage(message)", {"name": name, "payload": payload})
    assert reply["ok"], reply
    return reply["value"]


async def stop_worker(page: Page) -> None:
    """Stop the extension's worker as Chrome does; the next message starts it again."""
    session = await page.context.new_cdp_session(page)
    await session.send("ServiceWorker.enable")
    await session.send("ServiceWorker.stopAllWorkers")
    await session.detach()


async def badge_becomes(page: Page, sign: str) -> None:
    """Wait until the toolbar button carries this sign; looks once per frame, for Chrome tells nobody when it changes."""
    look = """sign => new Promise(done => {
        const look = async () => await chrome.action.getBadgeText({}) === sign ? done() : requestAnimationFrame(look);
        void look();
    })"""
    async with asyncio.timeout(PATIENCE_SECONDS):
        await page.evaluate(look, sign)


def event(kind: str = "impression", **about: Any) -> dict[str, Any]:
    """A signal as the extension's pages make it."""
    return {
        "id": str(uuid4()),
        "type": kind,
        "video_id": "aaaaaaaaaaa",
        "occurred_at": datetime.now(UTC).isoformat(),
        "source": "extension",
        "surface": "home",
        **about,
    }
