"""YouTube's pages with what we put there, each light and dark."""

from __future__ import annotations

from typing import Final

from playwright.async_api import Page

from tests.e2e.chromium import ClosedRoots, ask_worker, escape
from tests.e2e.daemon_process import DaemonProcess
from tests.pages.catalogue import clip

from .camera import shoot, shoot_framed
from .person import refuse_some

SITE: Final = "https://www.youtube.com"
SHORT: Final = clip(1200).video_id
LISTS: Final = {
    "search": "/results?search_query=rust",
    "subscriptions": "/feed/subscriptions?paint_delay=600",
    "channel": f"{clip(7).handle}/videos?",
}
IN_WINDOW: Final = """most => [...document.querySelectorAll('ownfeed-card')]
    .map(each => ({id: each.getAttribute('video-id'), box: each.getBoundingClientRect()}))
    .filter(({box}) => box.width && box.bottom < innerHeight)
    .sort((one, other) => one.box.top - other.box.top || one.box.left - other.box.left).slice(0, most).map(({id}) => id)"""


async def home(page: Page, name: str, knobs: str) -> None:
    """Home, with the pointer on the text of the first card, whichever it is."""
    await page.goto(f"{SITE}/?paint_delay=600{knobs}")
    await page.wait_for_selector("ytd-rich-item-renderer h3")
    await page.wait_for_load_state("networkidle")
    await page.mouse.move(200, 400)
    await shoot(page, name)


async def others(page: Page, suffix: str, knobs: str) -> None:
    """The watch page, the lists that are ordered where the person chose so, and a Short they like."""
    await page.goto(f"{SITE}/watch?v={clip(7).video_id}&paint_delay=600{knobs}")
    await page.wait_for_load_state("networkidle")
    await shoot(page, f"watch{suffix}")
    for name, path in LISTS.items():
        await page.goto(f"{SITE}{path}{knobs}")
        await page.wait_for_selector("ownfeed-card", state="attached")
        await page.wait_for_load_state("networkidle")
        await page.mouse.move(200, 400)
        await shoot(page, f"{name}{suffix}")
    await page.goto(f"{SITE}/shorts/{SHORT}?{knobs}")
    await page.wait_for_selector(f"ytd-shorts ownfeed-card[video-id='{SHORT}']")
    await (await ClosedRoots.of(page)).press(SHORT, "up")
    await shoot(page, f"shorts{suffix}")


async def opened(page: Page, daemon: DaemonProcess, suffix: str, knobs: str) -> None:
    """What the person may open or choose on home: a thumb, why, what is hidden, a shelf, a page where YouTube has nothing."""
    await refuse_some(daemon)
    await home(page, f"home{suffix}", knobs)
    inside = await ClosedRoots.of(page)
    first = page.locator("ownfeed-card").first
    await inside.press(await first.get_attribute("video-id") or "", "why")
    await shoot_framed(page, f"home-why{suffix}")
    await escape(page)
    await inside.press_corner()
    await shoot_framed(page, f"home-hidden{suffix}")
    await ask_worker(page.context, "change-settings", {"mode": {"home": "shelf"}})
    await page.goto(f"{SITE}/?plain&held{knobs}")  # the cards come once the shelf stands
    await shoot_framed(page, None)
    await page.evaluate("() => paint()")
    await shoot_framed(page, f"home-shelf{suffix}")
    await ask_worker(page.context, "change-settings", {"mode": {"home": "rerank"}})
    await page.goto(f"{SITE}/?first=0{knobs}")
    await shoot_framed(page, f"home-empty{suffix}")


async def rated(page: Page, suffix: str, knobs: str) -> None:
    """Home read from right to left, one card turned down, one liked, each with its way back."""
    await home(page, f"home-rated{suffix}", f"&rtl{knobs}")
    inside = await ClosedRoots.of(page)
    unwanted, liked = await page.evaluate(IN_WINDOW, 2)
    for acts in ((unwanted, "down"), (liked, "up")):
        await inside.press(*acts)
        await page.wait_for_timeout(200)  # what comes forward does so in a tenth of a second
    await shoot(page, f"home-rated{suffix}")
    for acts in ((unwanted, "undo"), (liked, "up")):
        await inside.press(*acts)
