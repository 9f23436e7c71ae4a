"""The dashboard that was open before there was anything to show: what comes in stands there without its being loaded anew."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.dashboard import open_dashboard
from tests.pages.catalogue import clip


def _record(number: int) -> dict[str, Any]:
    made = clip(number)
    return {
        "kind": "watch", "occurred_at": "2026-06-01T10:00:00Z", "video_id": made.video_id, "title": made.title,
        "channel_name": made.channel_name, "channel_id": made.channel_id,
    }  # fmt: skip


@pytest.mark.usefixtures("plots")
async def test_a_history_that_a_command_brings_in_is_followed(page: Page, daemon: DaemonProcess) -> None:
    await open_dashboard(page, daemon)
    await expect(page.locator("#standing")).to_contain_text("Import your history")
    channels = page.get_by_role("article", name="Channels you like most")
    await expect(channels.get_by_role("table")).to_have_count(0)

    await daemon.post("/api/videos/import", {"source": "takeout", "data": [_record(number) for number in range(12)]})

    await expect(page.locator("#standing")).not_to_contain_text("Import your history")
    await expect(channels).to_contain_text(clip(0).channel_name)
