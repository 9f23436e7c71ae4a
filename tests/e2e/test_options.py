"""The options page: topics to start with, a history to bring, dials that work."""

from __future__ import annotations

import asyncio
import io
import json
import re
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.daemon.given import takeout_row
from tests.e2e.accessibility import violations
from tests.e2e.chromium import JOB_SECONDS, PATIENCE_SECONDS
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, POPUP, ask, event, open_own
from tests.e2e.planted import LONGEST, cards, share_of
from tests.e2e.traffic import held

HISTORY = "Takeout/YouTube and YouTube Music/history/watch-history.json"
# A folder is dropped that holds a file of somebody else's.
UNREADABLE = """() => {
  const dropped = new Event('drop', {cancelable: true});
  const entry = {isFile: true, file: (_found, failed) => failed(new DOMException('It could not be read.', 'NotReadableError'))};
  Object.defineProperty(dropped, 'dataTransfer', {value: {items: [{webkitGetAsEntry: () => entry}]}});
  document.querySelector('.of-drop').dispatchEvent(dropped);
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def options(page: Page, paired: DaemonProcess) -> AsyncIterator[Page]:
    """The options page of a paired browser."""
    await open_own(page, OPTIONS, "ok")
    yield page


@pytest_asyncio.fixture(loop_scope="session")
async def stocked(paired: DaemonProcess) -> DaemonProcess:
    """The daemon, having seen the planted videos on a page."""
    await paired.post("/api/rank", {"surface": "home", "cards": cards()})
    await paired.post(f"/api/videos/{LONGEST}/rate", {"rating": "none"})  # makes the next feed at once
    return paired


async def panel(options: Page, name: str) -> None:
    """Go to a part of the page as a person does, by its link."""
    await options.click(f".of-navigation a[href='#{name}']")
    await options.wait_for_selector(f"#{name}.of-open")


async def saved(options: Page) -> None:
    """Press Save under the dials and see that it was taken."""
    await options.click("button[name=save]")
    await expect(options.locator("#dials .of-saved")).to_have_text("Saved.")
    await expect(options.locator(".of-unsaved")).to_be_hidden()


async def feed(daemon: DaemonProcess) -> list[str]:
    """The ids of the current feed."""
    return [each["video_id"] for each in (await daemon.get("/api/videos?limit=100"))["videos"]]


async def picked(daemon: DaemonProcess) -> list[str]:
    """The names of the interests the daemon knows."""
    return [each["name"] for each in (await daemon.get("/api/videos/categories"))["categories"]]


async def test_picked_topics_make_a_feed_at_once(options: Page, stocked: DaemonProcess) -> None:
    await options.get_by_role("button", name="Programming").click()
    await expect(options.get_by_role("button", name="Programming")).to_have_attribute("aria-pressed", "true")
    assert share_of("rust", (await feed(stocked))[:8]) >= 0.75
    await options.get_by_role("button", name="Programming").click()
    await expect(options.get_by_role("button", name="Programming")).to_have_attribute("aria-pressed", "false")
    await options.get_by_role("button", name="Cooking").click()
    await expect(options.get_by_role("button", name="Cooking")).to_have_attribute("aria-pressed", "true")
    assert share_of("bread", (await feed(stocked))[:8]) >= 0.75
    await open_own(options, POPUP, "needs_ratings")


async def test_a_topic_in_ones_own_words_stays_until_it_is_taken_back(options: Page, paired: DaemonProcess) -> None:
    await options.get_by_label("A topic of your own").fill("mechanical watches")
    await options.keyboard.press("Enter")
    own = options.locator("[data-interest='mechanical watches']")
    await expect(own.get_by_role("switch")).to_be_checked()
    assert "mechanical watches" in await picked(paired)
    await options.reload()
    await own.get_by_role("button", name="Remove mechanical watches").click()

    async def is_gone() -> bool:
        return "mechanical watches" not in await picked(paired)

    await comes_true(is_gone)


async def test_a_name_stands_once_whatever_case_it_is_typed_in(options: Page, paired: DaemonProcess) -> None:
    async def named(name: str) -> list[str]:
        return [each for each in await picked(paired) if each.lower() == name]

    async def typed(topic: str) -> None:
        await options.get_by_label("A topic of your own").fill(topic)
        await options.keyboard.press("Enter")
        await expect(options.get_by_label("A topic of your own")).to_have_value("")

    chip = options.get_by_role("button", name="Science", exact=True)
    await typed("science")
    await expect(chip).to_have_attribute("aria-pressed", "true")
    await typed("SCIENCE")
    assert await named("science") == ["Science"]
    await typed("Kites")
    await typed("kites")
    assert await named("kites") == ["Kites"]
    kites = options.locator("[data-interest='Kites']")
    for taken in ("science", "Space"):
        await kites.get_by_label("Name of Kites").fill(taken)
        await kites.get_by_label("Name of Kites").press("Enter")
        await expect(options.locator("#topics .of-problem")).to_have_text(
            f"There is an interest called {taken} already."
        )
        await expect(kites.get_by_label("Name of Kites")).to_have_value("Kites")
    await kites.get_by_label("Name of Kites").fill("KITES")
    await kites.get_by_label("Name of Kites").press("Enter")
    await options.get_by_role("button", name="Remove KITES").click()
    await expect(options.get_by_text("KITES is gone.")).to_be_visible()
    await chip.click()
    await expect(chip).to_have_attribute("aria-pressed", "false")
    assert await named("science") == await named("kites") == []


async def test_a_name_that_is_typed_before_the_topics_are_there_is_still_the_one_that_stands_among_them(
    options: Page, paired: DaemonProcess, chromium: BrowserContext
) -> None:
    async with held(chromium, "**/api/videos/categories") as release:
        await open_own(options, OPTIONS, "ok")
        await options.get_by_label("A topic of your own").fill("history")
        await options.keyboard.press("Enter")
        release.set()
        chip = options.get_by_role("button", name="History", exact=True)
        await expect(chip).to_have_attribute("aria-pressed", "true")
    assert [each for each in await picked(paired) if each.lower() == "history"] == ["History"]
    await chip.click()
    await expect(chip).to_have_attribute("aria-pressed", "false")


async def test_two_interests_of_one_name_from_another_program_both_have_a_place(
    options: Page, paired: DaemonProcess
) -> None:
    for name in ("Travel", "travel"):
        await paired.post("/api/videos/categories", {"name": name})
    await options.reload()
    chip = options.get_by_role("button", name="Travel", exact=True)
    await expect(chip).to_have_attribute("aria-pressed", "true")
    await options.get_by_role("button", name="Remove travel").click()
    await expect(options.get_by_role("button", name="Undo")).to_be_focused()
    await chip.click()
    await expect(chip).to_have_attribute("aria-pressed", "false")
    assert not [each for each in await picked(paired) if each.lower() == "travel"]


async def test_what_a_change_did_is_told_where_it_is_heard_and_a_refused_undo_can_be_tried_again(
    options: Page, paired: DaemonProcess
) -> None:
    await options.get_by_label("A topic of your own").fill("origami")
    await options.keyboard.press("Enter")
    interest = options.locator("[data-interest*='origami']")
    told = await interest.locator("[aria-live]").element_handle()
    assert told is not None
    undo = interest.get_by_role("button", name="Undo")
    await interest.get_by_label("Name of origami").fill("paper origami")
    await interest.get_by_label("Name of origami").press("Enter")
    await expect(interest.get_by_label("Name of paper origami")).to_be_focused()
    other = await paired.post("/api/videos/categories", {"name": "origami"})
    await undo.click()
    await expect(options.locator("#topics .of-problem")).to_contain_text("There is a topic called origami already")
    await expect(undo).to_be_visible()
    await paired.remove(f"/api/videos/categories/{other['id']}")
    await undo.click()
    await expect(interest.get_by_label("Name of origami")).to_be_focused()
    await interest.get_by_role("button", name="Remove origami").click()
    await expect(undo).to_be_focused()
    await undo.click()
    await expect(interest.get_by_label("Name of origami")).to_be_focused()
    assert await told.evaluate("told => told.isConnected"), "the same element all the time"
    await interest.get_by_role("button", name="Remove origami").click()
    await undo.wait_for()


async def _in_hand(field: Locator) -> Any:
    """What stands in a field, what is selected of it, and whether keys go there."""
    return await field.evaluate(
        "field => [field.value, field.selectionStart, field.selectionEnd, field === document.activeElement]"
    )


async def test_an_answer_that_comes_late_takes_neither_words_nor_selection_from_who_types_on(
    options: Page, paired: DaemonProcess, chromium: BrowserContext
) -> None:
    made = await paired.post("/api/videos/categories", {"name": "bread"})
    answers = f"**/api/videos/categories/{made['id']}"
    await options.reload()
    interest = options.locator(".of-interest")
    name, words = [interest.locator(f"input[name={each}]") for each in ("name", "keywords")]
    told, problem = interest.get_by_role("button", name="Undo"), options.locator("#topics .of-problem")

    async with held(chromium, answers) as release:
        await words.fill("sourdough")
        await words.press("Enter")
        await name.select_text()
        release.set()
        await told.wait_for()
    assert await _in_hand(name) == ["bread", 0, 5, True]
    await options.keyboard.insert_text("baking")
    assert await _in_hand(name) == ["baking", 6, 6, True]

    async with held(chromium, answers) as release:
        await name.press("Enter")
        await options.keyboard.insert_text(" tins")
        await name.press("ArrowLeft")
        release.set()
        await expect(interest.get_by_role("button", name="Remove baking")).to_be_visible()
    assert await _in_hand(name) == ["baking tins", 10, 10, True]

    other = await paired.post("/api/videos/categories", {"name": "baking tins"})
    async with held(chromium, answers) as release:
        await name.press("Enter")
        await name.select_text()
        release.set()
        await expect(problem).to_contain_text("There is a topic called baking tins already")
    assert await _in_hand(name) == ["baking tins", 0, 11, True], "it is refused, and about to be typed anew"
    await words.focus()
    await expect(name).to_have_value("baking")
    for each in (made, other):
        await paired.remove(f"/api/videos/categories/{each['id']}")


async def test_an_interest_by_name_is_edited_weighed_and_switched_off_and_each_change_is_shown_and_undone(
    options: Page, stocked: DaemonProcess
) -> None:
    async def kept() -> dict[str, Any]:
        categories: list[dict[str, Any]] = (await stocked.get("/api/videos/categories"))["categories"]
        return next((each for each in categories if "bread" in each["name"]), {"active": False})

    async def has_words() -> bool:
        return bool((await kept()).get("keywords") == ["sourdough", "oven"])

    await options.get_by_label("A topic of your own").fill("bread")
    await options.keyboard.press("Enter")
    interest = options.locator(".of-interest").first
    await expect(interest.locator(".of-effect")).to_contain_text("Sourdough", ignore_case=True)
    await interest.get_by_label("Words that mean bread").fill("sourdough, oven")
    await interest.get_by_label("Words that mean bread").press("Enter")
    await comes_true(has_words)
    await expect(interest.get_by_label("Words that mean bread")).to_be_focused()
    await interest.get_by_label("Name of bread").fill("bread baking")
    await interest.get_by_label("Name of bread").press("Enter")
    await expect(interest.get_by_role("button", name="Remove bread baking")).to_be_visible()
    await interest.get_by_role("slider").fill("0.5")
    await expect(interest.locator("output")).to_have_text("× 0.5")

    async def weighs() -> bool:
        return bool((await kept())["interest_score"] == 0.5)

    async def is_off() -> bool:
        return not (await kept())["active"]

    async def is_on() -> bool:
        return bool((await kept())["active"])

    await comes_true(weighs)
    await interest.get_by_role("switch").click()
    await comes_true(is_off)
    await expect(interest.get_by_role("switch")).not_to_be_checked()
    await expect(interest.locator(".of-effect")).to_be_visible()
    assert await violations(options) == []
    await interest.get_by_role("button", name="Undo").click()
    await comes_true(is_on)
    await expect(interest.get_by_role("switch")).to_be_checked()
    await interest.get_by_role("button", name="Remove bread baking").click()
    await expect(interest).to_contain_text("bread baking is gone.")
    await interest.get_by_role("button", name="Undo").click()
    await comes_true(is_on)
    await interest.get_by_role("button", name="Remove bread baking").click()
    await expect(interest).to_contain_text("bread baking is gone.")


def takeout(count: int, series: str = "train") -> bytes:
    """A small archive as Google makes it."""
    watches = [
        takeout_row(
            f"A film about trains, part {index}",
            f"{series}{index:06d}",
            f"2026-10-{index + 1:02d}T10:00:00.000Z",
            "Trains",
        )
        for index in range(count)
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(HISTORY, json.dumps(watches))
    return packed.getvalue()


async def test_a_history_is_imported_from_the_page_and_reported(options: Page, paired: DaemonProcess) -> None:
    file: Any = {"name": "takeout.zip", "mimeType": "application/zip", "buffer": takeout(12)}
    await options.set_input_files("input[name=history]", files=[file])
    await expect(options.locator(".of-import-message")).to_have_text("12 new, 0 known before, 0 skipped")
    await expect(options.locator(".of-import progress")).to_have_count(0)
    known = await paired.get("/api/videos/train000003")
    assert (known["title"], known["channel_name"], known["watched"]) == ("A film about trains, part 3", "Trains", True)


async def test_a_folder_is_sent_as_one_and_its_report_says_what_was_skipped(
    options: Page, paired: DaemonProcess, tmp_path: Path
) -> None:
    folder = tmp_path / "Takeout" / "YouTube und YouTube Music"
    with zipfile.ZipFile(io.BytesIO(takeout(5, "ships"))) as archive:
        (folder / "Verlauf").mkdir(parents=True)
        (folder / "Verlauf" / "Wiedergabeverlauf.json").write_bytes(archive.read(HISTORY))
    (folder / f"{'Sehr lange Ordner ' * 9}").mkdir()
    liked = folder / f"{'Sehr lange Ordner ' * 9}" / "Videos mit positiver Bewertung-videos.csv"
    line = "ships000001,2026-02-25T19:35:57+00:00\n"
    liked.write_text(f"Video-ID,Zeit\n{2 * line}")
    (folder / "photo.jpg").write_bytes(b"no history")
    await options.set_input_files("input[name=folder]", files=[tmp_path / "Takeout"])
    await expect(options.locator(".of-import-message")).to_have_text("5 new, 1 known before, 1 skipped")
    await expect(options.locator(".of-import-name")).to_have_text("Takeout")
    await expect(options.locator(".of-import-detail")).to_have_text(["Skipped – already imported: 1"])
    assert (await paired.get("/api/videos/ships000001"))["rating"] == "up"


async def test_an_export_of_a_new_format_is_called_one(options: Page) -> None:
    rows = json.dumps([{"titleUrl": "https://www.youtube.com/watch?v=train000001", "time": "noon"}] * 3)
    file: Any = {"name": "watch-history.json", "mimeType": "application/json", "buffer": rows.encode()}
    await options.set_input_files("input[name=history]", files=[file])
    details = options.locator(".of-import-detail")
    await expect(details.nth(0)).to_have_text("Skipped – not understood: 3")
    await expect(details.nth(1)).to_contain_text("This looks like a new format")
    assert not await violations(options)


async def test_what_cannot_be_read_of_what_is_dropped_is_told(options: Page) -> None:
    await options.evaluate(UNREADABLE)
    await expect(options.locator(".of-imports [role=alert]")).to_have_text("It could not be read.")


async def test_a_file_that_is_no_history_is_refused_in_a_sentence(options: Page) -> None:
    file: Any = {"name": "holiday.zip", "mimeType": "application/zip", "buffer": b"not a zip at all"}
    await options.set_input_files("input[name=history]", files=[file])
    await expect(options.locator(".of-import progress")).to_have_count(0)
    message = await options.text_content(".of-import-message")
    assert message is not None
    assert message.startswith("The file holds no YouTube history")
    assert message.endswith(".")


async def test_a_dial_is_felt_in_the_next_feed_and_refused_out_of_range(options: Page, stocked: DaemonProcess) -> None:
    await panel(options, "feed")
    assert await feed(stocked)
    fewest = options.locator("input[name=min_views]")
    await fewest.fill("60000")
    await fewest.press("Enter")
    await saved(options)
    assert not any(video_id.startswith(("rust", "bread")) for video_id in await feed(stocked))
    await fewest.fill("")
    await fewest.press("Enter")
    await saved(options)
    assert any(video_id.startswith("bread") for video_id in await feed(stocked))


async def test_a_mix_of_ones_own_is_the_whole_and_can_be_given_up(options: Page, paired: DaemonProcess) -> None:
    await panel(options, "feed")
    own = options.locator("button[name=mix]")
    surprise = options.locator("input[name=mix-surprise]")
    await expect(surprise).to_be_hidden()
    await own.click()
    await expect(options.locator("output[for=dial-mix-surprise]")).to_have_text("25%")
    assert await violations(options) == []
    await surprise.press("Home")
    await expect(options.locator("output[for=dial-mix-new]")).to_have_text("33%")
    await saved(options)
    mix = (await paired.get("/api/settings"))["mix"]
    assert mix["surprise"] == 0
    assert abs(sum(mix.values()) - 1) < 1e-9
    await options.reload()
    await expect(options.locator("output[for=dial-mix-familiar]")).to_have_text("33%")
    await own.click()
    await expect(surprise).to_be_hidden()
    await saved(options)
    assert (await paired.get("/api/settings"))["mix"] is None


async def test_a_length_is_wished_for_and_a_range_of_another_program_is_kept(
    options: Page, paired: DaemonProcess
) -> None:
    await panel(options, "feed")
    await options.select_option("select[name=length]", "long")
    await saved(options)
    assert (await paired.get("/api/settings"))["length"] == "long"
    await ask(options, "change-settings", {"length": {"min_minutes": 5, "max_minutes": None}})
    await options.reload()
    await expect(options.locator("select[name=length]")).to_have_value("other")
    await options.select_option("select[name=length]", "any")
    await saved(options)
    assert (await paired.get("/api/settings"))["length"] is None


async def test_what_a_dial_would_change_is_shown_before_it_is_saved(options: Page, stocked: DaemonProcess) -> None:
    before, settings = await feed(stocked), await stocked.get("/api/settings")
    await panel(options, "feed")
    await options.fill("input[name=min_views]", "60000")
    await options.press("input[name=min_views]", "Tab")
    gone = options.locator(".of-change[data-change=out]")
    await expect(gone.first).to_be_visible()
    titles = {each["title"] for each in (await stocked.get("/api/videos?limit=100"))["videos"]}
    assert set(await gone.locator(".of-change-title").all_text_contents()) <= titles
    assert await stocked.get("/api/settings") == settings
    assert await feed(stocked) == before
    assert await violations(options) == []
    await options.click("button[name=discard]")
    await expect(gone).to_have_count(0)
    await expect(options.locator(".of-unsaved")).to_be_hidden()


async def test_a_rule_in_ones_own_words_holds_ends_is_deleted_and_comes_back(
    options: Page, stocked: DaemonProcess
) -> None:
    async def has_bread() -> bool:
        return any(video_id.startswith("bread") for video_id in await feed(stocked))

    async def ends_later() -> bool:
        return str((await stocked.get("/api/rules"))["rules"][0]["ends_at"]) > "2030"

    await panel(options, "wishes")
    await options.fill("input[name=words]", "no bread until Sunday")
    await options.press("input[name=words]", "Enter")
    await expect(options.locator(".of-proposal")).to_contain_text("Never show")
    await expect(options.locator(".of-proposal")).to_contain_text("until Sunday")
    assert (await stocked.get("/api/rules"))["rules"] == []
    await options.click(".of-proposal button[name=keep]")
    rule = options.locator(".of-rule")
    await expect(rule).to_have_count(1)
    (kept,) = (await stocked.get("/api/rules"))["rules"]
    assert kept["ends_at"] is not None
    assert not await has_bread()
    await rule.get_by_role("switch").click()
    await comes_true(has_bread)
    await rule.locator("input[name=until]").fill("2030-01-31")
    await comes_true(ends_later)
    assert await violations(options) == []
    await rule.locator("button[name=remove]").click()
    undo = options.get_by_role("button", name="Undo")
    await expect(undo).to_be_focused()
    assert (await stocked.get("/api/rules"))["rules"] == []
    await undo.click()
    await expect(rule.locator("button[name=remove]")).to_be_visible()
    assert [each["id"] for each in (await stocked.get("/api/rules"))["rules"]] == [kept["id"]]
    await rule.locator("button[name=remove]").click()
    await undo.wait_for()


async def test_what_a_sentence_was_understood_to_mean_is_shown_whole(options: Page, stocked: DaemonProcess) -> None:
    await panel(options, "wishes")
    for words, meant in (
        ("much less drama in search", "Show much less: about drama · Search results"),
        ("at most 3 cooking videos on weekdays", "At most 3: about cooking · Mon, Tue, Wed, Thu, Fri"),
    ):
        await options.fill("input[name=words]", words)
        await options.press("input[name=words]", "Enter")
        await expect(options.locator(".of-proposal").get_by_text(meant)).to_be_visible()
    await options.click(".of-proposal button[name=keep]")
    await expect(options.locator(".of-rule")).to_have_count(1)
    (kept,) = (await stocked.get("/api/rules"))["rules"]
    assert (kept["action"], kept["amount"], kept["weekdays"]) == ("limit", 3.0, [0, 1, 2, 3, 4])
    await options.locator(".of-rule button[name=remove]").click()
    await options.get_by_role("button", name="Undo").wait_for()


async def test_an_end_that_is_typed_is_told_once_it_is_typed_whole(options: Page, stocked: DaemonProcess) -> None:
    async def ends_then() -> bool:
        return str((await stocked.get("/api/rules"))["rules"][0]["ends_at"]).startswith("2031-03-0")

    await stocked.post("/api/rules", {"action": "block", "match": {"phrase": "bread"}, "text": "no bread"})
    await options.reload()
    await panel(options, "wishes")
    await options.evaluate(
        """() => {
          const send = chrome.runtime.sendMessage;
          window.told = [];
          chrome.runtime.sendMessage = message => { told.push(message); return send(message); };
        }"""
    )
    await options.locator(".of-rule input[name=until]").focus()
    await options.keyboard.type("03042031")
    await options.focus("input[name=words]")
    await comes_true(ends_then)
    told = await options.evaluate("told.filter(({name}) => name === 'change-rule').map(({payload}) => payload.change)")
    assert [each["ends_at"][:8] for each in told] == ["2031-03-"]
    await options.locator(".of-rule button[name=remove]").click()
    await options.get_by_role("button", name="Undo").wait_for()


async def test_rules_that_are_told_while_the_person_is_at_one_of_them_take_nothing_out_of_their_hands(
    options: Page, chromium: BrowserContext, stocked: DaemonProcess
) -> None:
    await stocked.post("/api/rules", {"action": "block", "match": {"phrase": "bread"}, "text": "no bread"})
    await options.reload()
    until = options.locator(".of-rule input[name=until]")
    await until.wait_for(state="attached")
    await options.evaluate(
        """() => {
          const send = chrome.runtime.sendMessage;
          window.told = new Promise(done => {
            chrome.runtime.sendMessage = async message => {
              const answer = await send(message);
              if (message.name === 'rules') setTimeout(done);
              return answer;
            };
          });
        }"""
    )
    async with held(chromium, "**/api/rules") as release:
        await panel(options, "wishes")
        await until.focus()
        release.set()
        await options.evaluate("() => told")
    await expect(until).to_be_focused()
    await options.locator(".of-rule button[name=remove]").click()
    await options.get_by_role("button", name="Undo").wait_for()


async def test_a_rule_that_is_said_again_stands_once_and_the_page_says_so(
    options: Page, stocked: DaemonProcess
) -> None:
    async def say(words: str) -> None:
        await options.fill("input[name=words]", words)
        await options.press("input[name=words]", "Enter")
        await expect(options.locator(".of-proposal")).to_contain_text("drama")
        await options.click(".of-proposal button[name=keep]")
        await expect(options.locator(".of-proposal")).to_have_count(0)

    await panel(options, "wishes")
    rule, there = options.locator(".of-rule"), options.locator(".of-rule-there")
    await say("less drama")
    await expect(there).to_be_empty()
    await say("much less drama")
    await expect(there).to_have_text("This rule is there already. It holds as you just said it.")
    await expect(options.locator(".of-rule-sentence")).to_have_text(["much less drama"])
    assert [each["amount"] for each in (await stocked.get("/api/rules"))["rules"]] == [3.0]
    assert await violations(options) == []
    await rule.locator("button[name=remove]").click()
    await say("less drama")
    await expect(there).to_be_empty()
    await expect(rule).to_have_count(2)
    await options.get_by_role("button", name="Undo").click()  # of what is said anew by now
    await expect(options.locator(".of-rule-sentence")).to_have_text(["much less drama"])
    await rule.locator("button[name=remove]").click()
    await options.get_by_role("button", name="Undo").wait_for()


async def comes_true(condition: Callable[[], Awaitable[bool]]) -> None:
    """Look again and again: what a switch sets is answered to the worker, and the page tells nobody."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await condition():  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.02)


async def test_a_rule_is_put_together_from_what_there_is_to_choose(options: Page, stocked: DaemonProcess) -> None:
    await panel(options, "wishes")
    await options.click(".of-details summary")
    await options.select_option("select[name=about]", "max_seconds")
    await options.fill("input[name=value]", "10")
    await options.locator(".of-rule-form button").click()
    await expect(options.locator(".of-rule-sentence").first).to_have_text("Only: at most 10 minutes long")
    (kept,) = (await stocked.get("/api/rules"))["rules"]
    assert (kept["action"], kept["match"]) == ("limit", {"max_seconds": 600})
    assert LONGEST not in await feed(stocked)
    await options.locator(".of-rule button[name=remove]").click()
    await options.get_by_role("button", name="Undo").wait_for()


async def interests_found(daemon: DaemonProcess) -> None:
    """Have the daemon find two interests in forty watches."""
    topics = {"cello": "Cello sonata for beginners", "kayak": "Kayak rapids and paddling"}
    videos = [
        {"video_id": f"{name:_<6}{number:05d}", "title": f"{title} {number}", "channel_name": f"{name} {number % 4}"}
        for name, title in topics.items()
        for number in range(20)
    ]
    watched = {"seconds": 540, "duration_seconds": 600, "fraction": 0.9}
    events = [event("watch", video_id=each["video_id"], video=each, watch=watched) for each in videos]
    await daemon.post("/api/signals", {"events": events})
    await daemon.post("/api/videos/personas/refresh", {"k": 2})
    async with asyncio.timeout(JOB_SECONDS):
        while len((await daemon.get("/api/videos/personas"))["personas"]) != 2:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.1)


async def test_interests_found_meanwhile_are_shown_named_weighed_muted_and_made_one(
    options: Page, paired: DaemonProcess
) -> None:
    await panel(options, "interests")
    await expect(options.locator(".of-personas-none")).to_be_visible()
    await panel(options, "start")
    await interests_found(paired)
    await panel(options, "interests")
    first = options.locator("[data-persona='0']")
    await first.locator("input[name=label]").fill("My music")
    await first.locator("input[name=label]").press("Enter")
    await first.get_by_role("switch").click()
    await first.locator("input[type=range]").fill("2")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (told := (await paired.get("/api/videos/personas"))["personas"][0])["weight"] != 2:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert (told["label"], told["muted"]) == ("My music", True)
    assert await violations(options) == []
    await options.reload()
    await expect(first.locator("input[name=label]")).to_have_value("My music")
    for picked_one in await options.locator("input[name=picked]").all():
        await picked_one.check()
    await options.click("button[name=merge]")
    await expect(options.locator("[data-persona]")).to_have_count(1)


async def test_a_surface_that_is_switched_off_is_off(options: Page, paired: DaemonProcess) -> None:
    await panel(options, "pages")
    await options.select_option("select[name=mode-search]", "off")
    await expect(options.locator("#surfaces .of-saved")).to_have_text("Saved.")
    assert (await paired.get("/api/settings"))["mode"]["search"] == "off"
    await options.select_option("select[name=mode-search]", "decorate")
    await expect(options.locator("#surfaces .of-saved")).to_have_text("Saved.")


async def test_the_page_can_be_used_by_everyone(options: Page) -> None:
    await options.wait_for_selector(".of-chip")
    for name in ("start", "feed", "pages", "interests", "wishes", "data", "help"):
        await panel(options, name)
        assert await violations(options) == [], name


async def test_everything_is_saved_as_a_zip_at_the_press_of_a_button(options: Page, stocked: DaemonProcess) -> None:
    await panel(options, "data")
    async with options.expect_download() as downloading:
        await options.click("button[name=export]")
    with zipfile.ZipFile(await (await downloading.value).path()) as archive:
        known = {json.loads(line)["video_id"] for line in archive.read("videos.jsonl").splitlines()}
    assert LONGEST in known
    await expect(options.locator(".of-exported")).to_have_text("Saved.")


COPY = """() => {
    const {value} = document.querySelector('.of-report');
    document.querySelector('button[name=copy]').click();
    return value;
}"""


async def test_diagnostics_name_no_video_and_nothing_that_was_watched(options: Page, stocked: DaemonProcess) -> None:
    await panel(options, "help")
    report = options.locator(".of-report")
    await expect(report).to_have_value(re.compile("daemon .*, API 1"))
    said = await report.input_value()
    assert not [each["title"] for each in cards() if each["title"] in said or each["video_id"] in said]
    await options.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copied = await options.evaluate(COPY)  # the report goes on changing: what counts is what it said at the press
    await expect(options.locator("#diagnostics .of-saved")).to_have_text("Copied.")
    assert await options.evaluate("navigator.clipboard.readText()") == copied


async def test_interests_are_suggested_with_the_persons_own_videos_and_accepted(
    options: Page, paired: DaemonProcess
) -> None:
    await interests_found(paired)
    await options.get_by_role("button", name="Suggest interests").click()
    suggestions = options.locator(".of-suggestions li")
    await expect(suggestions.first).to_be_visible()
    offered = await suggestions.count()
    cello = suggestions.filter(has_text="“Cello sonata for beginners")
    await cello.get_by_role("button", name="Add").click()
    await expect(suggestions).to_have_count(offered - 1)
    categories = (await paired.get("/api/videos/categories"))["categories"]
    (kept,) = [each for each in categories if each["source"] == "suggested"]
    assert kept["active"]
    assert {"cello", "sonata"} & set(kept["keywords"])
    await expect(options.locator(f"[data-interest='{kept['name']}'] .of-interest-effect")).not_to_be_empty()


async def test_disconnecting_forgets_the_token_and_what_waits(options: Page, paired: DaemonProcess) -> None:
    options.on("dialog", lambda dialog: dialog.accept())
    await panel(options, "data")
    await options.click("button[name=unpair]")
    await options.wait_for_selector("body[data-state=unpaired]")
    kept = await options.evaluate("chrome.storage.local.get(['client', 'feed', 'epoch'])")
    assert kept == {"client": None, "feed": None, "epoch": None}
    assert (await ask(options, "status", {}))["waiting"] == 0
    assert await violations(options) == []
    code = (await paired.post("/api/pair/code", {}))["code"]
    assert code
