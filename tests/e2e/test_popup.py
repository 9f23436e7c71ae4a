"""The popup: the ranked feed, why each video stands in it, and what a click changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.daemon.serving import ownfeed
from tests.e2e.accessibility import violations
from tests.e2e.chromium import Console
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import POPUP, ask, open_own
from tests.e2e.planted import LONGEST, cards, share_of
from tests.e2e.traffic import Traffic

# As the worker answers where nothing can be stored.
FULL = """() => {
  const send = chrome.runtime.sendMessage;
  chrome.runtime.sendMessage = message => message.name === 'signals' ? Promise.resolve({ok: false, code: 'failed', message: 'The disk is full.'}) : send(message);
}"""
# As the worker answers once interests were found.
WITH_PERSONAS = """personas => {
  const send = chrome.runtime.sendMessage;
  chrome.runtime.sendMessage = message => message.name === 'personas' ? Promise.resolve({ok: true, value: {personas}}) : send(message);
}"""
ORDER = "[...document.querySelectorAll('[data-video-id]')].map(each => each.dataset.videoId).join()"


async def seen_on_a_page(daemon: DaemonProcess, some: list[dict[str, Any]]) -> None:
    """Let the daemon know of videos; saying something of one of them makes the next feed at once."""
    await daemon.post("/api/rank", {"surface": "home", "cards": some})
    await daemon.post(f"/api/videos/{some[0]['video_id']}/rate", {"rating": "none"})


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def stocked(paired: DaemonProcess) -> DaemonProcess:
    """A daemon that has seen the planted videos on a page and knows of one interest."""
    await seen_on_a_page(paired, cards())
    await paired.post("/api/videos/categories", {"name": "baking bread", "source": "picked"})
    return paired


@pytest_asyncio.fixture(loop_scope="session")
async def popup(page: Page, stocked: DaemonProcess) -> AsyncIterator[Page]:
    """The open popup, in its size, with what it shows."""
    await page.set_viewport_size({"width": 440, "height": 600})
    await open_own(page, POPUP, "needs_ratings")
    yield page


async def shown(popup: Page) -> list[str]:
    """The ids of the videos from top to bottom."""
    ids: list[str] = await popup.eval_on_selector_all("[data-video-id]", "all => all.map(each => each.dataset.videoId)")
    return ids


def video(popup: Page, video_id: str) -> Locator:
    return popup.locator(f"[data-video-id='{video_id}']")


async def test_a_thumb_that_cannot_be_kept_does_not_look_as_if_it_were(popup: Page) -> None:
    first = video(popup, (await shown(popup))[0])
    await popup.evaluate(FULL)
    await first.locator("[data-action=up]").click()
    await expect(first.locator(".of-note")).to_have_text("The disk is full.")
    await expect(first.locator("[data-action=up]")).to_have_attribute("aria-pressed", "false")


async def test_the_feed_stands_in_the_persons_order_with_a_reason_for_each_video(popup: Page) -> None:
    order = await shown(popup)
    assert share_of("bread", order[:8]) >= 0.75
    first = video(popup, order[0])
    assert await first.locator("img").get_attribute("src") == f"https://i.ytimg.com/vi/{order[0]}/mqdefault.jpg"
    assert await first.locator(".of-duration").text_content() == "10:00"
    assert "50K views" in (await first.locator(".of-meta").text_content() or "")
    assert (await first.locator(".of-reason").text_content() or "").strip()


async def test_a_state_is_told_in_the_daemons_own_sentence(popup: Page) -> None:
    assert "of 30" in (await popup.text_content(".of-notice p") or "")


async def test_every_choice_can_be_read_whole(popup: Page) -> None:
    cut = await popup.eval_on_selector_all(
        ".of-chip", "all => all.filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)"
    )
    assert cut == []


async def test_a_thumb_is_felt_in_the_next_feed(popup: Page) -> None:
    before = await shown(popup)
    liked = next(video_id for video_id in before if video_id.startswith("rust"))
    for action in ("down", "up"):
        await video(popup, liked).locator(f"[data-action={action}]").click()
        await expect(video(popup, liked).locator(f"[data-action={action}]")).to_have_attribute("aria-pressed", "true")
    await expect(video(popup, liked).locator("[data-action=down]")).to_have_attribute("aria-pressed", "false")
    await open_own(popup, POPUP, "needs_ratings")
    await popup.wait_for_selector(f"[data-video-id='{liked}'] [data-action=up][aria-pressed=true]")
    after = await shown(popup)
    assert share_of("rust", after[:8]) > share_of("rust", before[:8])


async def test_what_is_not_interesting_is_gone_from_the_next_feed(popup: Page) -> None:
    unwanted = (await shown(popup))[0]
    await video(popup, unwanted).locator("[data-action=not_interested]").click()
    await expect(video(popup, unwanted).locator("[data-action=not_interested]")).to_have_attribute(
        "aria-pressed", "true"
    )
    await popup.reload()
    await popup.wait_for_selector("body[data-state=needs_ratings]")
    assert unwanted not in await shown(popup)


async def test_why_opens_with_the_keyboard_and_a_blocked_channel_stays_away(popup: Page) -> None:
    first = (await shown(popup))[0]
    channel = await video(popup, first).locator(".of-channel").text_content()
    why = video(popup, first).locator("[data-action=why]")
    await why.focus()
    await popup.keyboard.press("Enter")
    await expect(why).to_have_attribute("aria-expanded", "true")
    assert await video(popup, first).locator(".of-why li").count() >= 1
    await video(popup, first).locator("[data-action=block]").click()
    await expect(video(popup, first).locator("[data-fix=block]")).to_contain_text("not be shown again")
    await popup.reload()
    await popup.wait_for_selector("body[data-state=needs_ratings]")
    assert channel not in await popup.locator(".of-channel").all_text_contents()


async def test_the_order_can_be_by_a_plain_fact(popup: Page) -> None:
    await popup.select_option("select[name=sort]", "duration")
    await expect(video(popup, LONGEST)).to_be_visible()
    await expect(popup.locator("[data-video-id]").first).to_have_attribute("data-video-id", LONGEST)


async def test_the_feed_can_be_seen_through_a_mood_and_back(popup: Page) -> None:
    ranked = await shown(popup)
    music = popup.get_by_role("button", name="Music", exact=True)
    await music.click()
    await expect(music).to_have_attribute("aria-pressed", "true")
    await popup.wait_for_function(f"ranked => {ORDER} !== ranked.join()", arg=ranked)
    assert sorted(await shown(popup)) == sorted(ranked)
    await popup.get_by_role("button", name="All", exact=True).click()
    await expect(music).to_have_attribute("aria-pressed", "false")
    await popup.wait_for_function(f"ranked => {ORDER} === ranked.join()", arg=ranked)


async def test_a_search_shows_what_is_near_to_the_words_first(popup: Page) -> None:
    search = popup.get_by_role("searchbox", name="Search by topic")
    for words, interest in (("programming in Rust", "rust"), ("sourdough bread", "bread")):
        await search.fill(words)
        await search.press("Enter")
        await popup.wait_for_function(f"interest => {ORDER}.startsWith(interest)", arg=interest)
        assert share_of(interest, (await shown(popup))[:8]) > 0.5


async def test_the_list_is_walked_and_rated_with_the_keyboard(popup: Page) -> None:
    first, second = (await shown(popup))[:2]
    await popup.keyboard.press("/")
    await expect(popup.get_by_role("searchbox")).to_be_focused()
    await popup.keyboard.press("ArrowDown")
    await expect(video(popup, first).locator(".of-video-title")).to_be_focused()
    await popup.keyboard.press("ArrowDown")
    await expect(video(popup, second).locator(".of-video-title")).to_be_focused()
    for key, action in (("d", "down"), ("u", "up")):
        await popup.keyboard.press(key)
        await expect(video(popup, second).locator(f"[data-action={action}]")).to_have_attribute("aria-pressed", "true")
        await popup.keyboard.press(key)
        await expect(video(popup, second).locator(f"[data-action={action}]")).to_have_attribute("aria-pressed", "false")


async def test_the_arrow_that_picks_a_word_of_another_writing_stays_in_the_search(popup: Page) -> None:
    search = popup.get_by_role("searchbox")
    for is_composing in ("true", "false"):
        await search.focus()
        press = f"{{key: 'ArrowDown', bubbles: true, cancelable: true, isComposing: {is_composing}}}"
        was_taken = await search.evaluate(f"field => !field.dispatchEvent(new KeyboardEvent('keydown', {press}))")
        assert was_taken == (is_composing == "false")
    await expect(popup.locator(".of-video-title").first).to_be_focused()


async def test_an_interest_of_which_the_feed_holds_nothing_says_so(popup: Page) -> None:
    sailing = {"index": 0, "label": "sailing", "weight": 1, "muted": False, "video_count": 31, "sample_videos": []}
    await popup.add_init_script(f"({WITH_PERSONAS})({json.dumps([sailing])})")
    await open_own(popup, POPUP, "needs_ratings")
    await popup.get_by_role("button", name="sailing").click()
    await expect(popup.locator("[data-video-id]")).to_have_count(0)
    await expect(popup.locator(".of-notice p")).to_contain_text("Your feed holds nothing of this interest now")
    await popup.get_by_role("button", name="All", exact=True).click()
    await expect(popup.locator(".of-notice p")).not_to_contain_text("this interest")


async def test_hostile_words_stay_words(popup: Page, stocked: DaemonProcess) -> None:
    hostile = "<img src=x onerror=alert(1)> \u202esdrawkcab\u202c {{7*7}} bread baking dough"
    card = {**cards()[0], "video_id": "hostile0001", "title": hostile, "channel_name": "</p><script>alert(2)</script>"}
    await seen_on_a_page(stocked, [card])
    await open_own(popup, POPUP, "needs_ratings")
    found = video(popup, "hostile0001")
    assert await found.locator(".of-video-title").text_content() == hostile
    assert await found.locator(".of-channel").text_content() == "</p><script>alert(2)</script>"
    assert await found.locator("script, img[src=x]").count() == 0


async def test_more_videos_come_when_the_end_is_reached(popup: Page, stocked: DaemonProcess) -> None:
    extra = [{**card, "video_id": card["video_id"].replace("_", "x")} for card in cards()]
    await seen_on_a_page(stocked, extra)
    await open_own(popup, POPUP, "needs_ratings")
    before = len(await shown(popup))
    await popup.locator(".of-more").scroll_into_view_if_needed()
    await popup.wait_for_function(f"before => {ORDER}.split(',').length > before", arg=before)
    ids = await shown(popup)
    assert len(ids) == len(set(ids))


async def test_others_are_other_ones_and_after_the_last_the_first_come_again(
    popup: Page, stocked: DaemonProcess
) -> None:
    extra = [{**card, "video_id": card["video_id"].replace("_", "y")} for card in cards()]
    await seen_on_a_page(stocked, extra)
    await open_own(popup, POPUP, "needs_ratings")
    total = (await stocked.get("/api/videos"))["total"]
    first = await shown(popup)
    seen = set(first)
    others = popup.get_by_role("button", name="Show me others")
    while len(seen) < total:
        before = await shown(popup)
        await others.click()
        await popup.wait_for_function(f"before => {ORDER} !== before", arg=",".join(before))
        assert not seen & set(await shown(popup))
        seen |= set(await shown(popup))
    await others.click()
    await popup.wait_for_function(f"first => {ORDER}.startsWith(first)", arg=",".join(first[:10]))


async def test_the_last_feed_is_there_while_the_daemon_is_away(popup: Page, stocked: DaemonProcess) -> None:
    before = await shown(popup)
    await stocked.stop()
    await open_own(popup, POPUP, "away")
    assert await shown(popup) == before
    assert "scripts/run" in (await popup.text_content(".of-notice p") or "")
    assert await violations(popup) == []
    await stocked.start(new=False)
    await popup.reload()
    await popup.wait_for_selector("body[data-state=needs_ratings]")


async def test_the_switch_pauses_and_resumes(popup: Page) -> None:
    switch = popup.get_by_role("switch", name="Active")
    for is_active in ("false", "true"):
        await switch.click()
        await expect(switch).to_have_attribute("aria-checked", is_active)
        assert (await ask(popup, "status", {}))["paused"] == (is_active == "false")
        word = "Connected" if is_active == "true" else "Paused"
        await expect(popup.locator(".of-connection")).to_have_text(word)


async def test_it_can_be_used_by_everyone(popup: Page) -> None:
    await popup.locator("[data-action=why]").first.click()
    await popup.wait_for_selector(".of-why")
    assert await violations(popup) == []


# The last ones: the pages they open add their own videos to the planted ones.
@pytest.mark.parametrize("button", ["left", "middle"])
async def test_following_a_title_opens_the_video_and_is_told_as_a_click(
    popup: Page, traffic: Traffic, button: Literal["left", "middle"]
) -> None:
    first = (await shown(popup))[0]
    async with popup.context.expect_page() as opening:
        await video(popup, first).locator(".of-video-title").click(button=button)
    opened = await opening.value
    await opened.wait_for_url(f"https://www.youtube.com/watch?v={first}")
    click = await traffic.event(lambda told: told["type"] == "click")
    assert (click["video_id"], click["source"], click["surface"], click["position"]) == (first, "popup", "popup", 0)
    await opened.close()


async def test_a_title_leads_to_its_video_also_when_the_click_cannot_be_kept(popup: Page, console: Console) -> None:
    first = (await shown(popup))[0]
    await popup.evaluate("() => { chrome.runtime.sendMessage = async () => undefined; }")
    async with popup.context.expect_page() as opening:
        await video(popup, first).locator(".of-video-title").click()
    opened = await opening.value
    await opened.wait_for_url(f"https://www.youtube.com/watch?v={first}")
    await opened.close()
    console.expected += ["OwnFeed did not answer"]


async def test_data_that_gave_way_to_a_backup_are_told_of(popup: Page, stocked: DaemonProcess) -> None:
    await asyncio.to_thread(ownfeed, "backup", data_dir=stocked.data_dir)
    await stocked.stop()
    (stocked.data_dir / "ownfeed.db").write_bytes(b"")
    await stocked.start(new=False)
    await popup.reload()
    await expect(popup.locator(".of-notice p")).to_contain_text("was damaged or gone: the backup of ")
    assert await violations(popup) == []
