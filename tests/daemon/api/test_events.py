"""News arrive as they happen, and only one's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import orjson

from daemon.events import News
from daemon.keys import EVENTS
from tests.daemon.given import event
from tests.daemon.running import Daemon, running


@asynccontextmanager
async def listening(daemon: Daemon) -> AsyncIterator[aiohttp.StreamReader]:
    headers = {"Authorization": f"Bearer {daemon.token}"}
    async with daemon.session.get(f"http://127.0.0.1:{daemon.port}/api/events", headers=headers) as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readuntil(b"\n\n") == b": listening\n\n"
        yield stream.content


async def following(stream: aiohttp.StreamReader, kind: str) -> object:
    """Return the data of the next event of a kind."""
    while True:
        text = await stream.readuntil(b"\n\n")
        if text.startswith(b"event: " + kind.encode()):
            return orjson.loads(text.split(b"data: ", 1)[1])


async def test_a_rating_brings_news_of_a_slate(daemon: Daemon) -> None:
    await daemon.get("/api/videos")
    async with listening(daemon) as stream:
        await daemon.post("/api/signals", {"events": [event("thumbs_up", 1)]})
        told = await following(stream, "slate")
        assert told == {"slate_id": (await daemon.get("/api/videos"))["slate_id"]}


async def test_a_job_tells_how_it_goes(daemon: Daemon) -> None:
    async with listening(daemon) as stream:
        queued = await daemon.post("/api/videos/personas/refresh", {})
        told = await following(stream, "job")
        assert isinstance(told, dict)
        assert told["job_id"] == queued["job_id"]


async def test_a_topic_that_is_added_changed_or_removed_is_told(daemon: Daemon) -> None:
    async with listening(daemon) as stream:
        made = await daemon.post("/api/videos/categories", {"name": "Bread"})
        assert await following(stream, "categories") == {}
        path = f"/api/videos/categories/{made['id']}"
        for method, body in (("PUT", {"name": "Cake"}), ("DELETE", {})):
            assert (await daemon.ask(method, path, body)).status == 200
            assert await following(stream, "categories") == {}


async def test_another_persons_news_are_not_told(daemon: Daemon) -> None:
    async with listening(daemon) as stream:
        daemon.app[EVENTS].tell(News("rules", daemon.user_id + 1, {"whose": "theirs"}))
        daemon.app[EVENTS].tell(News("rules", daemon.user_id, {"whose": "mine"}))
        assert await following(stream, "rules") == {"whose": "mine"}


async def test_a_listener_does_not_keep_the_daemon_from_stopping(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as daemon, listening(daemon) as stream:
        await daemon.app.shutdown()
        assert await stream.read() == b""
