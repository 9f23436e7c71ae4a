"""When an order has reached our script in a page: the daemon's reply is seen earlier, on its way through the worker."""

from __future__ import annotations

from typing import Any, Final

from playwright.async_api import BrowserContext, Page

from tests.e2e.chromium import EXTENSION_ID, in_time
from tests.e2e.traffic import held

COUNT: Final = """() => {
    let count = 0;
    for (const arrangement of Object.values(ownfeedArrangements)) {
        const {learn} = arrangement;
        arrangement.learn = answer => {
            learn(answer);
            document.documentElement.dataset.learned = String(++count);
        };
    }
}"""


async def opened(page: Page, context: BrowserContext, url: str) -> None:
    """Open a page and wait until it has learned the order it first asked for; what it learns later is counted too."""
    async with held(context) as release:
        await page.goto(url)
        await _in_our_world(page, COUNT)
        release.set()
        await until_learned(page, 1)


async def until_learned(page: Page, count: int) -> None:
    """Wait until an opened page has learned so many orders."""
    await page.wait_for_selector(f"html[data-learned='{count}']", state="attached")


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
