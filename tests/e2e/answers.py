"""When an order has reached our script in a page, and which: the daemon's reply is seen earlier, on its way through the worker."""

from __future__ import annotations

from typing import Any, Final

from playwright.async_api import BrowserContext, Page

from tests.e2e.chromium import EXTENSION_ID, in_time
from tests.e2e.traffic import Json, Traffic, held

NOTE: Final = """() => {
    let count = 0;
    for (const arrangement of Object.values(ownfeedArrangements)) {
        const {learn} = arrangement;
        arrangement.learn = answer => {
            learn(answer);
            document.documentElement.setAttribute(`data-learned-${++count}`, answer.slateId);
        };
    }
}"""


async def opened(page: Page, context: BrowserContext, traffic: Traffic, url: str) -> Json:
    """Open a page; return the reply to its first question, once the page has learned the order from it."""
    async with held(context) as release:
        await page.goto(url)
        await _in_our_world(page, NOTE)
        release.set()
        return await learned(page, traffic, 1)


async def learned(page: Page, traffic: Traffic, count: int) -> Json:
    """The reply from which an opened page learned its `count`-th order; waits for it."""
    slate_id = await page.locator(f"html[data-learned-{count}]").get_attribute(f"data-learned-{count}")
    await traffic.until(lambda: any(slate["slate_id"] == slate_id for slate in traffic.slates))
    return next(slate for slate in traffic.slates if slate["slate_id"] == slate_id)


async def _in_our_world(page: Page, function: str) -> None:
    """Call a function among our content scripts: a world of its own, which neither the page nor Playwright can see."""
    session = await page.context.new_cdp_session(page)
    found: list[int] = []

    def note(told: dict[str, Any]) -> None:
        if EXTENSION_ID in told["context"]["origin"]:
            found.append(told["context"]["id"])

    session.on("Runtime.executionContextCreated", note)
    async with in_time("which worlds there are"):
        await session.send("Runtime.enable")  # tells of those that are there before it answers
    (world,) = found
    reply = await session.send("Runtime.evaluate", {"expression": f"({function})()", "contextId": world})
    assert "exceptionDetails" not in reply, reply
    await session.detach()
