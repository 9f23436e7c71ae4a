"""A video that Google's API calls age-restricted, from the answer to the switch in the options, the page and back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from daemon.settings import load_settings
from daemon.store import Store
from daemon.store.videos import VideoFacts
from tests.e2e.accessibility import violations
from tests.e2e.chromium import JOB_SECONDS
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.grid import opened_in_order, video_ids
from tests.e2e.own_pages import OPTIONS, open_own
from tests.e2e.test_hidden_drawer import drawer
from tests.e2e.test_options import panel, saved
from tests.e2e.traffic import Json, Traffic
from tests.pages.catalogue import clip
from tests.stand_ins import data_api
from tests.stand_ins.youtube import KEY, youtube_stand_in

FOR_ADULTS = clip(2)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def daemon(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DaemonProcess]:
    """A daemon with a key, which has asked about the one video it knew."""
    data_dir = tmp_path_factory.mktemp("data")
    await know(data_dir, VideoFacts(FOR_ADULTS.video_id, FOR_ADULTS.title))
    async with youtube_stand_in() as google:
        made = data_api.resource(FOR_ADULTS.video_id, FOR_ADULTS.title, time.time(), rating="ytAgeRestricted")
        google.catalogue[FOR_ADULTS.video_id] = made
        settings = {"OWNFEED_YOUTUBE_API_KEY": KEY, "OWNFEED_YOUTUBE_API_ADDRESS": google.address}
        process = DaemonProcess(data_dir, settings=settings)
        await process.start()
        async with asyncio.timeout(JOB_SECONDS):
            while not (await about(process))["duration_seconds"]:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.2)
        yield process
        await process.stop()


async def know(data_dir: Path, facts: VideoFacts) -> None:
    """Have data of somebody who came upon a video, of which nothing else is known yet."""
    store = await Store.open(load_settings(data_dir=data_dir).database)
    user = await store.users.first_or_new(now=time.time())
    await store.videos.put(user.user_id, [facts], "rss", now=time.time())
    await store.close()


async def about(daemon: DaemonProcess) -> Json:
    """What the daemon knows of the video."""
    found: Json = await daemon.get(f"/api/videos/{FOR_ADULTS.video_id}")
    return found


async def test_it_stays_until_a_switch_hides_it_and_comes_back_from_where_it_is_hidden(
    page: Page, traffic: Traffic, paired: DaemonProcess
) -> None:
    assert FOR_ADULTS.video_id in await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")

    await open_own(page, OPTIONS, "ok")
    await panel(page, "feed")
    await page.get_by_role("switch", name="Hide age-restricted videos").click()
    gone = page.locator(".of-change[data-change=out]")
    await expect(gone.locator(".of-change-title")).to_have_text([FOR_ADULTS.title])
    assert await violations(page) == []
    await saved(page)

    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    assert FOR_ADULTS.video_id not in await video_ids(page)
    listed = (await drawer(page)).locator(f"[data-video-id='{FOR_ADULTS.video_id}']")
    await expect(listed).to_contain_text("YouTube restricts it to adults")
    await listed.locator("[data-action=fixAgeRestricted]").click()
    await expect(listed.locator("[data-action=undo]")).to_be_focused()
    assert (await paired.get("/api/settings"))["hide_age_restricted"] is False
    assert FOR_ADULTS.video_id in await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
