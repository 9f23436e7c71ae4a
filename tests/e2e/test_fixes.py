"""What can be done about a reason, in the panel on the page: it holds at once, the next order follows, and it can be taken back."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.e2e.chromium import EXTENSION_ID, ask_worker
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.grid import opened_in_order
from tests.e2e.own_pages import open_own
from tests.e2e.traffic import Json, Traffic
from tests.pages.catalogue import by_id

pytestmark = pytest.mark.usefixtures("paired")
PANEL = f"chrome-extension://{EXTENSION_ID}/panel/why.html"


async def rules(daemon: DaemonProcess) -> list[Json]:
    """The rules as the daemon has them."""
    found: list[Json] = (await daemon.get("/api/rules"))["rules"]
    return found


async def press(page: Page, fix: str) -> None:
    """Press a fix and wait until it holds."""
    await page.locator(f"[data-action={fix}]").click()
    await expect(page.locator(f"[data-fix={fix}] [data-action=undo]")).to_be_focused()


async def take_back(page: Page, fix: str) -> None:
    """Press undo and wait until the fix is offered again."""
    await page.locator(f"[data-fix={fix}] [data-action=undo]").click()
    await expect(page.locator(f"[data-action={fix}]")).to_be_focused()


@pytest.mark.parametrize(("fix", "bound"), [("block", None), ("fixLonger", "max_seconds")])
async def test_a_fix_is_a_rule_that_the_next_order_follows_and_undo_removes(
    page: Page, traffic: Traffic, paired: DaemonProcess, fix: str, bound: str | None
) -> None:
    shown = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    video_id = max(shown, key=lambda each: by_id(each).duration_seconds)
    await open_own(page, f"{PANEL}?video_id={video_id}", "ready")
    await press(page, fix)
    if bound is None:
        await traffic.event(lambda told: told["type"] == "block_channel")
    (rule,) = await rules(paired)
    assert bound is None or 0 < rule["match"][bound] < by_id(video_id).duration_seconds
    assert video_id not in await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    await open_own(page, f"{PANEL}?video_id={video_id}", "ready")
    await page.locator("[data-action=switch-off], [data-action=unblock]").first.click()
    await expect(page.locator(".of-done")).to_be_visible()
    assert [each["enabled"] for each in await rules(paired)] == [False]
    assert video_id in await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    await paired.remove(f"/api/rules/{rule['id']}")


async def test_undo_in_the_panel_leaves_no_rule_behind(page: Page, traffic: Traffic, paired: DaemonProcess) -> None:
    (video_id, *_) = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    await open_own(page, f"{PANEL}?video_id={video_id}", "ready")
    for fix in ("block", "fixLonger"):
        await press(page, fix)
        await take_back(page, fix)
        assert await rules(paired) == []


async def test_undo_in_the_panel_leaves_a_rule_that_was_there_as_it_was(
    page: Page, traffic: Traffic, paired: DaemonProcess
) -> None:
    (video_id, *_) = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    await open_own(page, f"{PANEL}?video_id={video_id}", "ready")
    await press(page, "fixLonger")
    (rule,) = await rules(paired)
    await ask_worker(page.context, "change-rule", {"id": rule["id"], "change": {"enabled": False}})
    await open_own(page, f"{PANEL}?video_id={video_id}", "ready")
    await press(page, "fixLonger")
    assert await rules(paired) == [rule]
    await take_back(page, "fixLonger")
    assert await rules(paired) == [rule | {"enabled": False}]
    await paired.remove(f"/api/rules/{rule['id']}")


async def test_a_block_and_its_undo_leave_the_persons_own_rules_of_that_channel(
    page: Page, traffic: Traffic, paired: DaemonProcess
) -> None:
    (video_id, *_) = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    match = {"channel_name": by_id(video_id).channel_name, "min_seconds": 86_000}
    own = await paired.post("/api/rules", {"action": "block", "match": match})
    await open_own(page, f"{PANEL}?video_id={video_id}", "ready")
    await press(page, "block")
    await traffic.event(lambda told: told["type"] == "block_channel")
    assert len(await rules(paired)) == 2
    await take_back(page, "block")
    assert [each["id"] for each in await rules(paired)] == [own["id"]]
    await paired.remove(f"/api/rules/{own['id']}")


async def test_a_reason_leads_to_the_place_where_it_can_be_changed(
    page: Page, paired: DaemonProcess, traffic: Traffic
) -> None:
    (video_id, *_) = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    (proposal,) = (await paired.post("/api/rules", {"text": "nothing longer than 1 minute"}))["proposals"]
    await paired.post("/api/rules", proposal)
    await page.goto(f"{YOUTUBE}/?plain")
    await traffic.slate(2)
    await open_own(page, f"{PANEL}?video_id={video_id}", "ready")
    assert (await page.locator(".of-change").first.get_attribute("href") or "").endswith("options/options.html#wishes")
    await press(page, "switch-off")
    assert [each["enabled"] for each in await rules(paired)] == [False]
    await take_back(page, "switch-off")
    assert [each["enabled"] for each in await rules(paired)] == [True]
