"""Watches: the seconds that were really played, told against the replica's own account (the browser's `played` ranges)."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.e2e.chromium import ClosedRoots, ask_worker
from tests.e2e.conftest import YOUTUBE
from tests.e2e.traffic import Json, Traffic, rated
from tests.pages.catalogue import clip

pytestmark = pytest.mark.usefixtures("paired")
FIRST, SECOND = clip(60), clip(61)
VIDEO = "document.querySelector('#movie_player video')"
PAUSE = [("pause", {"paused": True}), ("pause", {"paused": False})]
WIPE = [("wipe", {"confirm": True})]


async def plays(page: Page, position: float) -> None:
    """Wait until the content, not an advertisement, has played to a position."""
    content = "!document.querySelector('#movie_player').classList.contains('ad-showing')"
    await page.wait_for_function(f"to => {content} && {VIDEO}.currentTime >= to", arg=position)


async def pause(page: Page) -> float:
    """Pause; return the replica's account of the seconds played."""
    return float(await page.evaluate(f"() => {{ {VIDEO}.pause(); return replica.player.played(); }}"))


async def watched(traffic: Traffic, video_id: str, seconds: float) -> Json:
    """The watch of a video once it has grown to about these seconds."""

    def grown(event: Json) -> bool:
        right = event["type"] == "watch" and event["video_id"] == video_id
        return right and traffic.is_of_now(event) and float(event["watch"].get("seconds", 0)) > seconds - 1

    return await traffic.event(grown)


async def test_an_advertisement_and_a_seek_are_not_watching(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}&ad")
    await plays(page, 2)
    await page.evaluate(f"() => {{ {VIDEO}.currentTime = 60; }}")
    await plays(page, 62)
    played = await pause(page)
    watch = await watched(traffic, FIRST.video_id, played)
    assert 3.5 < played < 8
    assert watch["watch"]["seconds"] == pytest.approx(played, abs=1)
    assert watch["watch"]["fraction"] == pytest.approx(played / watch["watch"]["duration_seconds"], abs=0.02)
    assert watch["video"]["title"] == FIRST.title
    assert watch["video"]["tags"][0] == FIRST.topic


async def test_double_speed_counts_what_was_seen_of_the_video(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}&rate=2")
    await plays(page, 6)
    played = await pause(page)
    watch = await watched(traffic, FIRST.video_id, played)
    assert watch["watch"]["seconds"] == pytest.approx(played, abs=1)


async def test_a_watch_grows_under_one_id_while_it_plays(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}")
    await plays(page, 6)
    first = await watched(traffic, FIRST.video_id, 5)
    played = await pause(page)
    last = await watched(traffic, FIRST.video_id, first["watch"]["seconds"] + 1.001)  # `watched` allows one second less
    assert last["id"] == first["id"]
    assert last["watch"]["seconds"] == pytest.approx(played, abs=1)


@pytest.mark.parametrize("acts", [PAUSE, WIPE], ids=["pause", "wipe"])
async def test_what_was_played_in_a_pause_or_before_a_wipe_is_not_told_afterwards(
    page: Page, traffic: Traffic, acts: list[tuple[str, Json]]
) -> None:
    def told() -> dict[str, list[list[float]]]:
        watches = [
            e for e in traffic.events if e["type"] == "watch" and "seconds" in e["watch"] and traffic.is_of_now(e)
        ]
        return {event["id"]: event["watch"]["parts"] for event in watches}  # the last of each id is the greatest

    async def position() -> float:
        return float(await page.evaluate(f"() => {VIDEO}.currentTime"))

    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}&rate=4")
    before = await watched(traffic, FIRST.video_id, 5)
    reached = 0.0
    for name, payload in acts:
        await plays(page, reached + 7)  # longer than from one report to the next
        reached = await position()
        await ask_worker(page.context, name, payload)
    went_on = await position()
    await traffic.until(lambda: len(told()) == 2)
    (after,) = told().keys() - {before["id"]}
    assert told()[before["id"]][-1][1] <= went_on
    assert told()[after][0][0] >= reached - 0.1, "told in tenths"


async def test_the_next_video_in_the_same_player_has_a_watch_of_its_own(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}")
    await plays(page, 2.5)
    await page.click(f"#items a[href='/watch?v={SECOND.video_id}'] >> nth=0")
    await page.wait_for_selector(f"ytd-watch-flexy[video-id='{SECOND.video_id}']")
    earlier = float(await page.evaluate("id => replica.played(id)", FIRST.video_id))
    await plays(page, 2)
    played = await pause(page)
    first = await watched(traffic, FIRST.video_id, earlier)
    second = await watched(traffic, SECOND.video_id, played)
    assert first["watch"]["seconds"] == pytest.approx(earlier, abs=1)
    assert second["watch"]["seconds"] == pytest.approx(played, abs=1)
    assert first["id"] != second["id"]


async def test_autoplay_begins_a_new_watch_without_a_click(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}&autoplay")
    await plays(page, 1.5)
    await page.evaluate(f"() => {{ {VIDEO}.currentTime = 88.5; }}")
    await page.wait_for_selector(f"ytd-watch-flexy[video-id='{SECOND.video_id}']")
    await plays(page, 2)
    await pause(page)
    first, second = await watched(traffic, FIRST.video_id, 2), await watched(traffic, SECOND.video_id, 2)
    assert first["watch"]["seconds"] == pytest.approx(3, abs=1)
    assert second["watch"]["seconds"] == pytest.approx(2, abs=1)


async def test_leaving_by_closing_the_tab_loses_nothing(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}")
    await plays(page, 3)
    played = float(await page.evaluate("() => replica.player.played()"))
    await page.close(run_before_unload=False)
    watch = await watched(traffic, FIRST.video_id, played)
    assert watch["watch"]["seconds"] == pytest.approx(played, abs=1)


async def test_what_was_played_since_the_player_last_said_where_it_is_counts(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}")
    await plays(page, 2)
    await page.evaluate(
        "() => addEventListener('timeupdate', event => event.stopImmediatePropagation(), {capture: true})"
    )
    await plays(page, 3.5)
    played = float(await page.evaluate("() => replica.player.played()"))
    await page.close(run_before_unload=False)
    watch = await watched(traffic, FIRST.video_id, played)
    assert watch["watch"]["seconds"] == pytest.approx(played, abs=0.4)


async def test_a_hover_preview_is_never_a_watch(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/?preview&plain")
    await page.wait_for_selector("yt-lockup-view-model")
    await page.mouse.move(200, 250)
    await page.wait_for_function("() => replica.preview.video.currentTime > 2.5")
    shorts = clip(5)
    await page.goto(f"{YOUTUBE}/shorts/{shorts.video_id}")
    watch = await watched(traffic, shorts.video_id, 1)
    assert watch["surface"] == "shorts"
    played = [e for e in traffic.events if e["type"] == "watch" and "seconds" in e["watch"] and traffic.is_of_now(e)]
    assert {event["video_id"] for event in played} == {shorts.video_id}


async def test_youtubes_own_like_and_dislike_are_heard(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}")
    await page.wait_for_selector(f"ytd-watch-metadata ownfeed-card[video-id='{FIRST.video_id}']", state="attached")
    inside = await ClosedRoots.of(page)
    for button, kind, ours in (("like", "thumbs_up", "up"), ("dislike", "thumbs_down", "down")):
        await page.click(f"ytd-watch-metadata {button}-button-view-model button")
        await rated(traffic, kind, FIRST.video_id)
        assert (await inside.buttons(FIRST.video_id))[ours]["aria-pressed"] == "true"
    await page.click("ytd-watch-metadata dislike-button-view-model button")
    await rated(traffic, "clear_rating", FIRST.video_id)


async def test_our_own_thumbs_stand_beside_the_player_and_follow_the_video(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}")
    await page.wait_for_selector(f"ytd-watch-metadata ownfeed-card[video-id='{FIRST.video_id}']", state="attached")
    await page.click(f"#items a[href='/watch?v={SECOND.video_id}'] >> nth=0")
    # The address changes first: what stood in the metadata of the video before goes with them.
    beside = f"ytd-watch-metadata[video-id='{SECOND.video_id}'] ownfeed-card"
    await page.wait_for_selector(f"{beside}[video-id='{SECOND.video_id}']", state="attached")
    assert await page.locator("ytd-watch-metadata ownfeed-card").count() == 1
    await (await ClosedRoots.of(page)).press(SECOND.video_id, "not_interested")
    await rated(traffic, "not_interested", SECOND.video_id)


async def test_the_miniplayer_goes_on_counting_and_counts_nothing_twice(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}&miniplayer&plain")
    await plays(page, 2)
    await page.click("#logo")
    await page.wait_for_selector("ytd-browse:not([hidden]) yt-lockup-view-model")
    await plays(page, 6)
    played = await pause(page)

    def watches() -> dict[str, float]:
        told = [e for e in traffic.events if e["type"] == "watch" and "seconds" in e["watch"] and traffic.is_of_now(e)]
        assert {event["video_id"] for event in told} <= {FIRST.video_id}
        return {event["id"]: event["watch"]["seconds"] for event in told}  # the last of each id is the greatest

    await traffic.until(lambda: sum(watches().values()) > played - 1)
    assert sum(watches().values()) == pytest.approx(played, abs=1)


@pytest.mark.parametrize("address", ["/playlist?list=PL1", "/feed/library"])
async def test_what_plays_on_beside_another_page_is_the_same_watch(page: Page, traffic: Traffic, address: str) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={FIRST.video_id}&miniplayer&plain")
    await plays(page, 2)
    await page.evaluate("address => { document.querySelector('#logo').href = address; }", address)
    await page.click("#logo")
    await page.wait_for_selector("ytd-browse:not([hidden]) yt-lockup-view-model")
    await page.evaluate(f"() => {{ window.began = {VIDEO}.currentTime; }}")
    await page.wait_for_function(f"() => {VIDEO}.currentTime >= window.began + 2")
    played = await pause(page)
    watch = await watched(traffic, FIRST.video_id, played)
    told = [e for e in traffic.events if e["type"] == "watch" and "seconds" in e["watch"] and traffic.is_of_now(e)]
    assert {(event["id"], event["surface"]) for event in told} == {(watch["id"], "watch_next")}
    # The player may have begun a moment before there was anybody to hear it.
    assert watch["watch"]["parts"] == [[pytest.approx(0, abs=0.5), pytest.approx(played, abs=1)]]
