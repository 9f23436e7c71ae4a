"""What a page costs the browser: layout shifts, processor time of its main thread, memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from playwright.async_api import CDPSession, Page

# To be put in before the page begins. A shift soon after a press or a key does not count, as in the browser's own measure.
SHIFTS: Final = """window.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
    window.shifted += entry.hadRecentInput ? 0 : entry.value;
})).observe({type: 'layout-shift', buffered: true});"""
# Through the application's pages and back, as fast as it goes; every fourth stop is home, and home is the last.
WALK: Final = """async stops => {
    const app = document.querySelector('ytd-app');
    const addresses = ['/feed/subscriptions', '/watch?v=', '/results?search_query=rust', '/'];
    for (let stop = 0; stop < stops; stop++) {
        const there = new Promise(done => document.addEventListener('yt-navigate-finish', done, {once: true}));
        const address = addresses[stop % addresses.length];
        const url = address.endsWith('v=') ? address + document.querySelector('a[href^="/watch?v="]').href.slice(-11) : address;
        app.dispatchEvent(new CustomEvent('yt-navigate', {bubbles: true, detail: {endpoint: {commandMetadata: {webCommandMetadata: {url}}}}}));
        await there;
        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    }
}"""


@dataclass(frozen=True)
class Kept:
    """What is still there after everything that nobody holds is gone."""

    megabytes: float
    nodes: int
    listeners: int


async def kept(session: CDPSession) -> Kept:
    """Collect garbage, then count; `session` is a CDP session of a page."""
    await session.send("Performance.enable")
    await session.send("HeapProfiler.collectGarbage")
    await session.send("HeapProfiler.collectGarbage")  # what the first one's finalizers let go of
    found = await metrics(session)
    return Kept(found["JSHeapUsedSize"] / 1e6, int(found["Nodes"]), int(found["JSEventListeners"]))


async def metrics(session: CDPSession) -> dict[str, float]:
    """The browser's own counters of a page, by name."""
    found: dict[str, Any] = await session.send("Performance.getMetrics")
    return {each["name"]: float(each["value"]) for each in found["metrics"]}


async def shifted(page: Page) -> float:
    """The sum of the page's layout shifts; needs SHIFTS as an init script."""
    return float(await page.evaluate("() => window.shifted"))
