"""Take the pictures of docs/screens/: a made-up person who likes programming and cooking, on the replica of YouTube.

`scripts/screenshots dashboard` takes those of the dashboard alone. Everything shown is served by the real daemon to the real extension; only the site and its videos are made up.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal
from uuid import uuid4

from PIL import Image
from playwright.async_api import BrowserContext, Page, ViewportSize

from tests.e2e.chromium import ClosedRoots, ask_worker, browser
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.dashboard import live, open_dashboard
from tests.e2e.own_pages import OPTIONS, POPUP, open_own, type_code
from tests.pages.catalogue import Clip, clip
from tests.pages.server import Replica

SCREENS: Final = Path(__file__).resolve().parent.parent / "docs" / "screens"
HOME: Final = "https://www.youtube.com/"
LIKED_TOPICS: Final = ("programming", "cooking")
UNWANTED: Final = (2, 4, 8)
RULES: Final = ("no drama", "less news until Sunday", "more woodworking")
PANELS: Final = ("start", "feed", "pages", "interests", "wishes", "data", "help")
SCHEMES: Final[tuple[Literal["light"], Literal["dark"]]] = ("light", "dark")
WINDOW: Final = ViewportSize(width=1280, height=800)
PICTURES: Final = """() => Promise.all([...document.images].map(each => {
    each.loading = 'eager';
    return each.decode();
}))"""
PHONE: Final = ViewportSize(width=390, height=1600)
POPUP_SIZE: Final = ViewportSize(width=440, height=600)


async def main() -> None:
    """Start everything, take every picture, stop everything."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ownfeed-screens-") as folder:
        replica, daemon = Replica(Path(folder)), DaemonProcess(Path(folder) / "data")
        await replica.start()
        await daemon.start()
        try:
            async with browser(Path(folder) / "profile", replica) as context:
                if "dashboard" in sys.argv[1:]:
                    await _dashboards(await context.new_page(), daemon)
                else:
                    await _take_all(context, daemon)
                    _make_small()
        finally:
            await daemon.stop()
            await replica.stop()


async def _take_all(context: BrowserContext, daemon: DaemonProcess) -> None:
    page = await context.new_page()
    await page.set_viewport_size(WINDOW)
    await _home(page, "home-before", "")
    await _popup(page, "popup-unpaired", "unpaired")
    await open_own(page, OPTIONS)
    await _shoot(page, "options-unpaired", full=True)
    await type_code(page, daemon.code, daemon.address)
    await page.wait_for_selector("body[data-state=ok]")
    await _live_a_little(daemon)
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        suffix = "" if scheme == "light" else "-dark"
        await _home(page, f"home{suffix}", "&dark" if scheme == "dark" else "")
        await _watch(page, f"watch{suffix}", "&dark" if scheme == "dark" else "")
        for panel in PANELS:
            await _panel(page, panel, f"options-{panel}{suffix}")
        await _popup(page, f"popup{suffix}", "ready")
        await page.locator("[data-action=why]").first.click()
        await _shoot_small(page, f"popup-why{suffix}")
        _with_popup(f"home{suffix}", f"popup{suffix}")
        await _extras(page, daemon, suffix)
    await _dashboards(page, daemon)
    await page.emulate_media(color_scheme="light")
    await daemon.stop()
    await _popup(page, "popup-away", "away")


async def _dashboards(page: Page, daemon: DaemonProcess) -> None:
    await live(daemon)
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await _dashboard(page, daemon, "dashboard" if scheme == "light" else "dashboard-dark")


async def _dashboard(page: Page, daemon: DaemonProcess, name: str) -> None:
    """All of it as wide as a desk, and what a phone shows of it first."""
    await open_dashboard(page, daemon)
    await page.locator(".map .points path").nth(10).hover(force=True)
    await page.evaluate(PICTURES)  # the network is never idle: the page listens to news
    await _shoot(page, name, full=True)
    await page.set_viewport_size(PHONE)
    await open_dashboard(page, daemon)
    await page.get_by_label("Go through the videos").press("ArrowRight")
    await page.evaluate(PICTURES)
    await _shoot(page, f"{name}-phone")
    await page.set_viewport_size(WINDOW)


async def _popup(page: Page, name: str, state: str) -> None:
    await page.set_viewport_size(POPUP_SIZE)
    await open_own(page, POPUP, state)
    await page.wait_for_load_state("networkidle")
    await _shoot_small(page, name)


async def _shoot_small(page: Page, name: str) -> None:
    await page.set_viewport_size(POPUP_SIZE)
    await _shoot(page, name)
    await page.set_viewport_size(WINDOW)


async def _panel(page: Page, panel: str, name: str) -> None:
    """A part of the options, with something on its way where there is something to see of it."""
    await page.goto("about:blank")
    await open_own(page, f"{OPTIONS}#{panel}", "ok")
    if panel == "feed":
        await page.locator("input[name=freshness]").fill("2.5")
        await page.select_option("select[name=length]", "long")
        await page.wait_for_selector(".of-change")
    if panel == "wishes":
        await page.fill("input[name=words]", "less cooking until Sunday")
        await page.press("input[name=words]", "Enter")
        await page.wait_for_selector(".of-proposal")
    await page.wait_for_load_state("networkidle")
    await _shoot(page, name, full=True)


async def _live_a_little(daemon: DaemonProcess) -> None:
    """Let the person have watched fifty videos of their topics over a month, and liked a few."""
    now = datetime.now(UTC)
    liked = [made for made in map(clip, range(100, 400)) if made.topic in LIKED_TOPICS][:50]
    events = [_watch_of(made, now - timedelta(hours=12 * n)) for n, made in enumerate(liked)]
    events += [_event("thumbs_up", made, now - timedelta(hours=12 * n)) for n, made in enumerate(liked[::4])]
    await daemon.post("/api/signals", {"events": events})
    await daemon.post("/api/videos/personas/refresh", {})
    for rule in RULES:
        (proposal,) = (await daemon.post("/api/rules", {"text": rule}))["proposals"]
        await daemon.post("/api/rules", proposal)
    async with asyncio.timeout(60):
        while not (await daemon.get("/api/videos/personas"))["personas"]:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.5)


def _event(kind: str, made: Clip, at: datetime) -> dict[str, object]:
    video = {
        "video_id": made.video_id, "title": made.title, "channel_name": made.channel_name, "channel_id": made.channel_id,
        "duration_seconds": made.duration_seconds, "view_count": made.view_count,
    }  # fmt: skip
    return {
        "id": str(uuid4()), "type": kind, "video_id": made.video_id, "occurred_at": at.isoformat(),
        "source": "api", "video": video,
    }  # fmt: skip


def _watch_of(made: Clip, at: datetime) -> dict[str, object]:
    seconds = made.duration_seconds
    return _event("watch", made, at) | {"watch": {"seconds": seconds, "duration_seconds": seconds, "fraction": 1.0}}


async def _home(page: Page, name: str, query: str) -> None:
    await page.goto(f"{HOME}?paint_delay=600{query}")
    await page.wait_for_selector("ytd-rich-item-renderer h3")
    await page.wait_for_load_state("networkidle")
    await page.mouse.move(200, 400)  # the text of the first card, whichever it is
    await _shoot(page, name)


async def _extras(page: Page, daemon: DaemonProcess, suffix: str) -> None:
    """What the person may open or choose on home: why, what is hidden, a shelf, a page where YouTube has nothing."""
    query = "&dark" if suffix else ""
    for unwanted in UNWANTED:
        await daemon.post(f"/api/videos/{clip(unwanted).video_id}/rate", {"rating": "not_interested"})
    await _home(page, f"home{suffix}", query)
    inside = await ClosedRoots.of(page)
    await inside.press(await page.locator("ownfeed-card").first.get_attribute("video-id") or "", "why")
    await _framed(page, f"home-why{suffix}")
    await page.keyboard.press("Escape")
    await inside.press_corner()
    await _framed(page, f"home-hidden{suffix}")
    await ask_worker(page.context, "change-settings", {"mode": {"home": "shelf"}})
    await page.goto(f"{HOME}?plain&held{query}")  # the cards come once the shelf stands
    await _framed(page, None)
    await page.evaluate("() => paint()")
    await _framed(page, f"home-shelf{suffix}")
    await ask_worker(page.context, "change-settings", {"mode": {"home": "rerank"}})
    await page.goto(f"{HOME}?first=0{query}")
    await _framed(page, f"home-empty{suffix}")


async def _framed(page: Page, name: str | None) -> None:
    """Wait until a frame of ours is drawn, and take the page."""
    await page.wait_for_function("() => document.querySelector('ownfeed-panel, ownfeed-shelf')")
    frame = page.frames[-1] if len(page.frames) > 1 else await page.wait_for_event("frameattached")
    await frame.wait_for_selector("body[data-state=ready]")
    await frame.evaluate(PICTURES)
    if name:
        await _shoot(page, name)


async def _watch(page: Page, name: str, query: str) -> None:
    await page.goto(f"{HOME}watch?v={clip(7).video_id}{query}")
    await page.wait_for_load_state("networkidle")
    await _shoot(page, name)


async def _shoot(page: Page, name: str, *, full: bool = False) -> None:
    await page.screenshot(path=SCREENS / f"{name}.png", full_page=full)


def _with_popup(home: str, popup: str) -> None:
    """Lay the popup where the browser shows it: Chromium takes no picture of a page and its popup together."""
    page, above = Image.open(SCREENS / f"{home}.png"), Image.open(SCREENS / f"{popup}.png")
    page.paste(above, (page.width - above.width - 24, 8))
    page.save(SCREENS / f"{home}-popup.png")


def _make_small() -> None:
    """Keep 256 colours of each picture: a third of the bytes in every clone; on the dashboard colours mean something."""
    for path in set(SCREENS.glob("*.png")) - set(SCREENS.glob("dashboard*.png")):
        picture = Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG)
        picture.save(path, optimize=True)


asyncio.run(main())
