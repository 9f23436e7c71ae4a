"""What a person tells YouTube with YouTube's own menus and buttons is a signal: once each, its undoing too."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import Page

from tests.e2e.conftest import YOUTUBE
from tests.e2e.content_script import ContentScript
from tests.e2e.traffic import Json, Traffic, rated
from tests.pages.catalogue import clip

pytestmark = pytest.mark.usefixtures("paired")
FIRST, SECOND, THIRD, FOURTH = (clip(number) for number in range(4))
OFFERS_UNDO = "import(chrome.runtime.getURL('youtube/index.js')).then(({youtube}) => youtube.offersUndo())"


def said(traffic: Traffic, *kinds: str) -> list[Json]:
    """The events of these kinds that the daemon has."""
    return [event for event in traffic.events if event["type"] in kinds]


async def choose(page: Page, video_id: str, symbol: str) -> None:
    """Choose an entry of a card's menu."""
    card = f"ytd-rich-item-renderer:has(a[href='/watch?v={video_id}'])"
    await page.evaluate(f"() => document.querySelector(\"{card}\").scrollIntoView({{block: 'center'}})")
    await page.click(f"{card} [data-symbol={symbol}]")


async def test_not_interested_in_a_cards_menu_and_its_undo(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/?plain")
    await page.wait_for_selector("ownfeed-card", state="attached")
    await choose(page, FIRST.video_id, "NOT_INTERESTED")
    event = await rated(traffic, "not_interested", FIRST.video_id)
    assert (event["surface"], event["video"]["title"]) == ("home", FIRST.title)
    await page.click("button.undo")
    await rated(traffic, "clear_rating", FIRST.video_id)
    assert len(said(traffic, "not_interested", "clear_rating")) == 2


async def test_a_channel_that_is_not_to_be_recommended_is_blocked_unless_that_is_undone(
    page: Page, traffic: Traffic
) -> None:
    await page.goto(f"{YOUTUBE}/?plain")
    await page.wait_for_selector("ownfeed-card", state="attached")
    await choose(page, SECOND.video_id, "REMOVE")
    await page.click("button.undo")
    await page.wait_for_selector(f"a[href='/watch?v={SECOND.video_id}']")
    await choose(page, FIRST.video_id, "REMOVE")
    await page.wait_for_selector("button.undo")
    await page.evaluate("() => document.querySelector('#logo').click()")
    event = await traffic.event(lambda e: e["type"] == "block_channel")
    assert (event["channel_id"], event["channel_name"]) == (FIRST.channel_id, FIRST.channel_name)
    assert len(said(traffic, "block_channel")) == 1


@pytest.mark.parametrize("cards", ["camel", "old"])
async def test_youtubes_undo_is_known_for_as_long_as_it_stands_there(page: Page, cards: str) -> None:
    script = await ContentScript.of(page, f"{YOUTUBE}/?plain&cards={cards}")
    assert await script.run(OFFERS_UNDO) is False
    await choose(page, THIRD.video_id, "REMOVE")
    await page.wait_for_selector("button.undo")
    assert await script.run(OFFERS_UNDO) is True
    await page.click("button.undo")
    await page.wait_for_selector("button.undo", state="detached")
    assert await script.run(OFFERS_UNDO) is False


async def test_subscribing_and_its_undoing_are_heard_once_each(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}")
    button = "ytd-watch-metadata yt-subscribe-button-view-model button"
    await page.wait_for_selector("ytd-watch-metadata ownfeed-card", state="attached")
    for kind in ("subscribe", "unsubscribe"):
        await page.click(button)
        event = await traffic.event(lambda e, kind=kind: e["type"] == kind)  # type: ignore[misc]
        assert event["channel_id"] == FIRST.channel_id
    assert [event["type"] for event in said(traffic, "subscribe", "unsubscribe")] == ["subscribe", "unsubscribe"]


async def test_a_like_and_its_undoing_are_heard_once_each(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}")
    await page.wait_for_selector("ytd-watch-metadata ownfeed-card", state="attached")
    for kind in ("thumbs_up", "clear_rating"):
        await page.click("ytd-watch-metadata like-button-view-model button")
        await rated(traffic, kind, FIRST.video_id)
    heard = [event["type"] for event in said(traffic, "thumbs_up", "thumbs_down", "clear_rating")]
    assert heard == ["thumbs_up", "clear_rating"]


async def test_what_the_page_says_without_a_click_is_not_heard(page: Page, traffic: Traffic) -> None:
    body = {"target": {"videoId": FIRST.video_id}, "channelIds": [FIRST.channel_id]}
    for path in ("like/dislike", "subscription/subscribe"):
        message = json.dumps({"ownfeed": "page-data", "facts": json.dumps({"asked": {"path": path, "body": body}})})
        await page.add_init_script(f"setInterval(() => postMessage({message}, location.origin), 50)")
    await page.goto(f"{YOUTUBE}/?plain")
    await traffic.event(lambda e: e["type"] == "impression")  # our modules have been there for a second
    assert said(traffic, "thumbs_down", "subscribe") == []


async def test_what_is_said_last_is_told_though_a_watch_is_told_with_it(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={SECOND.video_id}&miniplayer&plain")
    await page.wait_for_function("() => replica.player.video.currentTime > 1.5")
    await page.click("#logo")
    await page.wait_for_selector("ytd-browse ownfeed-card", state="attached")
    await choose(page, FOURTH.video_id, "REMOVE")
    await page.wait_for_selector("button.undo")
    await page.close(run_before_unload=False)
    event = await traffic.event(lambda e: e["type"] == "block_channel" and traffic.is_of_now(e))
    assert event["channel_id"] == FOURTH.channel_id
