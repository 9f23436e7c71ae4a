"""Nobody gets past the guard: not on any route of the router's own table, not on 404, 405 or OPTIONS."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from io import BytesIO

import pytest
from aiohttp import web

from daemon.keys import ROUTES, TOKENS
from daemon.settings import EXTENSION_ID
from tests.daemon.running import Daemon
from tests.faults import rules_of_entry

PUBLIC = {path for _, path in rules_of_entry.PUBLIC}

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def every_route(app: web.Application) -> list[tuple[str, str, str]]:
    """Return (method, canonical path, a path that matches) of everything the router knows, from its own table."""
    routes = []
    for route in app.router.routes():
        assert route.resource is not None
        canonical = route.resource.canonical
        filled = re.sub(r"\{(\w+)\}", lambda match: "a" * 11 if "video" in match[1] else "1", canonical)
        filled = re.sub(r"/api/rules/1", "/api/rules/" + "1" * 36, filled)
        routes.append((route.method, canonical, filled))
    return routes


async def ask_everything(daemon: Daemon, headers: Mapping[str, str]) -> dict[str, int]:
    """Ask every guarded route, and what is no route at all; return the status by route."""
    asked = [route for route in every_route(daemon.app) if route[1] not in PUBLIC]
    assert len(asked) > 25
    asked += [("GET", "404", "/no/such/thing"), ("PUT", "405", "/api/rank"), ("OPTIONS", "OPTIONS", "/api/rank")]
    return {
        f"{method} {name}": (await daemon.ask(method, path, headers=headers)).status for method, name, path in asked
    }


async def test_every_route_of_the_router_is_known_to_the_guard(daemon: Daemon) -> None:
    table = daemon.app[ROUTES]
    public = {route.path for _, route in table if route.access == "public"}
    assert public == PUBLIC
    assert {route.handler for route in daemon.app.router.routes()} == {handler for handler, _ in table}


async def test_without_a_token_nothing_is_answered(daemon: Daemon) -> None:
    assert set((await ask_everything(daemon, {})).values()) == {401}


async def test_with_a_wrong_token_nothing_is_answered(daemon: Daemon) -> None:
    statuses = await ask_everything(daemon, {"Authorization": "Bearer wrong"})
    assert set(statuses.values()) <= {401, 429}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "localhost:1234"}, 421),
        ({"Host": "evil.test"}, 421),
        ({"Host": "0.0.0.0:7863"}, 421),
        ({"Origin": "https://www.youtube.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Mode": "navigate"}, 403),
    ],
)
async def test_a_right_token_does_not_help_a_foreign_page(daemon: Daemon, headers: dict[str, str], status: int) -> None:
    sent = {"Authorization": f"Bearer {daemon.token}", **headers}
    assert set((await ask_everything(daemon, sent)).values()) == {status}


@pytest.mark.parametrize(
    "hosts", [[], ["127.0.0.1:{port}", "evil.test"], ["127.0.0.1:{port}, evil.test"], ["127.0.0.1"]]
)
async def test_there_is_one_host_and_it_is_ours(daemon: Daemon, hosts: list[str]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", daemon.port)
    lines = [f"Host: {host.format(port=daemon.port)}" for host in hosts]
    writer.write("\r\n".join(["GET /healthz HTTP/1.1", *lines, "Connection: close", "", ""]).encode())
    status = int((await reader.readline()).split()[1])
    writer.close()
    await writer.wait_closed()
    assert status in (400, 421)


@pytest.mark.parametrize("path", ["/healthz", "/", "/docs"])
@pytest.mark.parametrize(("header", "value", "status"), [("Host", "evil.test", 421), ("Origin", "null", 403)])
async def test_public_routes_look_at_host_and_origin_too(
    daemon: Daemon, path: str, header: str, value: str, status: int
) -> None:
    assert (await daemon.ask("GET", path, headers={header: value})).status == status


async def test_our_extension_and_our_own_pages_may_ask(daemon: Daemon) -> None:
    for origin in (f"chrome-extension://{EXTENSION_ID}", f"http://127.0.0.1:{daemon.port}"):
        headers = {"Authorization": f"Bearer {daemon.token}", "Origin": origin, "Sec-Fetch-Site": "none"}
        assert (await daemon.ask("GET", "/api/rules", headers=headers)).status == 200


async def test_static_pages_may_be_visited_and_nothing_else(daemon: Daemon) -> None:
    visit = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none"}
    assert [(await daemon.ask("GET", path, headers=visit)).status for path in ("/", "/docs")] == [200, 200]
    assert (await daemon.ask("GET", "/healthz", headers=visit)).status == 403


async def test_a_write_that_is_not_json_is_refused_before_it_is_read(daemon: Daemon) -> None:
    text = {**daemon.commands, "Content-Type": "text/plain"}
    writes = [route for route in every_route(daemon.app) if route[0] != "GET"]
    statuses = {path: (await daemon.ask(method, path, headers=text, data=b"{}")).status for method, _, path in writes}
    assert len(statuses) > 15
    assert set(statuses.values()) == {415}


async def test_a_delete_without_a_body_says_that_it_would_be_json(daemon: Daemon) -> None:
    bearer = {"Authorization": f"Bearer {daemon.token}"}
    reply = await daemon.ask("DELETE", "/api/data", headers=bearer, data=b"")
    assert reply.status == 415


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"rating": NaN}',
        b'{"rating": "\\ud800"}',
        b'{"rating": "a\\u0000b"}',
        b'{"ra\\u0000ting": "up"}',
        b'{"rating": 18446744073709551616}',
        b'{"rating": 1e999}',
        b'{"rating": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"rating": ' + b"[" * 5000,
        b'\xff{"rating": "up"}',
    ],
)
async def test_json_that_would_choke_somebody_is_refused(daemon: Daemon, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {daemon.token}", "Content-Type": "application/json"}
    reply = await daemon.ask("POST", "/api/videos/video000001/rate", headers=headers, data=body)
    assert (reply.status, reply.json["error"]["code"]) == (400, "invalid_request")


async def test_a_body_beyond_one_mebibyte_is_too_large(daemon: Daemon) -> None:
    headers = {"Authorization": f"Bearer {daemon.token}", "Content-Type": "application/json"}
    body = BytesIO(b'{"events": ["' + b"x" * 2**20 + b'"]}')
    assert (await daemon.ask("POST", "/api/signals", headers=headers, data=body)).status == 413


async def test_a_nul_in_the_address_is_refused(daemon: Daemon) -> None:
    assert (await daemon.ask("GET", "/api/videos?topic=%00")).status == 400


async def test_every_answer_is_private_and_none_is_shared_across_origins(daemon: Daemon) -> None:
    for path, status in (("/healthz", 200), ("/docs", 200), ("/api/rules", 200), ("/nothing", 404)):
        reply = await daemon.ask("GET", path)
        assert reply.status == status
        assert HEADERS.items() <= reply.headers.items()
        assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]
        assert not [name for name in reply.headers if name.lower().startswith("access-control")]


async def test_guessing_is_slowed_and_never_locks_the_owner_out(daemon: Daemon) -> None:
    guesses = [await daemon.ask("GET", "/api/rules", headers={"Authorization": f"Bearer {n}"}) for n in range(12)]
    assert [reply.status for reply in guesses] == [401] * 10 + [429] * 2
    assert (await daemon.ask("GET", "/api/rules")).status == 200
    daemon.clock.now += 61
    assert (await daemon.ask("GET", "/api/rules", headers={"Authorization": "Bearer x"})).status == 401


async def test_a_missing_token_is_no_guess(daemon: Daemon) -> None:
    assert {(await daemon.ask("GET", "/api/rules", headers={})).status for _ in range(15)} == {401}


async def test_paired_programs_may_not_do_what_only_commands_may(daemon: Daemon) -> None:
    for method, path in (("POST", "/api/pair/code"), ("GET", "/api/clients"), ("DELETE", "/api/clients/x")):
        assert (await daemon.ask(method, path)).status == 403


async def test_a_revoked_program_is_refused_at_once(daemon: Daemon) -> None:
    clients = (await daemon.command("GET", "/api/clients")).json["clients"]
    assert [client["client_id"] for client in clients] == [daemon.client_id]
    assert (await daemon.command("DELETE", f"/api/clients/{daemon.client_id}")).json == {"success": True}
    assert (await daemon.ask("GET", "/api/rules")).status == 401
    assert (await daemon.command("DELETE", f"/api/clients/{daemon.client_id}")).status == 404


async def test_the_token_is_kept_as_a_hash_alone(daemon: Daemon) -> None:
    database = b"".join(file.read_bytes() for file in daemon.data_dir.iterdir() if file.name.startswith("ownfeed.db"))
    assert daemon.token.encode() not in database
    assert daemon.app[TOKENS].bearer(daemon.token) is not None


async def test_a_history_without_a_content_type_is_no_file(daemon: Daemon) -> None:
    headers = {"Authorization": f"Bearer {daemon.token}"}
    async with daemon.session.post(
        f"http://127.0.0.1:{daemon.port}/api/videos/import",
        data=b"PK",
        headers=headers,
        skip_auto_headers=["Content-Type"],
    ) as reply:
        assert reply.status == 415


async def test_null_is_a_body_that_fits_nothing(daemon: Daemon) -> None:
    for method, path in (("POST", "/api/signals"), ("POST", "/api/hello"), ("DELETE", "/api/data")):
        headers = {"Authorization": f"Bearer {daemon.token}", "Content-Type": "application/json"}
        assert (await daemon.ask(method, path, headers=headers, data=b"null")).status == 400


async def test_a_wrong_method_is_told_the_right_ones(daemon: Daemon) -> None:
    reply = await daemon.ask("PUT", "/api/rules/" + "1" * 36, {})
    assert (reply.status, reply.headers["Allow"]) == (405, "DELETE, PATCH")
