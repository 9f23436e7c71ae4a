"""A server that speaks OpenAI's protocol for chats, with answers that a test gives it: true HTTP, and no model."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class LanguageModel:
    """What it was asked, and what it answers."""

    url: str
    answer: Callable[[dict[str, Any]], Any]
    """The data of a question → the answer, or a whole response."""
    asked: list[dict[str, Any]] = field(default_factory=list)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["Authorization"].startswith("Bearer ")
        body = await request.json()
        self.asked.append(body)
        answer = self.answer(json.loads(body["messages"][-1]["content"]))
        if isinstance(answer, web.StreamResponse):
            return answer
        return web.json_response(completion(body["model"], answer if isinstance(answer, str) else json.dumps(answer)))


def completion(model: str, content: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": content}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_795_000_000,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150},
    }


@asynccontextmanager
async def language_model(answer: Callable[[dict[str, Any]], Any]) -> AsyncIterator[LanguageModel]:
    """Serve on a free port of loopback until the block ends."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    model = LanguageModel(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", answer)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", model.chat)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    try:
        yield model
    finally:
        await runner.cleanup()
