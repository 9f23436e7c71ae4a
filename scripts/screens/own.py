"""Pages of our own: the popup, the options, the dashboard."""

from __future__ import annotations

from typing import Final

from playwright.async_api import Page

from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.dashboard import open_dashboard
from tests.e2e.own_pages import OPTIONS, POPUP, open_own, type_code

from .camera import PHONE, POPUP_SIZE, WINDOW, decoded, shoot, shoot_small

PANELS: Final = ("start", "feed", "pages", "interests", "wishes", "data", "help")


async def unpaired(page: Page, daemon: DaemonProcess) -> None:
    """What there is before a code was typed; then type it."""
    await popup(page, "popup-unpaired", "unpaired")
    await open_own(page, OPTIONS)
    await shoot(page, "options-unpaired", full=True)
    await type_code(page, daemon.code, daemon.address)
    await page.wait_for_selector("body[data-state=ok]")


async def popup(page: Page, name: str, state: str) -> None:
    """The popup, once it is in a state."""
    await page.set_viewport_size(POPUP_SIZE)
    await open_own(page, POPUP, state)
    await page.wait_for_load_state("networkidle")
    await shoot_small(page, name)


async def popup_with_reasons(page: Page, suffix: str) -> None:
    """The popup, then with the reasons of its first video."""
    await popup(page, f"popup{suffix}", "ready")
    await page.locator("[data-action=why]").first.click()
    await shoot_small(page, f"popup-why{suffix}")


async def options(page: Page, suffix: str) -> None:
    """Every part of the options."""
    for panel in PANELS:
        await _panel(page, panel, f"options-{panel}{suffix}")


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
    await shoot(page, name, full=True)


async def dashboard(page: Page, daemon: DaemonProcess, suffix: str) -> None:
    """All of it as wide as a desk, and what a phone shows of it first."""
    await open_dashboard(page, daemon)
    await page.locator(".map .points path").nth(10).hover(force=True)
    await decoded(page)  # the network is never idle: the page listens to news
    await shoot(page, f"dashboard{suffix}", full=True)
    await page.set_viewport_size(PHONE)
    await open_dashboard(page, daemon)
    await page.get_by_label("Go through the videos").press("ArrowRight")
    await decoded(page)
    await shoot(page, f"dashboard{suffix}-phone")
    await page.set_viewport_size(WINDOW)
