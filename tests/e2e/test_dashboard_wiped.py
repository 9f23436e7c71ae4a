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
