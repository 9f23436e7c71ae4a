"""The dashboard that was open while everything was deleted: nothing it said of what is gone stays."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.dashboard import open_dashboard


@pytest.mark.usefixtures("plots")
async def test_of_a_backup_that_was_deleted_with_everything_nothing_is_said_any_more(
    page: Page, daemon: DaemonProcess
) -> None:
    await open_dashboard(page, daemon)
    backups = page.get_by_role("article", name="Backups")
    await backups.get_by_role("button", name="Back up now").click()
    await expect(backups.get_by_role("status")).to_contain_text("was written")

    await daemon.remove("/api/data", {"confirm": True})

    await expect(backups).to_contain_text("None yet")
    await expect(backups).not_to_contain_text("was written")


@pytest.mark.usefixtures("plots")
async def test_what_was_suggested_proposed_or_to_be_undone_goes_with_everything(
    page: Page, daemon: DaemonProcess
) -> None:
    knots = {"name": "knots", "reasoning": "You watched “Knots at sea”.", "keywords": [], "video_ids": []}
    told = {"suggestions": [knots], "model": "off"}
    await page.route("**/categories/suggest", lambda route: route.fulfill(json=told))
    await open_dashboard(page, daemon)
    topics, rules = [page.get_by_role("article", name=name, exact=True) for name in ("Topics you named", "Rules")]
    await topics.get_by_role("button", name="Suggest some").click()
    await topics.get_by_label("Add a topic").fill("kites")
    await topics.get_by_role("button", name="Add", exact=True).click()
    await rules.get_by_label("What do you want more or less of?").fill("no kites")
    await rules.get_by_role("button", name="Try it").click()
    await expect(topics).to_contain_text("Knots at sea")
    await expect(topics.get_by_role("button", name="Undo")).to_be_visible()
    await expect(rules.get_by_role("button", name="Keep")).to_be_visible()

    await daemon.remove("/api/data", {"confirm": True})

    await expect(topics).not_to_contain_text("Knots at sea")
    await expect(topics.get_by_role("button", name="Undo")).to_have_count(0)
    await expect(rules.get_by_role("button", name="Keep")).to_have_count(0)
    await rules.get_by_label("What do you want more or less of?").fill("no chess")
    await rules.get_by_role("button", name="Try it").click()
    await expect(rules.get_by_role("button", name="Keep")).to_be_visible()
