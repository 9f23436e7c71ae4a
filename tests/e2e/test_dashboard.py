"""The dashboard: every part shows what the daemon knows, an edit made there holds, and nobody is left out."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.accessibility import violations
from tests.e2e.chromium import JOB_SECONDS, Console
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.dashboard import open_dashboard
from tests.e2e.own_pages import OPTIONS, POPUP, event, open_own
from tests.pages.catalogue import clip

CARDS = (
    "Map of your videos", "Interests found in what you watch", "Rise and fade", "Channels you like most", "Topics you named",
    "Rules", "A replay of your own weeks", "Two rankers on your clicks", "Your interests in the feed", "What each of your choices changed", "Jobs",
    "The ranking model", "YouTube’s allowances today", "What went wrong lately", "What left this machine today", "Backups",
)  # fmt: skip
PHONE = 390
NARROWEST = 320


async def test_every_part_shows_and_the_code_is_gone_from_the_address(dashboard: Page, lived: DaemonProcess) -> None:
    for name in CARDS:
        await expect(dashboard.get_by_role("article", name=name, exact=True)).to_have_attribute("aria-busy", "false")
    assert dashboard.url == f"{lived.address}/"
    assert await dashboard.locator(".problem:visible").count() == 0
    assert await dashboard.locator(".map .points path").count() == 90
    assert await dashboard.evaluate("[localStorage.length, document.cookie]") == [0, ""]


async def test_the_map_says_which_video_a_dot_is_by_mouse_and_by_keyboard(dashboard: Page) -> None:
    tip = dashboard.locator(".tip")
    await dashboard.get_by_label("Go through the videos").press("ArrowRight")
    await expect(tip.locator(".title")).not_to_be_empty()
    by_keyboard = await tip.locator(".title").text_content()
    await dashboard.locator(".map .points path").nth(40).hover(force=True)
    await expect(tip.locator(".title")).not_to_have_text(by_keyboard or "")
    assert (await tip.locator("img").get_attribute("src") or "").startswith("https://i.ytimg.com/")


async def test_what_is_edited_there_holds(dashboard: Page, lived: DaemonProcess) -> None:
    first = dashboard.locator(".tile").first
    await first.get_by_label("Name of").fill("my own name")
    await first.get_by_label("Name of").press("Enter")
    await expect(first.get_by_label("Name of my own name")).to_have_value("my own name")
    await first.get_by_label("Weight of my own name").fill("2.5")
    await expect(first.locator("output")).to_have_text("× 2.5")
    await first.get_by_label("Show my own name").uncheck()
    await expect(dashboard.locator(".tile.muted")).to_have_count(1)
    persona = (await lived.get("/api/videos/personas"))["personas"][0]
    assert (persona["label"], persona["weight"], persona["muted"]) == ("my own name", 2.5, True)

    assert await dashboard.get_by_label("Name of topic woodworking").input_value() == "woodworking"
    await dashboard.get_by_label("Topic woodworking counts").uncheck()
    await dashboard.get_by_label("Rule no drama holds").uncheck()
    await dashboard.get_by_role("button", name="Block Ferrous Notes").click()
    await expect(dashboard.get_by_label("Rule Block Ferrous Notes holds")).to_be_checked()
    await expect(dashboard.get_by_label("Rule no drama holds")).not_to_be_checked()
    await expect(dashboard.get_by_label("Topic woodworking counts")).not_to_be_checked()
    topics = dashboard.locator("article", has=dashboard.get_by_label("Topic woodworking counts"))
    await expect(topics).to_contain_text("In your next feed:")
    assert [each["active"] for each in (await lived.get("/api/videos/categories"))["categories"]] == [False]
    await topics.get_by_role("button", name="Undo").click()
    await expect(dashboard.get_by_label("Topic woodworking counts")).to_be_checked()
    await dashboard.get_by_label("Words that mean woodworking").fill("lathe, plane")
    await dashboard.get_by_label("Words that mean woodworking").press("Enter")
    await expect(topics.get_by_role("button", name="Undo")).to_be_visible()
    assert (await lived.get("/api/videos/categories"))["categories"][0]["keywords"] == ["lathe", "plane"]
    rules = {each["text"]: each["enabled"] for each in (await lived.get("/api/rules"))["rules"]}
    assert rules == {"no drama": False, "Block Ferrous Notes": True}
    block = dashboard.get_by_role("button", name="Block Ferrous Notes", exact=True)
    await expect(block).to_have_attribute("aria-pressed", "true")
    await block.click()
    await expect(dashboard.get_by_label("Rule Block Ferrous Notes holds")).to_have_count(0)
    await expect(block).to_have_attribute("aria-pressed", "false")


async def test_two_rankers_are_chosen_to_be_compared_and_let_go(dashboard: Page, lived: DaemonProcess) -> None:
    choice = dashboard.get_by_label("Compare")
    await choice.select_option(label="hybrid with persona")
    await expect(dashboard.locator("#card-interleaving")).to_contain_text("No difference is sure yet")
    assert (await lived.get("/api/settings"))["compare"] == ["hybrid", "persona"]
    assert await violations(dashboard) == []
    await choice.select_option(label="hybrid with catboost")
    await expect(dashboard.locator("#card-interleaving")).to_contain_text("no two rankers to compare")
    assert (await lived.get("/api/settings"))["compare"] == ["hybrid", "catboost"]
    await choice.select_option(label="nothing")
    await expect(dashboard.locator("#card-interleaving")).to_contain_text("Nothing is compared")
    assert (await lived.get("/api/settings"))["compare"] is None


async def test_interests_that_are_picked_become_one_by_keyboard_alone(dashboard: Page, lived: DaemonProcess) -> None:
    before = [each["label"] for each in (await lived.get("/api/videos/personas"))["personas"]]
    merge = dashboard.get_by_role("button", name="Make the picked ones one")
    await expect(merge).to_be_disabled()
    for label in before[:2]:
        await dashboard.get_by_label(f"Pick {label}", exact=True).press("Space")
    await merge.press("Enter")
    await expect(dashboard.locator(".tile")).to_have_count(len(before) - 1)
    await expect(dashboard.get_by_label(f"Name of {before[0]}", exact=True)).to_be_visible()
    await expect(merge).to_be_disabled()
    await expect(dashboard.get_by_text("They are one now.")).to_be_visible()
    await expect(dashboard.get_by_role("button", name="Find them anew")).to_be_focused()


async def test_work_that_was_begun_says_so_where_it_was_begun_and_when_it_has_ended(dashboard: Page) -> None:
    card = dashboard.get_by_role("article", name="Interests found in what you watch")
    await card.get_by_role("button", name="Find them anew").click()
    await expect(card.locator("> [role=status]")).to_have_text("It has begun; here it will say when it has ended.")
    await expect(card.locator("> [role=status]")).to_have_text("Done.", timeout=JOB_SECONDS * 1000)
    await expect(dashboard.get_by_role("article", name="Jobs")).to_contain_text("finding interests")


@pytest.mark.usefixtures("plots")
async def test_only_channels_that_are_liked_stand_among_them(page: Page, lived: DaemonProcess) -> None:
    disliked = clip(2)
    await lived.post(f"/api/videos/{disliked.video_id}/rate", {"rating": "not_interested"})
    await open_dashboard(page, lived)
    channels = page.get_by_role("article", name="Channels you like most")
    await expect(channels).to_contain_text("Ferrous Notes")
    await expect(channels).not_to_contain_text(disliked.channel_name)


async def test_a_channel_stands_as_it_is_wherever_its_rule_was_made(dashboard: Page, lived: DaemonProcess) -> None:
    made = clip(100, ("cooking",))
    about = {"channel_id": made.channel_id, "channel_name": made.channel_name}
    block = dashboard.get_by_role("button", name=f"Block {made.channel_name}", exact=True)
    less = dashboard.get_by_role("button", name=f"Less of {made.channel_name}", exact=True)
    await expect(block).to_have_attribute("aria-pressed", "false")
    await lived.post("/api/signals", {"events": [event("block_channel", video_id=None, **about)]})
    await dashboard.reload()
    await expect(block).to_have_attribute("aria-pressed", "true")
    only_there = {"action": "demote", "match": {"channel_name": made.channel_name}, "surfaces": ["search"]}
    kept = await lived.post("/api/rules", {**only_there, "text": "less of them in search"})
    await expect(dashboard.get_by_label("Rule less of them in search holds")).to_be_checked()
    await block.click()
    await expect(block).to_have_attribute("aria-pressed", "false")
    await expect(less).to_have_attribute("aria-pressed", "false")
    rules = (await lived.get("/api/rules"))["rules"]
    assert [each["action"] for each in rules if each["match"].get("channel_name") == made.channel_name] == ["demote"]
    await lived.remove(f"/api/rules/{kept['id']}")


async def test_whoever_has_no_mouse_goes_on_where_something_was_taken_away(dashboard: Page) -> None:
    focused = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
    rules = dashboard.get_by_role("article", name="Rules")
    for words in ("no chess", "no golf"):
        await rules.get_by_label("What do you want more or less of?").fill(words)
        await rules.get_by_label("What do you want more or less of?").press("Enter")
        await rules.get_by_role("button", name="Keep").press("Enter")
        await expect(rules.get_by_label(f"Rule {words} holds")).to_be_checked()
        assert await dashboard.evaluate(focused) == "Try it"
    await rules.get_by_role("button", name="Remove no golf").press("Enter")
    await expect(rules.get_by_label("Rule no golf holds")).to_have_count(0)
    assert await dashboard.evaluate(focused) == "Remove no chess"
    train = dashboard.get_by_role("button", name="Train now")
    await train.press("Enter")
    await expect(dashboard.get_by_text("Done.")).to_be_visible(timeout=JOB_SECONDS * 1000)
    await expect(train).to_be_focused()


async def test_a_proposal_says_minutes_and_until_when(dashboard: Page) -> None:
    rules = dashboard.get_by_role("article", name="Rules")
    await rules.get_by_label("What do you want more or less of?").fill("nothing longer than 40 minutes until Sunday")
    await rules.get_by_role("button", name="Try it").click()
    await expect(rules).to_contain_text("Only: minutes at most 40 until ")


async def test_a_proposal_says_how_much_where_and_on_which_days(dashboard: Page) -> None:
    rules = dashboard.get_by_role("article", name="Rules")
    for words, meant in (
        ("at most 3 chess videos on weekdays", "At most 3: about chess · Mon, Tue, Wed, Thu, Fri"),
        ("much less chess", "Much less: about chess"),
        ("less chess in search", "Less: about chess · in search results"),
    ):
        await rules.get_by_label("What do you want more or less of?").fill(words)
        await rules.get_by_role("button", name="Try it").click()
        await expect(rules.get_by_text(meant, exact=True)).to_be_visible()


async def test_the_longest_name_of_an_interest_fits_a_desk_and_a_phone(dashboard: Page) -> None:
    name = dashboard.get_by_label("Name of").first
    await name.fill("x" * 100)
    await name.press("Enter")
    await expect(dashboard.locator(".map .legend li").first).to_contain_text("x" * 100)
    for width in (1280, PHONE):
        await dashboard.set_viewport_size({"width": width, "height": 800})
        assert await dashboard.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


async def test_a_sentence_becomes_a_rule_once_it_was_seen_what_it_would_change(dashboard: Page) -> None:
    await dashboard.get_by_label("What do you want more or less of?").fill("no football until Sunday")
    await dashboard.get_by_role("button", name="Try it").click()
    await expect(dashboard.get_by_text("In your next feed:")).to_be_visible()
    await dashboard.get_by_role("button", name="Keep").click()
    await expect(dashboard.get_by_label("Rule no football until Sunday holds")).to_be_checked()


async def test_a_backup_is_made_at_the_press_of_a_button_and_listed(dashboard: Page, lived: DaemonProcess) -> None:
    card = dashboard.get_by_role("article", name="Backups")
    before = len((await lived.get("/api/status"))["backups"])
    await card.get_by_role("button", name="Back up now").click()
    await expect(card.get_by_role("status")).to_contain_text("was written")
    await expect(card.locator("li")).to_have_count(before + 1)


async def test_it_breaks_no_rule_of_accessibility_and_fits_a_phone(dashboard: Page) -> None:
    for width in (1280, PHONE, NARROWEST):
        await dashboard.set_viewport_size({"width": width, "height": 800})
        assert await dashboard.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    assert await violations(dashboard) == []


@pytest.mark.usefixtures("plots")
async def test_it_speaks_the_persons_language_in_the_direction_it_is_read(page: Page, lived: DaemonProcess) -> None:
    await page.add_init_script("Object.defineProperty(Navigator.prototype, 'languages', {get: () => ['ar-EG', 'en']})")
    await open_dashboard(page, lived)
    assert await page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    await expect(page.get_by_role("heading", name="خريطة فيديوهاتك")).to_be_visible()
    texts = await page.locator("h2, h3, nav a, button").all_inner_texts()
    assert len(texts) > 30
    assert [each for each in texts if re.search("[A-Za-z]{3}", each)] == []
    assert await violations(page) == []
    await page.set_viewport_size({"width": NARROWEST, "height": 800})
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


async def test_the_popup_and_the_options_lead_to_it_and_let_it_in(page: Page, paired: DaemonProcess) -> None:
    for address, state in ((POPUP, ""), (f"{OPTIONS}#help", "ok")):
        await page.goto("about:blank")
        await open_own(page, address, state)
        async with page.context.expect_page() as opened:
            await page.locator("button[name=dashboard]").click()
        tab = await opened.value
        await tab.wait_for_selector("body[data-state=ready]")
        assert tab.url == f"{paired.address}/"
        await expect(tab.get_by_role("article", name="Rules")).to_be_visible()
        await tab.close()


async def test_a_token_that_is_refused_leads_back_to_the_code_and_leaves_nothing_on_the_page(
    dashboard: Page, lived: DaemonProcess, console: Console
) -> None:
    await dashboard.evaluate("sessionStorage.setItem('ownfeed-token', 'an old one')")
    await dashboard.get_by_role("button", name="Suggest some").click()
    await expect(dashboard.get_by_label("Pairing code")).to_be_visible()
    assert await dashboard.get_by_role("article").count() == 0
    await dashboard.fill("input[name=code]", (await lived.post("/api/pair/code", {}))["code"].lower())
    await dashboard.get_by_role("button", name="Let it in").click()
    await expect(dashboard.get_by_role("article", name="Rules")).to_be_visible()
    console.expected += ["401"]


async def test_a_page_without_a_code_shows_nothing_and_says_how_to_get_one(page: Page, lived: DaemonProcess) -> None:
    await page.goto(lived.address)
    await expect(page.get_by_label("Pairing code")).to_be_visible()
    await expect(page.get_by_text("ownfeed open")).to_be_visible()
    assert await page.get_by_role("article").count() == 0
    assert await violations(page) == []
