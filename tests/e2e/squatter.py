"""A program that sits on the daemon's port and would like to know what the extension tells it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Squatter:
    """All that it heard, and what it answers: well-formed, but without knowing the code or the token."""

    port: int = 0
    heard: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        """Note the whole request; answer in the daemon's own forms."""
        self.heard.append(f"{request.method} {request.path} {dict(request.headers)} {await request.text()}")
        proof = "0" * 64
        replies: dict[str, object] = {
            "/api/pair": {"client_id": "c", "user_id": 1, "token": "t", "server_nonce": "n" * 32, "proof": proof},
            "/api/hello": {"proof": proof, "api_version": 1, "epoch": 1},
        }
        return web.json_response(replies.get(request.path, {}))

    @property
    def paths(self) -> list[str]:
        """What it was asked, in order."""
        return [each.split(" ")[1] for each in self.heard]


@contextlib.asynccontextmanager
async def squatting(port: int = 0, squatter: Squatter | None = None) -> AsyncIterator[Squatter]:
    """Sit on this port, or on a free one, until the block ends; squatter: one that answers otherwise."""
    squatter = squatter or Squatter()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", squatter.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
        squatter.port = runner.addresses[0][1]
        yield squatter
    finally:
        await runner.cleanup()
