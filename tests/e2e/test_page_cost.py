"""What the extension may cost YouTube's page: nothing shifts. Times and memory are in `scripts/bench page`."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.e2e.conftest import YOUTUBE
from tests.e2e.costs import SHIFTS, shifted
from tests.e2e.grid import painted
from tests.e2e.traffic import Traffic

pytestmark = pytest.mark.usefixtures("paired")
MOST_SHIFTED = 0.01


@pytest.mark.parametrize("knobs", ["plain", "skeleton&paint_delay=300", "cards=mixed&stagger=10"])
async def test_home_shifts_by_less_than_a_hundredth_however_its_cards_come(
    page: Page, traffic: Traffic, knobs: str
) -> None:
    await page.add_init_script(SHIFTS)
    await page.goto(f"{YOUTUBE}/?{knobs}")
    await traffic.slate()
    await page.wait_for_selector("ytd-rich-item-renderer[style*=order]", state="attached")
    await page.wait_for_selector("ownfeed-card", state="attached")
    await painted(page)
    assert await shifted(page) <= MOST_SHIFTED
