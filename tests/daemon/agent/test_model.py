"""A language model is asked over true HTTP, by pydantic-ai's own client: what is sent, what it cost, and whatever goes wrong."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import BaseModel

from daemon.agent.model import Model, ModelFailed, Question
from daemon.settings import load_settings
from daemon.store import Store
from daemon.store.model_use import Usage
from tests.daemon.given import NOW
from tests.stand_ins.language_model import LanguageModel, completion, language_model

SECRET = "sk-very-secret"


class Named(BaseModel):
    name: str


QUESTION = Question("Name it.", '{"titles":["Rust in a day"]}', Named)


def model_of(store: Store, url: str, **settings: Any) -> Model:
    given = {"data_dir": store.path.parent, "model": "llama3.2:3b", "model_url": url, "model_key": SECRET} | settings
    return Model(load_settings(**given), store, lambda: NOW)


async def agreed(store: Store, user_id: int, url: str, **settings: Any) -> Model:
    model = model_of(store, url, **settings)
    await store.model_use.agree(user_id, model.destination, now=NOW)
    return model


async def failure(store: Store, user_id: int, answer: Callable[[dict[str, Any]], Any]) -> tuple[str, LanguageModel]:
    async with language_model(answer) as server:
        model = await agreed(store, user_id, server.url)
        with pytest.raises(ModelFailed) as failed:
            await model.ask(user_id, QUESTION)
    return str(failed.value), server


async def test_what_is_sent_is_the_question_whole_and_nothing_it_could_call(store: Store, user_id: int) -> None:
    async with language_model(lambda _: {"name": "Rust"}) as server:
        answer = await (await agreed(store, user_id, server.url)).ask(user_id, QUESTION)
    assert answer == Named(name="Rust")
    (body,) = server.asked
    assert [each["content"] for each in body["messages"]] == [QUESTION.instructions, QUESTION.data]
    assert not {"tools", "tool_choice", "functions"} & body.keys()
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["model"] == "llama3.2:3b"


async def test_what_it_took_is_counted_and_kept(store: Store, user_id: int) -> None:
    async with language_model(lambda _: {"name": "Rust"}) as server:
        model = await agreed(store, user_id, server.url)
        for _ in range(2):
            await model.ask(user_id, QUESTION)
    assert await store.model_use.since("2026-11-18") == Usage(2, 240, 60, 0.0)
    assert await store.model_use.since("2026-11-19") == Usage()
    assert await store.egress.on("2026-11-18") == {"127.0.0.1": 2}


async def test_nobody_is_asked_before_the_person_has_agreed_nor_after_it_was_withdrawn(
    store: Store, user_id: int
) -> None:
    async with language_model(lambda _: {"name": "Rust"}) as server:
        model = model_of(store, server.url)
        with pytest.raises(ModelFailed, match="agreed"):
            await model.ask(user_id, QUESTION)
        await store.model_use.agree(user_id, model.destination, now=NOW)
        await store.model_use.withdraw(user_id)
        with pytest.raises(ModelFailed, match="agreed"):
            await model.ask(user_id, QUESTION)
    assert server.asked == []


async def test_another_server_or_model_is_agreed_to_anew(store: Store, user_id: int) -> None:
    await agreed(store, user_id, "http://127.0.0.1:1/v1")
    assert not await model_of(store, "http://127.0.0.1:2/v1").may_be_asked(user_id)
    assert not await model_of(store, "http://127.0.0.1:1/v1", model="other").may_be_asked(user_id)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (429, "The language model is asked too often or has no allowance left."),
        (500, "The language model answered with an error (500)."),
        (401, "The language model refuses the key."),
        ("", "The language model answered what cannot be used."),
        ("<html>", "The language model answered what cannot be used."),
        ('{"name": 1}', "The language model answered what cannot be used."),
        ('{"name": "x", "name": ', "The language model answered what cannot be used."),
        ("[]" * 10_000, "The language model answered what cannot be used."),
    ],
)
async def test_whatever_goes_wrong_is_one_sentence(
    store: Store, user_id: int, answer: int | str, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "daemon")

    def reply(_: dict[str, Any]) -> Any:
        error = {"error": {"message": f"{SECRET} about Rust in a day"}}
        return web.json_response(error, status=answer) if isinstance(answer, int) else answer

    said, server = await failure(store, user_id, reply)
    assert said == sentence
    assert len(server.asked) == 1
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("daemon"))
    assert ours
    assert SECRET not in ours
    assert "Rust" not in ours


async def test_what_is_no_answer_at_all_is_one_sentence_too(store: Store, user_id: int) -> None:
    said, _ = await failure(store, user_id, lambda _: web.Response(text="hello", content_type="text/plain"))
    assert said.startswith("The language model ")
    nothing = completion("m", "{}") | {"choices": []}
    said, _ = await failure(store, user_id, lambda _: web.json_response(nothing))
    assert said.startswith("The language model ")


async def test_a_model_that_calls_a_tool_was_offered_none_and_is_refused(store: Store, user_id: int) -> None:
    call = {"id": "1", "type": "function", "function": {"name": "delete_everything", "arguments": "{}"}}
    body = completion("m", "")
    body["choices"][0] |= {
        "message": {"role": "assistant", "content": None, "tool_calls": [call]},
        "finish_reason": "tool_calls",
    }
    said, server = await failure(store, user_id, lambda _: web.json_response(body))
    assert said == "The language model answered what cannot be used."
    assert len(server.asked) == 1


async def test_a_model_that_takes_too_long_is_left(store: Store, user_id: int) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # until the other side has gone
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        model = await agreed(store, user_id, url, model_seconds=0.2)
        with pytest.raises(ModelFailed, match=r"took longer than 0\.2 seconds"):
            await model.ask(user_id, QUESTION)


async def test_a_server_that_is_away_and_a_model_nobody_knows_are_told(store: Store, user_id: int) -> None:
    model = await agreed(store, user_id, "http://127.0.0.1:1/v1")
    with pytest.raises(ModelFailed, match="cannot be reached"):
        await model.ask(user_id, QUESTION)
    model = await agreed(store, user_id, "", model="nobody:nothing")
    with pytest.raises(ModelFailed, match="cannot be used"):
        await model.ask(user_id, QUESTION)


def test_the_library_that_asks_models_is_not_loaded_at_the_start(root: Path) -> None:
    code = "import sys; import daemon.app; daemon.app.api.all_routes(); print([m for m in ('pydantic_ai', 'openai') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
