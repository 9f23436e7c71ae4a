"""The dashboard: what is drawn anew disturbs nothing beside it, what is late or refused changes nothing, and news come again."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

import pytest
from playwright.async_api import CDPSession, Locator, Page, Route, expect

from tests.e2e.chromium import JOB_SECONDS, PATIENCE_SECONDS, Console
from tests.e2e.daemon_process import DaemonProcess

SENTENCE = "What do you want more or less of?"


def _card(dashboard: Page, name: str) -> Locator:
    return dashboard.get_by_role("article", name=name, exact=True)


async def _rule(daemon: DaemonProcess, text: str) -> None:
    await daemon.post("/api/rules", {"action": "demote", "match": {"phrase": text}, "text": text})


async def _place(field: Locator) -> Any:
    """What stands in a field, where the caret is, and whether keys go there."""
    return await field.evaluate("field => [field.value, field.selectionStart, field === document.activeElement]")


async def test_a_suggestion_that_is_accepted_goes_alone_and_nothing_typed_is_lost(
    dashboard: Page, lived: DaemonProcess
) -> None:
    card = _card(dashboard, "Topics you named")
    suggestions = card.locator("li", has=dashboard.get_by_role("button", name="Add: "))
    await card.get_by_role("button", name="Suggest some").click()
    await expect(suggestions.first).to_be_visible()
    offered = await suggestions.count()
    assert offered > 1
    await card.get_by_label("Add a topic").fill("half a")
    await suggestions.first.get_by_role("button").click()
    await expect(card.get_by_label("Name of topic")).to_have_count(2)
    await expect(suggestions).to_have_count(offered - 1)
    await expect(card.get_by_label("Add a topic")).to_have_value("half a")
    assert len((await lived.get("/api/videos/categories"))["categories"]) == 2


async def test_what_is_refused_stays_as_typed_to_be_mended(dashboard: Page, console: Console) -> None:
    card = _card(dashboard, "Topics you named")
    topic = card.get_by_label("Add a topic")
    await topic.fill("woodworking")
    await card.get_by_role("button", name="Add", exact=True).click()
    await expect(card.get_by_role("alert")).to_be_visible()
    await expect(topic).to_have_value("woodworking")
    await topic.fill("wood carving")
    await card.get_by_role("button", name="Add", exact=True).click()
    await expect(card.get_by_label("Name of topic wood carving")).to_be_visible()
    await expect(topic).to_have_value("")
    await expect(card.get_by_role("alert")).to_be_hidden()
    console.expected += ["409"]


async def test_a_switch_that_is_refused_goes_back(dashboard: Page, lived: DaemonProcess, console: Console) -> None:
    await _rule(lived, "less of what is gone")
    switch = dashboard.get_by_label("Rule less of what is gone holds")
    await expect(switch).to_be_checked()
    made = next(each for each in (await lived.get("/api/rules"))["rules"] if each["text"] == "less of what is gone")
    await dashboard.route("**/api/rules", lambda route: route.abort())  # the news of the deletion change nothing here
    await lived.remove(f"/api/rules/{made['id']}")
    await switch.click()
    await expect(_card(dashboard, "Rules").get_by_role("alert")).to_be_visible()
    await expect(switch).to_be_checked()
    await dashboard.unroute("**/api/rules")
    console.expected += ["404", "ERR_FAILED"]


async def test_of_two_proposals_one_is_kept_and_then_the_other(dashboard: Page) -> None:
    card = _card(dashboard, "Rules")
    sentence = card.get_by_label(SENTENCE)
    await sentence.fill("Less drama, and no Shorts until Friday.")
    await card.get_by_role("button", name="Try it").click()
    keep = card.get_by_role("button", name="Keep")
    await expect(keep).to_have_count(2)
    await keep.first.click()
    await expect(card.get_by_label("Rule Less drama holds")).to_be_checked()
    await expect(keep).to_have_count(1)
    await expect(sentence).to_have_value("Less drama, and no Shorts until Friday.")
    await keep.click()
    await expect(card.get_by_label("Rule no Shorts until Friday holds")).to_be_checked()
    await expect(keep).to_have_count(0)
    await expect(sentence).to_have_value("")


async def test_a_rule_that_is_said_again_stands_once_and_the_card_says_so(
    dashboard: Page, lived: DaemonProcess
) -> None:
    card = _card(dashboard, "Rules")
    there = card.locator("> [role=status]")
    for text in ("", "This rule is there already. It holds as you just said it."):
        await card.get_by_label(SENTENCE).fill("Never whistling")
        await card.get_by_role("button", name="Try it").click()
        await card.get_by_role("button", name="Keep").click()
        await expect(card.get_by_role("button", name="Keep")).to_have_count(0)
        await expect(card.get_by_label("Rule Never whistling holds")).to_have_count(1)
        await expect(there).to_have_text(text)
    texts = [each["text"] for each in (await lived.get("/api/rules"))["rules"]]
    assert texts.count("Never whistling") == 1


async def test_news_take_neither_words_nor_caret_from_who_types(dashboard: Page, lived: DaemonProcess) -> None:
    sentence = dashboard.get_by_label(SENTENCE)
    await sentence.fill("no foot")
    await sentence.press("ArrowLeft")
    await _rule(lived, "less thunder")
    await expect(dashboard.get_by_label("Rule less thunder holds")).to_be_checked()
    assert await _place(sentence) == ["no foot", 6, True]

    name = dashboard.get_by_label("Name of").first
    drawn = await name.element_handle()
    await name.fill("a name of m")
    await name.press("ArrowLeft")
    await lived.post("/api/videos/personas/refresh", {})
    await dashboard.wait_for_function("field => !field.isConnected", arg=drawn, timeout=JOB_SECONDS * 1000)
    assert await _place(name) == ["a name of m", 10, True]
    labels = [each["label"] for each in (await lived.get("/api/videos/personas"))["personas"]]
    assert "a name of m" not in labels, "it was sent half typed"
    await name.press("Enter")
    await expect(dashboard.get_by_label("Name of a name of m")).to_have_value("a name of m")
    labels = [each["label"] for each in (await lived.get("/api/videos/personas"))["personas"]]
    assert "a name of m" in labels, "it was drawn anew while it was typed, and never sent"


async def test_a_name_that_was_refused_is_sent_again_with_enter(
    dashboard: Page, lived: DaemonProcess, console: Console
) -> None:
    taken, other = [await lived.post("/api/videos/categories", {"name": name}) for name in ("knots", "ropes")]
    card = _card(dashboard, "Topics you named")
    field = card.get_by_label("Name of topic ropes")
    await field.fill("knots")
    await field.press("Enter")
    await expect(card.get_by_role("alert")).to_be_visible()
    await expect(field).to_have_value("knots")
    await lived.remove(f"/api/videos/categories/{taken['id']}")
    await expect(card.get_by_label("Name of topic knots")).to_have_count(0)
    await field.press("Enter")
    await expect(card.get_by_label("Name of topic knots")).to_have_value("knots")
    await expect(card.get_by_role("alert")).to_be_hidden()
    await lived.remove(f"/api/videos/categories/{other['id']}")
    console.expected += ["409"]


async def test_a_refused_change_of_what_was_removed_elsewhere_says_so_and_takes_it_off(
    dashboard: Page, lived: DaemonProcess, console: Console
) -> None:
    made = await lived.post("/api/videos/categories", {"name": "kites"})
    card = _card(dashboard, "Topics you named")
    await expect(card.get_by_label("Name of topic kites")).to_be_visible()
    await dashboard.route("**/api/videos/categories", lambda route: route.abort(), times=1)  # the news of it
    await lived.remove(f"/api/videos/categories/{made['id']}")
    await expect(card.get_by_role("alert")).to_be_visible()
    await card.get_by_label("Topic kites counts").click()
    await expect(card.get_by_label("Topic kites counts")).to_have_count(0)
    await expect(card.get_by_role("alert")).to_contain_text("There is no")
    console.expected += ["404", "ERR_FAILED"]


async def test_what_is_changed_elsewhere_is_drawn(dashboard: Page, lived: DaemonProcess) -> None:
    made = await lived.post("/api/videos/categories", {"name": "lighthouses"})
    topic = dashboard.get_by_label("Name of topic lighthouses")
    await expect(topic).to_be_visible()
    await lived.remove(f"/api/videos/categories/{made['id']}")
    await expect(topic).to_have_count(0)
    await lived.put("/api/videos/personas/0/label", {"label": "named elsewhere"})
    await expect(dashboard.get_by_label("Name of named elsewhere")).to_be_visible()
    await expect(_card(dashboard, "Map of your videos").get_by_text("named elsewhere")).to_be_visible()


async def test_an_older_answer_that_comes_late_is_not_drawn(dashboard: Page, lived: DaemonProcess) -> None:
    asked, release = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        older = await route.fetch()
        asked.set()
        await release.wait()
        await route.fulfill(response=older)

    await dashboard.route("**/api/rules", hold, times=1)
    await _rule(lived, "the first")
    async with asyncio.timeout(PATIENCE_SECONDS):
        await asked.wait()
    await _rule(lived, "the second")
    await expect(dashboard.get_by_label("Rule the second holds")).to_be_checked()
    async with dashboard.expect_event("requestfinished", lambda request: request.url.endswith("/api/rules")):
        release.set()
    await dashboard.evaluate("fetch('/healthz').then(reply => reply.text())")  # by then what came before is drawn
    await expect(dashboard.get_by_label("Rule the second holds")).to_be_checked()


async def _listeners(session: CDPSession, kind: str, on: str) -> int:
    """How many listen to this kind of event on all objects of a prototype."""
    prototype = await session.send("Runtime.evaluate", {"expression": f"{on}.prototype"})
    found = await session.send("Runtime.queryObjects", {"prototypeObjectId": prototype["result"]["objectId"]})
    objects = await session.send(
        "Runtime.getProperties", {"objectId": found["objects"]["objectId"], "ownProperties": True}
    )
    count = 0
    for each in objects["result"]:
        if each["name"].isdigit():
            told = await session.send("DOMDebugger.getEventListeners", {"objectId": each["value"]["objectId"]})
            count += sum(listener["type"] == kind for listener in told["listeners"])
    return count


async def _listening(session: CDPSession) -> list[int]:
    return [await _listeners(session, "resize", "Window"), await _listeners(session, "change", "MediaQueryList")]


async def test_a_picture_that_is_drawn_anew_leaves_no_listener_behind(dashboard: Page) -> None:
    session = await dashboard.context.new_cdp_session(dashboard)
    before = await _listening(session)
    assert all(before)
    weight = dashboard.locator(".tile").first.get_by_role("slider")
    for value in ("0.5", "1.5"):
        chart = await dashboard.locator(".map .plot").element_handle()
        await weight.fill(value)
        await dashboard.wait_for_function("chart => !chart.isConnected", arg=chart)
        await expect(dashboard.locator(".plot:not(:has(.main-svg))")).to_have_count(0)
    assert await _listening(session) == before
    await session.detach()
    ink = dashboard.locator("#card-rise .xtick text").first
    light = await ink.get_attribute("style")
    await dashboard.emulate_media(color_scheme="dark")
    await expect(ink).not_to_have_attribute("style", light or "")
    await dashboard.emulate_media(color_scheme="light")


async def test_without_what_draws_pictures_the_cards_say_so_and_the_next_draw_tries_again(
    page: Page, lived: DaemonProcess, console: Console
) -> None:
    await page.route("**/pages/plotly.js", lambda route: route.abort())
    code = (await lived.post("/api/pair/code", {}))["code"]
    await page.goto(f"{lived.address}/#code={code}")
    said = page.get_by_text("What draws this picture could not be loaded.")
    await expect(_card(page, "Map of your videos").locator(said)).to_be_visible()
    await page.unroute("**/pages/plotly.js")
    await page.locator(".tile").first.get_by_role("slider").fill("2")
    await expect(page.locator(".map .main-svg").first).to_be_visible()
    console.expected += ["ERR_FAILED", "inline style"]


async def test_a_picture_that_came_late_answers_whoever_points_at_it(
    page: Page, lived: DaemonProcess, console: Console
) -> None:
    await page.emulate_media(color_scheme="light")
    await page.route("**/pages/plotly.js", lambda route: route.abort())
    code = (await lived.post("/api/pair/code", {}))["code"]
    await page.goto(f"{lived.address}/#code={code}")
    the_map = _card(page, "Map of your videos")
    await expect(the_map.get_by_text("What draws this picture could not be loaded.")).to_be_visible()
    await page.unroute("**/pages/plotly.js")
    await page.emulate_media(color_scheme="dark")
    await the_map.locator(".map .points path").nth(40).hover(force=True)
    await expect(the_map.locator(".tip .title")).not_to_be_empty()
    console.expected += ["ERR_FAILED", "inline style"]


async def test_one_code_is_asked_for_once_and_what_was_wrong_with_another_is_forgotten(
    page: Page, lived: DaemonProcess, console: Console
) -> None:
    await page.goto(lived.address)
    problem = page.locator("#pairing-problem")
    await page.get_by_label("Pairing code").fill("AAAAA-BBBBB-CCCCC")
    await page.get_by_role("button", name="Let it in").click()
    await expect(problem).not_to_be_empty()
    await page.route("**/api/pair", lambda route: route.abort())
    await page.get_by_role("button", name="Let it in").click()
    await expect(problem).to_contain_text("The daemon does not answer.")
    await page.unroute("**/api/pair")

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.get_by_label("Pairing code").fill((await lived.post("/api/pair/code", {}))["code"])
    await page.evaluate("for (const _ of 'ab') document.querySelector('#pairing button').click()")
    await expect(page.get_by_role("article", name="Rules")).to_be_visible()
    assert len([each for each in asked if each.endswith("/api/pair")]) == 1
    await expect(problem).to_be_empty()
    expected = ("403", "ERR_FAILED", "inline style")
    console.expected += expected


async def test_with_a_new_code_only_one_stream_of_news_is_heard(
    dashboard: Page, lived: DaemonProcess, console: Console
) -> None:
    ended: list[str] = []
    dashboard.on("requestfailed", lambda request: ended.append(request.url))
    await dashboard.evaluate("sessionStorage.setItem('ownfeed-token', 'an old one')")
    await dashboard.get_by_role("button", name="Suggest some").click()
    await expect(dashboard.get_by_label("Pairing code")).to_be_visible()
    assert ended == [f"{lived.address}/api/events"]
    async with dashboard.expect_request("**/api/events"):
        await dashboard.get_by_label("Pairing code").fill((await lived.post("/api/pair/code", {}))["code"])
        await dashboard.get_by_role("button", name="Let it in").click()
    await _rule(lived, "less after a new code")
    await expect(dashboard.get_by_label("Rule less after a new code holds")).to_be_checked()
    console.expected += ["401"]


async def test_after_a_restart_of_the_daemon_news_come_again_and_nothing_says_it_is_away(
    dashboard: Page, lived: DaemonProcess, console: Console
) -> None:
    standing = dashboard.locator("#standing")
    problem = _card(dashboard, "Topics you named").locator(".problem")
    await lived.stop()
    await expect(standing).to_contain_text("does not answer")
    await dashboard.get_by_role("button", name="Suggest some").click()
    await expect(problem).to_contain_text("does not answer")
    async with dashboard.expect_request("**/api/events"):
        await lived.start(new=False)
    await expect(standing).to_contain_text("Version")
    await expect(problem).to_be_empty()
    await _rule(lived, "less after the restart")
    await expect(dashboard.get_by_label("Rule less after the restart holds")).to_be_checked()
    console.expected += ["net::ERR"]


async def test_a_late_answer_to_an_older_sentence_takes_no_newer_ones_place(dashboard: Page) -> None:
    asked, release = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await release.wait()
        await route.continue_()

    rules = _card(dashboard, "Rules")
    await dashboard.route("**/api/rules", hold, times=1)
    for words in ("never cricket", "never darts"):
        await rules.get_by_label(SENTENCE).fill(words)
        await rules.get_by_role("button", name="Try it").click()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asked.wait()
    await expect(rules.get_by_text("darts")).to_be_visible()
    async with dashboard.expect_event("requestfinished", lambda request: request.url.endswith("/api/rules")):
        release.set()
    await dashboard.evaluate("fetch('/healthz').then(reply => reply.text())")  # by then what came before is drawn
    await expect(rules.get_by_text("darts")).to_be_visible()
    await expect(rules.get_by_text("cricket")).to_have_count(0)


@pytest.mark.usefixtures("plots")
async def test_a_code_that_is_pasted_into_the_tab_that_asks_for_one_lets_it_in(
    page: Page, lived: DaemonProcess
) -> None:
    await page.goto(lived.address)
    await expect(page.get_by_label("Pairing code")).to_be_visible()
    await page.goto(f"{lived.address}/#code={(await lived.post('/api/pair/code', {}))['code']}")  # no page is loaded
    await expect(page.get_by_role("article", name="Rules")).to_be_visible()
    assert page.url == f"{lived.address}/"
    await page.wait_for_selector("body[data-state=ready]")


async def test_work_that_ended_while_no_news_were_heard_is_not_said_to_go_on(
    dashboard: Page, lived: DaemonProcess, console: Console
) -> None:
    card = _card(dashboard, "Interests found in what you watch")
    said = card.locator("> [role=status]")
    await card.get_by_role("button", name="Find them anew").click()
    begun = "It has begun; here it will say when it has ended."
    await expect(said).to_have_text(begun)
    await lived.stop(signal.SIGKILL)
    await expect(dashboard.locator("#standing")).to_contain_text("does not answer")
    await lived.start(new=False)
    await expect(said).not_to_have_text(begun)  # it was cut off, or had ended just before
    console.expected += ["net::ERR"]
