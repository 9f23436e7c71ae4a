"""So many connections and so long; and nobody who holds them all keeps a paired program out."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import psutil
import pytest

from daemon.api.guard import connections
from daemon.api.guard.headers import HEADERS
from tests.daemon.running import Daemon
from tests.daemon.serving import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

Wire = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def connected(daemon: Daemon, sent: str = "") -> AsyncIterator[Wire]:
    """A program that sends this (`{host}` and `{token}` filled in) and then nothing more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", daemon.port)
    try:
        writer.write(sent.format(host=f"127.0.0.1:{daemon.port}", token=daemon.token).replace("\n", "\r\n").encode())
        await writer.drain()
        yield reader, writer
    finally:
        writer.close()


async def is_hung_up(wire: Wire) -> bool:
    """Wait for the other side to go, for whatever it has to say before."""
    try:
        async with asyncio.timeout(20):
            while await wire[0].read(65_536):
                pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


HALF_A_HEAD = "GET /healthz HTTP/1.1\nHost: {host}\n"
SLOW_BODY = "POST /api/hello HTTP/1.1\nHost: {host}\nContent-Type: application/json\nContent-Length: 900\n\n{{"
LISTENING = "GET /api/events HTTP/1.1\nHost: {host}\nAuthorization: Bearer {token}\n\n"
SLOW_FILE = (
    "POST /api/videos/import HTTP/1.1\nHost: {host}\nAuthorization: Bearer {token}\n"
    "Content-Type: application/zip\nContent-Length: 900\n\nP"
)


@pytest.mark.parametrize("sent", ["", HALF_A_HEAD, "GET /healthz HTTP/1.1\nHost: {host}\n\n", SLOW_BODY])
async def test_a_stranger_who_holds_all_connections_keeps_nobody_out(daemon: Daemon, sent: str) -> None:
    async with AsyncExitStack() as stack:
        strangers = [await stack.enter_async_context(connected(daemon, sent)) for _ in range(connections.MOST + 10)]
        assert (await daemon.ask("GET", "/api/rules")).status == 200
        assert await is_hung_up(strangers[0])


async def test_who_listens_with_a_right_token_stays_while_strangers_come(daemon: Daemon) -> None:
    async with AsyncExitStack() as stack:
        reader, _ = await stack.enter_async_context(connected(daemon, LISTENING))
        assert await reader.readuntil(b": listening")
        for _ in range(connections.MOST + 10):
            await stack.enter_async_context(connected(daemon, HALF_A_HEAD))
        await daemon.command("POST", "/api/videos/personas/refresh", {})
        assert b"event: job" in await reader.readuntil(b"event: job")


@pytest.mark.parametrize("sent", ["", HALF_A_HEAD])
async def test_a_head_has_ten_seconds_to_arrive(daemon: Daemon, sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert connections.HEAD_SECONDS == 10
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    async with connected(daemon, sent) as wire:
        assert await is_hung_up(wire)


@pytest.mark.parametrize("sent", [SLOW_BODY, SLOW_FILE])
async def test_a_request_has_thirty_seconds(daemon: Daemon, sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert connections.REQUEST_SECONDS == 30
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.1)
    async with connected(daemon, sent) as wire:
        assert await is_hung_up(wire)


async def test_a_stream_of_events_has_no_end(daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.1)
    async with connected(daemon, LISTENING) as (reader, _), connected(daemon, SLOW_BODY) as slow:
        assert await reader.readuntil(b": listening")
        assert await is_hung_up(slow)
        await daemon.command("POST", "/api/videos/personas/refresh", {})
        assert await reader.readuntil(b"event: job")


async def test_a_file_that_goes_on_arriving_may_take_longer_than_a_request(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 1.0)
    monkeypatch.setattr(connections, "LOOK_SECONDS", 0.1)
    async with connected(daemon, SLOW_FILE) as (reader, writer):
        for _ in range(899):
            writer.write(b"K")
            await writer.drain()
            await asyncio.sleep(0.003)
        assert b"200 OK" in await reader.readline()


@pytest.mark.parametrize(
    "sent",
    ["this is not HTTP\n\n", "GET /healthz HTTP/1.1\nHost: {host}\nAuthorization: Bearer {token}\0\n\n"],
)
async def test_what_is_no_request_is_told_so_with_all_headers_and_not_repeated(
    daemon: Daemon, sent: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(daemon, sent) as (reader, _):
        answer = (await reader.read()).decode()
    assert " 400 " in answer.splitlines()[0]
    assert all(f"{name}: {value}" in answer for name, value in HEADERS.items())
    assert daemon.token not in answer + caplog.text


def test_the_daemon_listens_on_loopback_alone(tmp_path: Path) -> None:
    with serving(tmp_path) as daemon:
        listening = [each for each in psutil.Process(daemon.process.pid).net_connections() if each.status == "LISTEN"]
        assert [tuple(each.laddr) for each in listening] == [("127.0.0.1", daemon.port)]
