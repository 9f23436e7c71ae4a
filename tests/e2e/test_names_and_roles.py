"""Our buttons on YouTube's page as a screen reader is told of them, and as a keyboard comes to them."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from playwright.async_api import Page

from tests.e2e.chromium import EXTENSION, ClosedRoots
from tests.e2e.conftest import YOUTUBE
from tests.e2e.grid import opened_in_order
from tests.e2e.traffic import Traffic, rated
from tests.pages.catalogue import clip

pytestmark = pytest.mark.usefixtures("paired")
WORDS: Final = json.loads((EXTENSION / "_locales" / "en" / "messages.json").read_text(encoding="utf-8"))
GROUP, UP, DOWN, NOT_INTERESTED, WHY, UNDO = (
    WORDS[key]["message"] for key in ("cardGroup", "thumbsUp", "thumbsDown", "notInterested", "action_why", "undo")
)
Node = dict[str, Any]


async def groups(page: Page) -> list[list[Node]]:
    """The buttons of each group of ours, as the browser's accessibility tree has them."""
    session = await page.context.new_cdp_session(page)
    nodes: list[Node] = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    await session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    ours = [node for node in nodes if role(node) == "group" and name(node) == GROUP]
    return [[inner for inner in within(group, by_id) if role(inner) == "button"] for group in ours]


def within(node: Node, by_id: dict[str, Node]) -> list[Node]:
    children = [by_id[child] for child in node.get("childIds", []) if child in by_id]
    return children + [inner for child in children for inner in within(child, by_id)]


def role(node: Node) -> str:
    return str(node.get("role", {}).get("value"))


def name(node: Node) -> str:
    return str(node.get("name", {}).get("value"))


def state(node: Node, of: str) -> str:
    return str(next((each["value"]["value"] for each in node["properties"] if each["name"] == of), None)).lower()


async def test_every_card_has_a_named_group_of_named_buttons_with_their_states(page: Page, traffic: Traffic) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain&first=12&pages=0")
    await page.wait_for_function("() => document.querySelectorAll('ownfeed-card').length >= 12")
    found = await groups(page)
    assert len(found) >= 12
    for buttons in found:
        assert [name(button) for button in buttons] == [UP, DOWN, NOT_INTERESTED, WHY]
        assert [state(button, "pressed") for button in buttons[:3]] == ["false"] * 3
        assert state(buttons[3], "expanded") == "false"
        assert all(state(button, "focusable") == "true" for button in buttons)


@pytest.mark.parametrize("path", [f"/watch?v={clip(1300).video_id}", f"/shorts/{clip(1301).video_id}"])
async def test_the_buttons_beside_a_player_have_names_and_states_too(page: Page, path: str) -> None:
    await page.goto(f"{YOUTUBE}{path}")
    await page.wait_for_selector(":is(ytd-watch-metadata, ytd-shorts) ownfeed-card")
    buttons = (await groups(page))[0]
    assert [name(button) for button in buttons] == [UP, DOWN, NOT_INTERESTED, WHY]
    assert [state(button, "pressed") for button in buttons[:3]] == ["false"] * 3


async def test_a_keyboard_goes_from_button_to_button_says_what_it_thinks_and_takes_it_back(
    page: Page, traffic: Traffic
) -> None:
    shown = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    video_id = shown[4]
    card = f"ownfeed-card[video-id='{video_id}']"
    await page.wait_for_selector(card, state="attached")
    await page.locator(f"ytd-rich-item-renderer:has({card}) h3 a").focus()
    while not await page.evaluate("card => document.activeElement.closest(card) !== null", card):
        await page.keyboard.press("Tab")
    inside = await ClosedRoots.of(page)
    await page.keyboard.press("Tab")  # from up to down
    await page.keyboard.press("Space")
    await rated(traffic, "thumbs_down", video_id)
    assert (await inside.buttons(video_id))["down"]["aria-pressed"] == "true"
    assert await page.evaluate("card => document.activeElement.closest(card) !== null", card), "the focus stays"
    await page.keyboard.press("Space")
    await rated(traffic, "clear_rating", video_id)
    assert (await inside.buttons(video_id))["down"]["aria-pressed"] == "false"
    assert page.url.startswith(f"{YOUTUBE}/?"), "the card's video must not open"
