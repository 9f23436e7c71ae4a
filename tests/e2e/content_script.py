"""Code run where the extension's content scripts run in a youtube.com tab: a renderer that has been taken over."""

from __future__ import annotations

import json
from typing import Any, Final

from playwright.async_api import CDPSession, Page

from tests.e2e.chromium import EXTENSION_ID

YOUTUBE: Final = "https://www.youtube.com"


class ContentScript:
    """The extension's isolated world in the top frame of a tab."""

    def __init__(self, session: CDPSession, context_id: int) -> None:
        """`context_id` is the isolated world of the extension."""
        self.session = session
        self._context_id = context_id

    @classmethod
    async def of(cls, page: Page, address: str = YOUTUBE) -> ContentScript:
        """Open a page that has a grid, by default home, and take its content script over."""
        await page.goto(address)
        await page.wait_for_selector("ytd-rich-item-renderer", state="attached")
        session = await page.context.new_cdp_session(page)
        worlds: list[dict[str, Any]] = []
        session.on("Runtime.executionContextCreated", lambda told: worlds.append(told["context"]))
        await session.send("Runtime.enable")
        ours = next(world for world in worlds if world["origin"] == f"chrome-extension://{EXTENSION_ID}")
        return cls(session, ours["id"])

    async def bind(self, name: str) -> None:
        """Let the script call `name(text)`, which the session hears as Runtime.bindingCalled."""
        await self.session.send("Runtime.addBinding", {"name": name, "executionContextId": self._context_id})

    async def run(self, expression: str) -> Any:
        """Return what the expression comes to, an error as its text."""
        expression = f"Promise.resolve({expression}).catch(error => String(error))"
        options = {"contextId": self._context_id, "awaitPromise": True, "returnByValue": True}
        reply = await self.session.send("Runtime.evaluate", {"expression": expression, **options})
        return reply["result"].get("value")

    async def send(self, name: str, payload: Any) -> Any:
        """Send the worker a message; return its whole reply."""
        return await self.run(f"chrome.runtime.sendMessage({json.dumps({'name': name, 'payload': payload})})")
