"""Thumbs on cards: they reach the daemon at once, hold, change the next order, and are nobody's business but the person's."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest
from playwright.async_api import Page, expect

from tests.e2e.chromium import PATIENCE_SECONDS, ClosedRoots, escape
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.grid import opened_in_order, video_ids
from tests.e2e.own_pages import OPTIONS
from tests.e2e.traffic import Json, Traffic, order, ranked, rated
from tests.pages.catalogue import by_id, clip

# What a card holds is made anew, out of the pointer's way, and ours is thrown out with the old.
DRAWN_ANEW = """id => {
    const host = document.querySelector(`ownfeed-card[video-id='${id}']`).parentElement;
    const fresh = host.cloneNode(true);
    fresh.id = 'anew';
    fresh.style.translate = '0 3000px';
    fresh.querySelector('ownfeed-card').remove();
    host.replaceWith(fresh);
}"""
SAY_MORE = """lines => {
  for (let line = 0; line < lines; line += 1) document.querySelector('main').append(document.createElement('p'), 'One more reason');
  return document.querySelector('.of-card').offsetHeight;
}"""
pytestmark = pytest.mark.usefixtures("paired")


async def home(page: Page, traffic: Traffic, knobs: str = "plain") -> list[str]:
    """Open home with its order and its thumbs; return the videos as they stand."""
    await opened_in_order(page, traffic, f"{YOUTUBE}/?{knobs}")
    await page.wait_for_selector("ownfeed-card", state="attached")
    return await video_ids(page)


async def is_rated(inside: ClosedRoots, video_id: str) -> bool:
    """Whether a test has rated the card: pressing its thumb again would take that back."""
    return any(button.get("aria-pressed") == "true" for button in (await inside.buttons(video_id)).values())


async def unrated(inside: ClosedRoots, shown: list[str]) -> str:
    """A video on the page that no test has rated yet."""
    for video_id in shown:
        if not await is_rated(inside, video_id):
            return video_id
    raise AssertionError("every video on the page has a rating")


@pytest.mark.parametrize("cards", ["wiz", "dash", "camel", "old"])
async def test_a_thumb_on_any_card_is_with_the_daemon(page: Page, traffic: Traffic, cards: str) -> None:
    inside = await ClosedRoots.of(page)
    video_id = await unrated(inside, await home(page, traffic, f"plain&cards={cards}"))
    await inside.press(video_id, "up")
    sent = await rated(traffic, "thumbs_up", video_id)
    assert (await inside.buttons(video_id))["up"]["aria-pressed"] == "true"
    assert sent["surface"] == "home"
    assert sent["slate_id"] == traffic.slates[-1]["slate_id"]
    assert described_as_made(sent["video"])
    assert page.url.startswith(f"{YOUTUBE}/?"), "the card's video must not open"


def described_as_made(card: Json) -> bool:
    """Whether a card on the wire says what the made-up video says."""
    made = by_id(card["video_id"])
    said = (card["title"], card["channel_name"], card["channel_id"], card["duration_seconds"], card["view_count"])
    return said == (made.title, made.channel_name, made.channel_id, made.duration_seconds, made.view_count)


async def test_not_interested_covers_the_card_and_undo_takes_it_back(page: Page, traffic: Traffic) -> None:
    inside = await ClosedRoots.of(page)
    video_id = await unrated(inside, await home(page, traffic))
    await inside.press(video_id, "not_interested")
    await rated(traffic, "not_interested", video_id)
    await inside.press(video_id, "undo")
    await rated(traffic, "clear_rating", video_id)
    assert (await inside.buttons(video_id))["not_interested"]["aria-pressed"] == "false"


async def test_a_thumb_still_stands_after_a_reload(page: Page, traffic: Traffic) -> None:
    inside = await ClosedRoots.of(page)
    video_id = await unrated(inside, await home(page, traffic))
    await inside.press(video_id, "up")
    await rated(traffic, "thumbs_up", video_id)
    await home(page, traffic)
    await page.wait_for_selector(f"ownfeed-card[video-id='{video_id}']", state="attached")
    assert (await inside.buttons(video_id))["up"]["aria-pressed"] == "true"


async def test_what_is_liked_moves_its_topic_up_in_the_next_order(
    page: Page, traffic: Traffic, paired: DaemonProcess
) -> None:
    inside = await ClosedRoots.of(page)
    before = shown = await home(page, traffic, "plain&first=36")
    unrated_of = defaultdict[str, list[str]](list)
    for video_id in shown:
        if not await is_rated(inside, video_id):
            unrated_of[by_id(video_id).topic].append(video_id)
    enough = [each for each in unrated_of.values() if len(each) >= 5]
    liked = max(
        enough, key=lambda each: sum(map(shown.index, each)) / len(each)
    )  # what stands furthest down has room above
    for video_id in liked[:3]:
        await inside.press(video_id, "up")
        await rated(traffic, "thumbs_up", video_id)
    after = await home(page, traffic, "plain&first=36")
    unseen = set(liked[3:]) & set(after)
    assert len(unseen) >= 2
    assert sum(map(after.index, unseen)) < sum(map(before.index, unseen))


async def test_thumbs_work_with_the_keyboard_and_the_page_hears_nothing_of_it(page: Page, traffic: Traffic) -> None:
    video_id = await unrated(await ClosedRoots.of(page), await home(page, traffic))
    card = f"ownfeed-card[video-id='{video_id}']"
    await page.locator(f"ytd-rich-item-renderer:has({card}) h3 a").focus()
    while not await page.evaluate(f'() => document.activeElement.closest("{card}") !== null'):
        await page.keyboard.press("Tab")
    heard = len(await page.evaluate("() => replica.keys"))
    await page.keyboard.press("Enter")
    await rated(traffic, "thumbs_up", video_id)
    assert len(await page.evaluate("() => replica.keys")) == heard
    assert page.url.startswith(f"{YOUTUBE}/?")


async def test_buttons_stand_out_while_the_pointer_is_there_and_not_where_the_card_is_drawn_anew_elsewhere(
    page: Page, traffic: Traffic
) -> None:
    inside = await ClosedRoots.of(page)
    video_id = (await home(page, traffic))[0]
    assert not await inside.is_near(video_id)
    await page.locator(f"yt-lockup-view-model:has(ownfeed-card[video-id='{video_id}'])").hover()
    assert await inside.is_near(video_id)
    await page.evaluate(DRAWN_ANEW, video_id)
    await page.wait_for_selector(f"#anew > ownfeed-card[video-id='{video_id}']", state="attached")
    assert not await inside.is_near(video_id)


async def test_a_key_of_the_browser_rates_the_video_that_plays_and_takes_it_back(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={clip(11).video_id}")
    await page.wait_for_selector(f"ownfeed-card[video-id='{clip(11).video_id}']", state="attached")
    press = """async () => {  // what worker/commands.js does; a headless browser has no keys of its own
      const [tab] = await chrome.tabs.query({url: 'https://www.youtube.com/watch*'});
      await chrome.tabs.sendMessage(tab.id, {ownfeed: {rate: 'down'}}, {frameId: 0});
    }"""
    own = await page.context.new_page()
    await own.goto(OPTIONS)
    for kind in ("thumbs_down", "clear_rating"):
        await own.evaluate(press)
        await rated(traffic, kind, clip(11).video_id)
    await own.close()


async def test_every_button_has_a_name_and_a_state(page: Page, traffic: Traffic) -> None:
    video_id = (await home(page, traffic))[0]
    buttons = await (await ClosedRoots.of(page)).buttons(video_id)
    assert {"up", "down", "not_interested"} <= buttons.keys()
    for action in ("up", "down", "not_interested"):
        assert buttons[action]["aria-label"]
        assert buttons[action]["aria-pressed"] in {"true", "false"}


async def test_a_cell_that_shows_another_video_rates_that_one(page: Page, traffic: Traffic) -> None:
    await home(page, traffic, "plain&cards=old")
    await page.locator("ytd-browse:not([hidden]) .chip", has_text="Music").click()
    await page.wait_for_function("() => document.querySelector('ytd-rich-item-renderer a').href.includes('v=')")
    await traffic.slate(2)
    video_id = order(traffic.slates[-1])[0]
    await page.wait_for_selector(f"ownfeed-card[video-id='{video_id}']", state="attached")
    await (await ClosedRoots.of(page)).press(video_id, "down")
    await rated(traffic, "thumbs_down", video_id)


@pytest.mark.parametrize("cards", ["camel", "old"])
async def test_a_card_that_comes_to_show_a_mix_loses_its_thumbs(page: Page, traffic: Traffic, cards: str) -> None:
    video_id = await unrated(await ClosedRoots.of(page), await home(page, traffic, f"plain&cards={cards}"))
    thumbs = page.locator(f"ytd-browse ownfeed-card[video-id='{video_id}']")
    await expect(thumbs).to_have_count(1)
    await page.eval_on_selector_all(
        f"ytd-browse a[href='/watch?v={video_id}']",
        "links => links.forEach(link => { link.href += '&list=RDmix&start_radio=1'; })",
    )
    await expect(thumbs).to_have_count(0)
    await page.eval_on_selector_all(
        f"ytd-browse a[href*='/watch?v={video_id}']",
        "(links, id) => links.forEach(link => { link.href = `/watch?v=${id}`; })",
        video_id,
    )
    await expect(thumbs).to_have_count(1)


async def test_only_single_videos_have_thumbs(page: Page, traffic: Traffic) -> None:
    await home(page, traffic, "cards=mixed")
    marked = await page.eval_on_selector_all("ownfeed-card", "all => all.map(e => e.getAttribute('video-id'))")
    assert sorted(marked) == sorted(ranked(traffic.slates[-1]))
    assert await page.locator("ytd-ad-slot-renderer ownfeed-card, ytd-rich-shelf-renderer ownfeed-card").count() == 0


async def test_the_page_sees_that_there_are_buttons_and_nothing_else(page: Page, traffic: Traffic) -> None:
    await page.add_init_script(
        "window.caught = []; customElements.define('ownfeed-card', class extends HTMLElement {"
        "connectedCallback() { window.caught.push(this.shadowRoot, this.textContent); }});"
    )
    await home(page, traffic)
    seen = await page.evaluate(
        "() => [...document.querySelectorAll('ownfeed-card')].flatMap(e => [e.shadowRoot, e.textContent, e.firstElementChild.shadowRoot])"
    )
    assert set(seen) == {None, ""}
    assert await page.evaluate("() => window.find('Not interested')") is False


async def test_a_page_that_defines_the_panels_element_gets_no_frame(page: Page, traffic: Traffic) -> None:
    await page.add_init_script(
        "window.caught = []; customElements.define('ownfeed-panel', class extends HTMLElement { connectedCallback() {"
        "window.caught.push(this.shadowRoot, this.firstElementChild.shadowRoot, this.querySelector('iframe'), this.innerText || null); }});"
    )
    video_id = (await home(page, traffic))[0]
    async with page.expect_event("frameattached"):
        await (await ClosedRoots.of(page)).press(video_id, "why")
    await page.wait_for_selector("ownfeed-panel")
    await page.frames[-1].wait_for_selector("body[data-state=ready]")
    assert set(await page.evaluate("() => window.caught")) <= {None}
    words = await page.frames[-1].inner_text("h2")
    assert await page.evaluate("words => window.find(words)", words) is False


@pytest.mark.parametrize("path", ["/results?search_query=rust", "/feed/subscriptions"])
async def test_cards_of_search_and_subscriptions_have_thumbs_and_keep_their_order(
    page: Page, traffic: Traffic, path: str
) -> None:
    await page.goto(f"{YOUTUBE}{path}")
    await page.wait_for_selector("ownfeed-card", state="attached")
    marked = await page.eval_on_selector_all("ownfeed-card", "all => all.map(e => e.getAttribute('video-id'))")
    inside = await ClosedRoots.of(page)
    video_id = await unrated(inside, marked)
    await inside.press(video_id, "up")
    sent = await rated(traffic, "thumbs_up", video_id)
    assert sent["surface"] in {"search", "subscriptions"}
    assert described_as_made(sent["video"])
    assert await page.locator("[style*='order']").count() == 0


async def test_why_opens_a_panel_with_the_reasons_that_the_page_cannot_read(page: Page, traffic: Traffic) -> None:
    video_id = (await home(page, traffic))[0]
    inside = await ClosedRoots.of(page)
    async with page.expect_event("frameattached"):
        await inside.press(video_id, "why")
    await page.wait_for_selector("ownfeed-panel")
    frame = page.frames[-1]
    await frame.wait_for_selector("body[data-state=ready]")
    reasons = next(item["reasons"] for item in traffic.slates[-1]["items"] if item["video_id"] == video_id)
    assert reasons
    assert reasons[0]["text"] in await frame.inner_text("main")
    readable = "() => { try { return frames[0].document.body.textContent; } catch { return null; } }"
    assert await page.evaluate(readable) is None
    assert await page.locator("iframe").count() == 0
    await escape(page)


async def test_the_page_cannot_measure_how_much_the_panel_says(page: Page, traffic: Traffic) -> None:
    shown = await home(page, traffic)
    async with page.expect_event("frameattached"):
        await (await ClosedRoots.of(page)).press(shown[0], "why")
    panel = await page.wait_for_selector("ownfeed-panel")
    assert panel is not None
    inside = page.frames[-1]
    await inside.wait_for_selector("body[data-state=ready]")
    sizes, tall = set[str](), list[float]()
    for more in (0, 1, 3, 100):
        tall.append(await inside.evaluate(SAY_MORE, more))
        sizes.add(
            await panel.evaluate(
                "each => { const {width, height} = each.getBoundingClientRect(); return `${width} ${height}`; }"
            )
        )
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tall[0] < tall[-1]
    assert len(sizes) == 1


async def test_the_panel_fits_a_window_as_narrow_as_a_telephone(page: Page, traffic: Traffic) -> None:
    shown = await home(page, traffic)
    await page.set_viewport_size({"width": 320, "height": 640})
    async with page.expect_event("frameattached"):
        await (await ClosedRoots.of(page)).press(shown[0], "why")
    inside = page.frames[-1]
    await inside.wait_for_selector("body[data-state=ready]")
    box = await inside.locator(".of-card").bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= 320) == (True, True)
    assert await inside.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.set_viewport_size({"width": 1280, "height": 800})


async def test_a_thumb_given_in_one_tab_shows_in_another(page: Page, traffic: Traffic) -> None:
    inside = await ClosedRoots.of(page)
    video_id = await unrated(inside, await home(page, traffic))
    other = await page.context.new_page()
    await other.goto(f"{YOUTUBE}/?plain")
    await other.wait_for_selector(f"ownfeed-card[video-id='{video_id}']", state="attached")
    there = await ClosedRoots.of(other)
    assert not await is_rated(there, video_id)

    await page.bring_to_front()
    await inside.press(video_id, "down")
    await rated(traffic, "thumbs_down", video_id)

    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await there.buttons(video_id))["down"]["aria-pressed"] != "true":  # noqa: ASYNC110 - a closed root tells of no change
            await asyncio.sleep(0.05)
    await other.close()
