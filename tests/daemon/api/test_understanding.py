"""Sentences through a language model: the grammar first, then the model of whoever has agreed, and a question before a guess."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from daemon.agent.model import Model
from daemon.api.understanding import by_model
from daemon.keys import ROUTES
from daemon.settings import load_settings
from daemon.store import Store
from tests.daemon.agent.sentences import HELD_OUT, SEEN
from tests.daemon.agent.test_grammar import WEDNESDAY, ZONE
from tests.daemon.given import NOW
from tests.daemon.running import Daemon, running
from tests.stand_ins.language_model import LanguageModel, language_model

SENTENCES = {**SEEN, **HELD_OUT}
UNSURE = "nothing that makes me nervous before bed"
"""No word of it is one of the grammar's conditions."""
MATCH = (
    "channel_id", "channel_name", "phrase", "topic", "language", "min_seconds", "max_seconds", "max_age_days", "min_views",
    "is_short", "is_live",
)  # fmt: skip


def as_model(rule: dict[str, Any], text: str = "what was said") -> dict[str, Any]:
    """A rule as a model held to the schema says it: every field is there, most are null."""
    return {
        "text": text,
        "action": rule["action"],
        "match": {name: rule["match"].get(name) for name in MATCH},
        "amount": rule.get("amount"),
        "surfaces": rule.get("surfaces", []),
        "weekdays": rule.get("weekdays"),
        "ends_at": rule.get("ends"),
    }


def answer(*rules: dict[str, Any], question: str | None = None) -> dict[str, Any]:
    return {"rules": [as_model(each) for each in rules], "question": question}


def knows_all(data: dict[str, Any]) -> dict[str, Any]:
    rules = SENTENCES[data["sentence"]]
    return answer(*rules, question=None if rules else "Which one do you mean?")


@asynccontextmanager
async def with_model(
    tmp_path: Path, reply: Callable[[dict[str, Any]], Any], *, agreed: bool = True
) -> AsyncIterator[tuple[Daemon, LanguageModel]]:
    async with (
        language_model(reply) as server,
        running(tmp_path / "data", model="small", model_url=server.url) as daemon,
    ):
        if agreed:
            await daemon.ask("PUT", "/api/agent/consent", {"agreed": True})
        yield daemon, server


async def test_all_sixty_sentences_become_the_rules_they_mean_through_a_model(store: Store, user_id: int) -> None:
    from datetime import datetime

    async with language_model(knows_all) as server:
        settings = load_settings(data_dir=store.path.parent, model="small", model_url=server.url)
        model = Model(settings, store, lambda: NOW)
        await store.model_use.agree(user_id, model.destination, now=NOW)
        for text, expected in SENTENCES.items():
            meant = await by_model(model, user_id, text, WEDNESDAY)
            assert meant is not None, text
            told = []
            for rule in meant.rules:
                ends = rule.ends_at and f"{datetime.fromtimestamp(rule.ends_at, ZONE):%Y-%m-%dT%H:%M}"
                around = {
                    "weekdays": list(rule.weekdays or ()),
                    "surfaces": list(rule.surfaces),
                    "amount": rule.amount,
                    "ends": ends,
                }
                told.append({"action": rule.action, "match": dict(rule.match)} | {n: v for n, v in around.items() if v})
            assert told == expected, text
            assert (meant.question is None) == bool(expected)
    assert len(server.asked) == len(SENTENCES) == 60


async def test_a_sentence_the_grammar_is_sure_of_asks_no_model(tmp_path: Path) -> None:
    async with with_model(tmp_path, knows_all) as (daemon, server):
        said = await daemon.post("/api/rules", {"text": "no Shorts"})
    assert (said["model"], said["question"], server.asked) == ("not_needed", None, [])
    assert said["proposals"][0]["source"] == "grammar"


async def test_what_the_grammar_would_ask_about_the_model_proposes_and_nothing_is_kept(tmp_path: Path) -> None:
    rule = {"action": "demote", "match": {"topic": "horror"}, "ends": "2026-11-30T00:00"}
    async with with_model(tmp_path, lambda _: answer(rule)) as (daemon, server):
        said = await daemon.post("/api/rules", {"text": UNSURE})
        (proposal,) = said["proposals"]
        assert (proposal["action"], proposal["match"], proposal["source"]) == ("demote", {"topic": "horror"}, "model")
        assert (said["model"], said["question"]) == ("answered", None)
        assert (await daemon.get("/api/rules"))["rules"] == []
        assert await daemon.post("/api/rules", proposal) == proposal
        assert (await daemon.get("/api/status"))["model"]["today"]["requests"] == len(server.asked) == 1


@pytest.mark.parametrize(
    "said",
    [
        answer(question="Which films?"),
        answer({"action": "block", "match": {"phrase": "x"}}, question="Which films?"),  # unsure is unsure
        answer(),
        answer({"action": "limit", "match": {"phrase": "x"}}),
        answer({"action": "block", "match": {}}),
        answer({"action": "block", "match": {"channel_id": "UC1"}}),
        answer({"action": "block", "match": {"phrase": "x"}, "ends": "2001-01-01T00:00"}),
        answer({"action": "block", "match": {"phrase": "x"}, "ends": "next year"}),
        answer(*[{"action": "block", "match": {"phrase": "x"}}] * 9),
        {"rules": [as_model({"action": "delete", "match": {"phrase": "x"}})], "question": None},
        {"rules": [], "question": None, "call": "delete"},
        "",
        "I would rather not.",
    ],
)
async def test_what_is_no_rule_is_answered_with_a_question_and_never_guessed(tmp_path: Path, said: Any) -> None:
    async with with_model(tmp_path, lambda _: said) as (daemon, _):
        got = await daemon.post("/api/rules", {"text": UNSURE})
    assert got["proposals"] == []
    assert got["question"]


@pytest.mark.parametrize("status", [429, 500])
async def test_a_model_that_fails_leaves_the_grammars_question_and_says_so(tmp_path: Path, status: int) -> None:
    async with with_model(tmp_path, lambda _: web.json_response({}, status=status)) as (daemon, _):
        said = await daemon.post("/api/rules", {"text": UNSURE})
    assert said["model"] == "failed"
    assert said["question"].startswith("The language model ")
    assert said["proposals"] == []


async def test_without_the_persons_leave_nothing_is_sent_and_the_answer_says_what_is_missing(tmp_path: Path) -> None:
    async with with_model(tmp_path, knows_all, agreed=False) as (daemon, server):
        said = await daemon.post("/api/rules", {"text": UNSURE})
        assert (said["model"], said["proposals"]) == ("not_agreed", [])
        assert said["question"]
        before = await daemon.get("/api/agent")
        assert (before["is_set"], before["has_agreed"]) == (True, False)
        assert server.asked == []


async def test_what_would_be_sent_is_shown_to_the_letter_before_it_is(tmp_path: Path) -> None:
    async with with_model(tmp_path, lambda _: answer(question="What?"), agreed=False) as (daemon, server):
        shown = await daemon.post("/api/agent/preview", {"purpose": "rules", "text": UNSURE})
        assert server.asked == []
        await daemon.ask("PUT", "/api/agent/consent", {"agreed": True})
        await daemon.post("/api/rules", {"text": UNSURE})
        (body,) = server.asked
        assert [each["content"] for each in body["messages"]] == [shown["instructions"], shown["data"]]
        assert server.url.split("/")[2] in shown["destination"]
        assert (
            body["response_format"]["json_schema"]["schema"]["properties"].keys()
            == shown["answer_schema"]["properties"].keys()
        )


async def test_leave_can_be_taken_back_and_ends_with_the_data(tmp_path: Path) -> None:
    async with with_model(tmp_path, knows_all) as (daemon, _):
        assert (await daemon.get("/api/agent"))["has_agreed"] is True
        reply = await daemon.ask("PUT", "/api/agent/consent", {"agreed": False})
        assert reply.json["has_agreed"] is False
        await daemon.ask("PUT", "/api/agent/consent", {"agreed": True})
        await daemon.ask("DELETE", "/api/data", {"confirm": True})
        assert (await daemon.get("/api/agent"))["has_agreed"] is False


async def test_without_a_model_there_is_nothing_to_agree_to(daemon: Daemon) -> None:
    assert (await daemon.post("/api/rules", {"text": UNSURE}))["model"] == "off"
    assert (await daemon.get("/api/agent"))["destination"] == ""
    assert (await daemon.ask("PUT", "/api/agent/consent", {"agreed": True})).status == 409


async def test_the_routes_that_ask_a_model_may_take_as_long_as_it_may(daemon: Daemon) -> None:
    routes = daemon.app[ROUTES]
    asking = {"/api/rules", "/api/videos/categories/suggest"}
    lasting = {
        registered.resource.canonical
        for registered in daemon.app.router.routes()
        if registered.resource is not None
        and registered.method == "POST"
        and (route := routes.of(registered.handler)) is not None
        and route.may_last
    }

    assert asking <= lasting
