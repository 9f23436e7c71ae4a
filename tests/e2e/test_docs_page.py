"""The daemon's own pages may be visited, and show the description only to a browser tab that was paired."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.e2e.daemon_process import DaemonProcess


async def test_the_description_is_shown_after_a_code_and_forgotten_with_the_tab(
    page: Page, daemon: DaemonProcess
) -> None:
    await page.goto(daemon.address)
    await page.get_by_role("link", name="For programs").click()
    await expect(page.get_by_role("status")).to_have_text("")
    assert await page.locator("details").count() == 0
    await page.fill("input[name=code]", daemon.code.lower().replace("-", " "))
    await page.click("button[type=submit]")
    await expect(page.get_by_role("status")).to_contain_text("addresses")
    await page.locator("summary", has_text="/api/rank").click()
    await expect(page.locator("details[open] pre").first).to_contain_text("surface")
    assert await page.evaluate("Object.keys(localStorage).length") == 0
    other = await page.context.new_page()
    await other.goto(f"{daemon.address}/docs")
    await expect(other.locator("input[name=code]")).to_be_visible()
    await other.close()
