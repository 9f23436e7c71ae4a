"""Rules over the wire: a sentence is proposed and kept by nobody; what is accepted holds in the next page and feed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from daemon.keys import EVENTS
from tests.daemon.given import card, event, video_id
from tests.daemon.running import Daemon, running

TITLES = ["Chess openings for beginners", "Sourdough bread at home", "Rust borrow checker explained"]


@pytest.fixture(autouse=True)
def _zone_given_back() -> Iterator[None]:
    yield
    time.tzset()  # after monkeypatch has taken TZ back


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


async def titles(daemon: Daemon) -> str:
    return " ".join(video["title"] for video in (await daemon.get("/api/videos?limit=100"))["videos"])


@pytest.mark.parametrize(
    ("rule", "turns_at", "holds"),
    [
        ({"ends_at": "2026-11-18T11:20:00Z"}, "2026-11-18T11:20:00+00:00", (True, False)),
        ({"starts_at": "2026-11-18T11:20:00Z"}, "2026-11-18T11:20:00+00:00", (False, True)),
        ({"weekdays": [2]}, "2026-11-19T00:00:00+00:00", (True, False)),
        ({"weekdays": [3]}, "2026-11-19T00:00:00+00:00", (False, True)),
    ],
    ids=["its end", "its begin", "the end of its day", "the begin of its day"],
)
async def test_the_feed_follows_a_rules_time_at_once(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, rule: dict[str, Any], turns_at: str, holds: tuple[bool, bool]
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    await met(daemon)
    await daemon.post("/api/rules", {"action": "block", "match": {"phrase": "chess"}} | rule)
    before, after = holds
    assert ("Chess" in await titles(daemon)) is not before
    daemon.clock.now = datetime.fromisoformat(turns_at).timestamp() - 1
    assert ("Chess" in await titles(daemon)) is not before
    daemon.clock.now += 1
    assert ("Chess" in await titles(daemon)) is not after


async def test_whoever_listens_hears_of_the_feed_that_a_rules_end_brings(daemon: Daemon) -> None:
    await met(daemon)
    ends = datetime.fromtimestamp(daemon.clock.now + 0.5, UTC).isoformat()
    await daemon.post("/api/rules", {"action": "block", "match": {"phrase": "chess"}, "ends_at": ends})
    first = (await daemon.get("/api/videos"))["slate_id"]
    await daemon.settled()
    with daemon.app[EVENTS].listen() as news:
        daemon.clock.now += 1
        heard = await asyncio.wait_for(news.get(), 30)
    assert heard is not None
    assert (heard.kind, heard.data["slate_id"] != first) == ("slate", True)
    assert "Chess" in await titles(daemon)


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
    of_nothing = await daemon.ask("PATCH", f"/api/rules/{kept['id']}", {"match": {"topic": "chess"}})
    assert (of_nothing.status, "a limit needs a bound" in of_nothing.text) == (400, True)
    assert (await daemon.get("/api/rules"))["rules"] == [unbound]


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
    other = {"id": str(uuid4()), "match": {"phrase": "bread"}}
    assert (await daemon.ask("POST", "/api/rules", rule | other)).status == 409
    again = await daemon.post("/api/rules", rule | {"id": str(uuid4())})  # which makes none
    assert again["id"] == rule["id"]


async def test_a_sentence_that_is_said_again_makes_no_second_rule_and_changes_nothing(daemon: Daemon) -> None:
    await met(daemon)
    for sentence in ("less chess", "no bread"):
        (proposal,) = (await daemon.post("/api/rules", {"text": sentence}))["proposals"]
        kept, held = await daemon.post("/api/rules", proposal), await actions(daemon)
        said = await daemon.post("/api/rules", {"text": f"{sentence.capitalize()}; {sentence}"})
        assert said["effect"] == {"added": [], "removed": [], "moved": []}
        for again in said["proposals"]:
            assert again["id"] != kept["id"]
            assert await daemon.post("/api/rules", again) == kept
        assert await actions(daemon) == held
    assert len((await daemon.get("/api/rules"))["rules"]) == 2


async def test_a_rule_that_is_said_again_with_another_amount_has_that_amount_and_those_words(daemon: Daemon) -> None:
    less = await daemon.post("/api/rules", {"action": "demote", "match": {"topic": "Chess"}, "text": "less Chess"})
    much = {"action": "demote", "match": {"topic": "chess"}, "amount": 3, "text": "much less chess", "source": "other"}
    changed = await daemon.post("/api/rules", much)
    assert changed == less | {"amount": 3, "text": "much less chess"}
    assert (await daemon.get("/api/rules"))["rules"] == [changed]
    before = {name: less[name] for name in ("amount", "text", "enabled")}
    assert (await daemon.ask("PATCH", f"/api/rules/{less['id']}", before)).json == less  # which undoes it


async def test_a_rule_that_is_said_again_while_it_is_off_is_on(daemon: Daemon) -> None:
    rule = {"action": "block", "match": {"phrase": "chess"}}
    kept = await daemon.post("/api/rules", rule)
    await daemon.ask("PATCH", f"/api/rules/{kept['id']}", {"enabled": False})
    assert (await daemon.post("/api/rules", rule | {"enabled": False}))["enabled"] is False
    assert await daemon.post("/api/rules", rule) == kept
    assert await daemon.post("/api/rules", rule | {"enabled": False}) == kept


@pytest.mark.parametrize(
    "other",
    [
        {"action": "demote"},
        {"match": {"topic": "chess"}},
        {"match": {"phrase": "chess", "is_short": True}},
        {"surfaces": ["home"]},
        {"weekdays": [5, 6]},
        {"starts_at": "2026-11-19T11:00:00Z"},
        {"ends_at": "2026-11-19T11:00:00Z"},
    ],
)
async def test_what_holds_elsewhere_or_at_another_time_is_another_rule(daemon: Daemon, other: dict[str, Any]) -> None:
    rule = {"action": "block", "match": {"phrase": "chess"}}
    await daemon.post("/api/rules", rule)
    await daemon.post("/api/rules", rule | other)
    assert len((await daemon.get("/api/rules"))["rules"]) == 2


async def test_a_limit_that_counts_is_another_than_one_of_lengths_and_an_id_is_written_in_one_way(
    daemon: Daemon,
) -> None:
    for rule in (
        {"action": "limit", "match": {"max_seconds": 2400}},
        {"action": "limit", "match": {"max_seconds": 2400}, "amount": 3},
        {"action": "limit", "match": {"max_seconds": 2400.0}, "amount": 5},
        {"action": "block", "match": {"channel_id": "UCa"}},
        {"action": "block", "match": {"channel_id": "UCA"}},
        {"action": "boost", "match": {"phrase": "chess"}, "surfaces": ["home", "search"], "weekdays": [0, 1]},
        {"action": "boost", "match": {"phrase": "chess"}, "surfaces": ["search", "home"], "weekdays": [1, 0]},
    ):
        await daemon.post("/api/rules", rule)
    kept = (await daemon.get("/api/rules"))["rules"]
    assert {each["amount"] for each in kept if each["action"] == "limit"} == {None, 5}
    assert len(kept) == 5


async def test_rules_that_say_the_same_from_before_stay_and_are_undone_one_by_one(daemon: Daemon) -> None:
    """There are stores with such; said again, the one that holds is meant."""
    rules = [await daemon.post("/api/rules", {"action": "demote", "match": {"topic": "chess"}, "amount": 2})]
    rules += [await daemon.post("/api/rules", {"action": "demote", "match": {"topic": "bread"}, "amount": 2})]
    same = {"match": {"topic": "chess"}, "enabled": False}
    rules[1] = (await daemon.ask("PATCH", f"/api/rules/{rules[1]['id']}", same)).json
    again = await daemon.post("/api/rules", {"action": "demote", "match": {"topic": "chess"}, "amount": 4})
    assert again == rules[0] | {"amount": 4}
    for rule in rules:
        await daemon.ask("DELETE", f"/api/rules/{rule['id']}", {})
    assert (await daemon.get("/api/rules"))["rules"] == []


async def shown(daemon: Daemon, **said: Any) -> str:
    """What becomes of one card that says this."""
    ranked = await daemon.post("/api/rank", {"surface": "home", "cards": [card(1, TITLES[0], **said)]})
    return str(ranked["items"][0]["action"])


async def kept(daemon: Daemon, sentence: str) -> None:
    (proposal,) = (await daemon.post("/api/rules", {"text": sentence}))["proposals"]
    await daemon.post("/api/rules", proposal)


async def test_a_video_that_goes_live_is_hidden_until_the_broadcast_has_ended_also_after_a_restart(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as daemon:
        await kept(daemon, "no live streams")
        assert await shown(daemon) == "show"
        assert await shown(daemon, is_live=True) == "hide"
        assert await shown(daemon) == "hide", "a card that does not say does not end it"
        token = daemon.token
    async with running(tmp_path, paired=False) as daemon:
        daemon.token = token
        assert await shown(daemon) == "hide"
        assert await shown(daemon, is_live=False, duration_seconds=3_600) == "show"
    async with running(tmp_path, paired=False) as daemon:
        daemon.token = token
        assert await shown(daemon) == "show"


async def test_a_video_that_turns_out_to_be_a_short_is_hidden_from_then_on(daemon: Daemon) -> None:
    await kept(daemon, "no Shorts")
    assert [await shown(daemon, **said) for said in ({}, {"is_short": True}, {})] == ["show", "hide", "hide"]
