"""Taking a picture: of a page, of a popup in its own size, of what stands in a frame of ours; and keeping it small."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image
from playwright.async_api import Frame, Page, ViewportSize

from tests.e2e.chromium import in_time

SCREENS: Final = Path(__file__).resolve().parents[2] / "docs" / "screens"
WINDOW: Final = ViewportSize(width=1280, height=800)
PHONE: Final = ViewportSize(width=390, height=1600)
POPUP_SIZE: Final = ViewportSize(width=440, height=600)
PICTURES: Final = """() => Promise.all([...document.images].map(each => {
    each.loading = 'eager';
    return each.decode();
}))"""


async def shoot(page: Page, name: str, *, full: bool = False) -> None:
    """Take what the window shows, or all of the page."""
    await page.screenshot(path=SCREENS / f"{name}.png", full_page=full)


async def shoot_small(page: Page, name: str) -> None:
    """Take a page of the popup's size."""
    await page.set_viewport_size(POPUP_SIZE)
    await shoot(page, name)
    await page.set_viewport_size(WINDOW)


async def decoded(shown: Page | Frame) -> None:
    """Wait until every picture of a page, or of a frame in it, can be seen."""
    async with in_time(f"the pictures of {shown.url}"):
        await shown.evaluate(PICTURES)


async def shoot_framed(page: Page, name: str | None) -> None:
    """Wait until a frame of ours is drawn, and take the page."""
    await page.wait_for_function("() => document.querySelector('ownfeed-panel, ownfeed-shelf')")
    frame = page.frames[-1] if len(page.frames) > 1 else await page.wait_for_event("frameattached")
    await frame.wait_for_selector("body[data-state=ready]")
    await decoded(frame)
    if name:
        await shoot(page, name)


def lay_popup_over(home: str, popup: str) -> None:
    """Lay the popup where the browser shows it: Chromium takes no picture of a page and its popup together."""
    page, above = Image.open(SCREENS / f"{home}.png"), Image.open(SCREENS / f"{popup}.png")
    page.paste(above, (page.width - above.width - 24, 8))
    page.save(SCREENS / f"{home}-popup.png")


def make_small() -> None:
    """Keep 256 colours of each picture: a third of the bytes in every clone; on the dashboard colours mean something."""
    for path in set(SCREENS.glob("*.png")) - set(SCREENS.glob("dashboard*.png")):
        picture = Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG)
        picture.save(path, optimize=True)
