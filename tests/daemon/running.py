"""The real application on a free port, and a paired program that talks to it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
from aiohttp import web

from daemon.api.guard.connections import listening
from daemon.app import create_app
from daemon.keys import JOBS, RECOMMENDER
from daemon.settings import load_settings

COMMANDS_TOKEN = "the token of this run's commands"
NOW = 1_795_000_000.0
"""When the tests happen: 2026-11-18T11:06:40Z."""


def mac(key: str, message: str) -> str:
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


@dataclass
class Clock:
    now: float = NOW

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    text: str
    json: Any = None


@dataclass
class Daemon:
    """A running daemon as one paired program sees it."""

    app: web.Application
    port: int
    data_dir: Path
    session: aiohttp.ClientSession
    clock: Clock
    token: str = ""
    client_id: str = ""
    user_id: int = 0
    commands: dict[str, str] = field(default_factory=lambda: {"Authorization": f"Bearer {COMMANDS_TOKEN}"})

    async def ask(
        self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None, data: Any = None
    ) -> Reply:
        """Ask with the program's token; a write without a body still says that it would be JSON."""
        sent = {"Authorization": f"Bearer {self.token}"} if headers is None else dict(headers)
        is_write = method not in ("GET", "OPTIONS", "HEAD")
        if is_write and data is None:
            sent.setdefault("Content-Type", "application/json")
            data = aiohttp.JsonPayload(body) if body is not None else None
        async with self.session.request(
            method, f"http://127.0.0.1:{self.port}{path}", headers=sent, data=data
        ) as reply:
            text = await reply.text()
            parsed = await reply.json() if reply.content_type == "application/json" else None
            return Reply(reply.status, dict(reply.headers), text, parsed)

    async def get(self, path: str) -> Any:
        return (await self._good("GET", path)).json

    async def post(self, path: str, body: Any) -> Any:
        return (await self._good("POST", path, body)).json

    async def command(self, method: str, path: str, body: Any = None, *, user: str | None = None) -> Reply:
        """Ask as the command line does."""
        return await self.ask(method, path, body, headers={**self.commands, **({"OwnFeed-User": user} if user else {})})

    async def pair(self, code: str, name: str = "test") -> Any:
        """Pair as a program does, checking the daemon's proof, and take over the token."""
        nonce = uuid4().hex
        body = {"name": name, "nonce": nonce, "code_mac": mac(code, f"{nonce}:{self.port}")}
        paired = (await self._good("POST", "/api/pair", body)).json
        assert paired["proof"] == mac(code, f"{paired['server_nonce']}:{nonce}")
        self.token, self.client_id, self.user_id = paired["token"], paired["client_id"], paired["user_id"]
        return paired

    async def new_code(self, user: str | None = None) -> str:
        code: str = (await self.command("POST", "/api/pair/code", user=user)).json["code"]
        return code

    async def settled(self) -> None:
        """Return when the start, the jobs and the feeds have nothing left to do until somebody asks for something."""
        await self.app[JOBS].started()
        await self.app[JOBS].settled()
        await self.app[RECOMMENDER].settled()

    async def clustered(self) -> None:
        """Return when the interests are found in what was told; the replay of the weeks, which takes far longer, is not waited for."""
        await self.app[JOBS].started()
        job_id = (await self.post("/api/videos/personas/refresh", {}))["job_id"]
        while (job := await self.app[JOBS].get(job_id)) is None or job.state in ("queued", "running"):  # noqa: ASYNC110 - as whoever asks over HTTP
            await asyncio.sleep(0.05)
        assert job.state == "done", job.error
        await self.app[RECOMMENDER].settled()

    async def _good(self, method: str, path: str, body: Any = None) -> Reply:
        reply = await self.ask(method, path, body)
        assert reply.status == 200, reply.text
        return reply


@asynccontextmanager
async def running(
    data_dir: Path, *, clock: Clock | None = None, paired: bool = True, **settings: Any
) -> AsyncIterator[Daemon]:
    """Run the application on a free port until the block ends; by default a program is paired with it."""
    clock = clock or Clock()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    app = create_app(load_settings(data_dir=data_dir, port=port, **settings), cli_token=COMMANDS_TOKEN, clock=clock)
    async with listening(app, listener, shutdown_seconds=1.0), aiohttp.ClientSession() as session:
        daemon = Daemon(app, port, data_dir, session, clock)
        if paired:
            await daemon.pair(await daemon.new_code())
        yield daemon
