"""A page's cards come back in the person's order, every one of them once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.daemon.given import card, event, video_id
from tests.daemon.running import Daemon

BREAD = ["Baking sourdough bread at home", "Bread baking for beginners", "How to knead bread dough"]
FOOTBALL = ["Champions league goals", "Football highlights of the week", "The best football goals"]
PAGE = [card(n, title, f"Channel {n}") for n, title in enumerate([*FOOTBALL, *BREAD])]


async def rank(daemon: Daemon, cards: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    reply: dict[str, Any] = await daemon.post("/api/rank", {"surface": "home", "cards": cards, **more})
    return reply


def order(reply: dict[str, Any]) -> list[str]:
    return [item["video_id"] for item in reply["items"]]


async def test_what_was_liked_is_felt_in_the_next_order(daemon: Daemon) -> None:
    await daemon.post("/api/signals", {"events": [event("thumbs_up", 90, video=card(90, "Rye bread baking", "Oven"))]})
    ranked = order(await rank(daemon, PAGE))
    assert set(ranked[:3]) == {video_id(n) for n in (3, 4, 5)}
    await daemon.post("/api/signals", {"events": [event("thumbs_down", 90, at="2026-11-18T11:05:00Z")]})
    await daemon.post("/api/signals", {"events": [event("thumbs_up", 91, video=card(91, "Football goals", "Ball"))]})
    assert set(order(await rank(daemon, PAGE))[:3]) == {video_id(n) for n in (0, 1, 2)}


async def test_a_topic_orders_the_page_of_somebody_new(daemon: Daemon) -> None:
    await daemon.post("/api/videos/categories", {"name": "Baking bread", "source": "picked"})
    assert set(order(await rank(daemon, PAGE))[:3]) == {video_id(n) for n in (3, 4, 5)}


async def test_every_card_sent_comes_back_once(daemon: Daemon) -> None:
    ranked = await rank(daemon, [*PAGE, *PAGE])
    assert sorted(order(ranked)) == sorted(card["video_id"] for card in PAGE)


async def test_no_cards_are_an_order_too(daemon: Daemon) -> None:
    assert (await rank(daemon, []))["items"] == []


async def test_more_than_three_hundred_cards_are_too_many(daemon: Daemon) -> None:
    cards = [card(n, "A title") for n in range(301)]
    assert (await daemon.ask("POST", "/api/rank", {"surface": "home", "cards": cards})).status == 413
    assert len((await rank(daemon, cards[:300]))["items"]) == 300


async def test_what_is_not_wanted_stands_last_and_says_why(daemon: Daemon) -> None:
    await rank(daemon, PAGE)
    await daemon.post(f"/api/videos/{video_id(3)}/rate", {"rating": "not_interested"})
    last = (await rank(daemon, PAGE))["items"][-1]
    assert (last["video_id"], last["action"]) == (video_id(3), "hide")
    assert last["reasons"][0]["text"]


async def test_a_blocked_channel_is_hidden_until_its_rule_is_undone(daemon: Daemon) -> None:
    await rank(daemon, PAGE)
    await daemon.post("/api/signals", {"events": [event("block_channel", None, channel_name="channel 4")]})
    hidden = [item for item in (await rank(daemon, PAGE))["items"] if item["action"] == "hide"]
    assert [item["video_id"] for item in hidden] == [video_id(4)]
    rule = (await daemon.get("/api/rules"))["rules"][0]
    off = await daemon.ask("PATCH", f"/api/rules/{rule['id']}", {"enabled": False})
    assert off.json["enabled"] is False
    assert {item["action"] for item in (await rank(daemon, PAGE))["items"]} == {"show"}
    assert (await daemon.ask("DELETE", f"/api/rules/{rule['id']}")).json == {"success": True}
    assert (await daemon.get("/api/rules"))["rules"] == []


async def test_cards_become_known_videos_with_the_age_the_page_told(daemon: Daemon) -> None:
    await rank(daemon, [card(1, "A title", "A channel", age_text="3 weeks ago", view_count=1_200)])
    video = await daemon.get(f"/api/videos/{video_id(1)}")
    assert (video["title"], video["view_count"]) == ("A title", 1_200)
    assert video["published_at"] == "2026-10-28T11:06:40.000Z"
    daemon.clock.now += 86_400
    await rank(daemon, [card(1, "A better title", "A channel", age_text="3 weeks ago")])
    video = await daemon.get(f"/api/videos/{video_id(1)}")
    assert (video["title"], video["published_at"]) == ("A better title", "2026-10-28T11:06:40.000Z")


async def test_a_card_shown_again_and_again_is_put_behind(daemon: Daemon) -> None:
    await rank(daemon, PAGE)
    shown = [event("impression", 3) for _ in range(3)]
    await daemon.post("/api/signals", {"events": shown})
    actions = {item["video_id"]: item["action"] for item in (await rank(daemon, PAGE))["items"]}
    assert actions[video_id(3)] != "show"
    assert actions[video_id(4)] == "show"


@pytest.mark.parametrize(
    "body",
    [
        {"surface": "shelf", "cards": []},
        {"surface": "home", "cards": [{"video_id": "short", "title": ""}]},
        {"surface": "home", "cards": [card(1, "t", surprise=1)]},
        {"surface": "home"},
        [],
        "home",
    ],
)
async def test_a_page_that_cannot_be_read_is_refused_with_a_sentence(daemon: Daemon, body: object) -> None:
    reply = await daemon.ask("POST", "/api/rank", body)
    assert (reply.status, reply.json["error"]["code"]) == (400, "invalid_request")
    assert reply.json["error"]["message"].endswith(".")
