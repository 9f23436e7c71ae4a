"""Rules over the wire: a sentence is proposed and kept by nobody; what is accepted holds in the next page and feed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.daemon.given import card, event, video_id
from tests.daemon.running import Daemon

TITLES = ["Chess openings for beginners", "Sourdough bread at home", "Rust borrow checker explained"]


async def met(daemon: Daemon) -> None:
    """Somebody who has watched a little of everything, and whose page showed thirty videos."""
    cards = [card(n, f"{TITLES[n % 3]} {n}", duration_seconds=60 * (n + 1)) for n in range(30)]
    await daemon.post("/api/rank", {"surface": "home", "cards": cards})
    watch = {"seconds": 500, "duration_seconds": 600, "fraction": 0.9}
    await daemon.post("/api/signals", {"events": [event("watch", n, watch=watch) for n in range(6)]})


async def actions(daemon: Daemon, surface: str = "home") -> dict[str, str]:
    cards = [card(n, f"{TITLES[n % 3]} {n}", duration_seconds=60 * (n + 1)) for n in range(6, 30)]
    ranked = await daemon.post("/api/rank", {"surface": surface, "cards": cards})
    return {item["video_id"]: item["action"] for item in ranked["items"]}


async def test_a_sentence_is_proposed_with_what_it_would_change_and_kept_by_nobody(daemon: Daemon) -> None:
    await met(daemon)
    said = await daemon.post("/api/rules", {"text": "no chess; less bread until Sunday"})
    assert said["question"] is None
    assert [(each["action"], each["match"]) for each in said["proposals"]] == [
        ("block", {"phrase": "chess"}),
        ("demote", {"topic": "bread"}),
    ]
    removed = {each["video_id"] for each in said["effect"]["removed"]}
    assert removed
    assert removed <= {video_id(n) for n in range(0, 30, 3)}
    assert all(each["after"] is None for each in said["effect"]["removed"])
    assert (await daemon.get("/api/rules"))["rules"] == []


async def test_what_is_not_understood_is_answered_with_a_question(daemon: Daemon) -> None:
    said = await daemon.post("/api/rules", {"text": "be nicer"})
    assert said["proposals"] == []
    assert said["question"]
    assert said["effect"] == {"added": [], "removed": [], "moved": []}


async def test_an_accepted_proposal_holds_on_the_next_page_and_feed_until_it_is_undone(daemon: Daemon) -> None:
    await met(daemon)
    before = await actions(daemon)
    (proposal,) = (await daemon.post("/api/rules", {"text": "no chess"}))["proposals"]
    kept = await daemon.post("/api/rules", proposal)
    assert kept == proposal
    assert await daemon.post("/api/rules", proposal) == kept  # sent again
    assert (await daemon.get("/api/rules"))["rules"] == [kept]
    chess = {video_id(n) for n in range(6, 30, 3)}
    assert {each for each, action in (await actions(daemon)).items() if action == "hide"} >= chess
    feed = await daemon.get("/api/videos?limit=50")
    assert not any("Chess" in video["title"] for video in feed["videos"])
    await daemon.ask("DELETE", f"/api/rules/{kept['id']}", {})
    assert await actions(daemon) == before


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ({"surfaces": ["search"]}, False),
        ({"surfaces": ["home", "search"]}, True),
        ({"weekdays": []}, False),
        ({"weekdays": [0, 1, 2, 3, 4, 5, 6]}, True),
        ({"ends_at": "2026-11-18T11:00:00Z"}, False),
        ({"starts_at": "2026-11-19T11:00:00Z"}, False),
        ({"ends_at": "2026-11-19T11:00:00Z"}, True),
        ({"enabled": False}, False),
    ],
)
async def test_a_rule_holds_where_and_when_it_says(daemon: Daemon, rule: dict[str, Any], holds: bool) -> None:
    await met(daemon)
    await daemon.post("/api/rules", {"action": "block", "match": {"phrase": "chess"}} | rule)
    hidden = {each for each, action in (await actions(daemon)).items() if action == "hide"}
    assert ({video_id(n) for n in range(6, 30, 3)} <= hidden) == holds


async def test_a_rule_can_be_changed_in_everything_it_says(daemon: Daemon) -> None:
    kept = await daemon.post("/api/rules", {"action": "boost", "match": {"topic": "chess"}, "text": "more chess"})
    changes = {
        "action": "limit", "match": {"max_seconds": 2400}, "amount": 2, "surfaces": ["home"], "weekdays": [0],
        "starts_at": "2026-11-19T11:00:00.000Z", "ends_at": "2026-11-20T11:00:00.000Z", "text": "short ones", "enabled": False,
    }  # fmt: skip
    changed = (await daemon.ask("PATCH", f"/api/rules/{kept['id']}", changes)).json
    assert changed == kept | changes
    assert (await daemon.get("/api/rules"))["rules"] == [changed]
    unbound = (await daemon.ask("PATCH", f"/api/rules/{kept['id']}", {"weekdays": None, "amount": None})).json
    assert (unbound["weekdays"], unbound["amount"], unbound["match"]) == (None, None, {"max_seconds": 2400})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "send `text`"),
        ({"text": "  "}, "send `text`"),
        ({"action": "block"}, "send `text`"),
        ({"action": "block", "match": {}}, "needs a condition"),
        ({"action": "limit", "match": {"phrase": "chess"}}, "needs a bound"),
        ({"action": "block", "match": {"colour": "red"}}, "no field match.colour"),
        ({"action": "block", "match": {"phrase": "chess"}, "surfaces": ["moon"]}, "surfaces"),
        ({"action": "boost", "match": {"phrase": "chess"}, "amount": 0}, "amount"),
    ],
)
async def test_a_rule_that_says_nothing_is_refused_in_a_sentence(
    daemon: Daemon, given: dict[str, Any], sentence: str
) -> None:
    reply = await daemon.ask("POST", "/api/rules", given)
    assert reply.status == 400
    assert sentence in reply.json["error"]["message"]


async def test_there_is_an_end_to_how_many_rules_there_may_be(daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daemon.store.rules.MOST_RULES", 1)
    rule = {"id": str(uuid4()), "action": "block", "match": {"phrase": "chess"}}
    assert (await daemon.ask("POST", "/api/rules", rule)).status == 200
    assert (await daemon.ask("POST", "/api/rules", rule)).status == 200
    assert (await daemon.ask("POST", "/api/rules", rule | {"id": str(uuid4())})).status == 409
