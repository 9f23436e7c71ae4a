"""A program and the daemon prove to each other that they know the code; nothing secret travels."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path

import pytest

from daemon.store.pairing_codes import ALPHABET, BITS
from tests.daemon.running import Clock, Daemon, mac, running

NONCE = "0123456789abcdef"


async def wrong_try(daemon: Daemon) -> int:
    body = {"name": "guess", "nonce": NONCE, "code_mac": mac("WRONG", f"{NONCE}:{daemon.port}")}
    return (await daemon.ask("POST", "/api/pair", body, headers={})).status


async def test_a_code_has_at_least_sixty_bits(daemon: Daemon) -> None:
    code = await daemon.new_code()
    letters = code.replace("-", "")
    assert set(letters) <= set(ALPHABET)
    assert len(letters) * math.log2(len(ALPHABET)) == pytest.approx(BITS)
    assert BITS >= 60


async def test_a_code_works_once(daemon: Daemon) -> None:
    code = await daemon.new_code()
    await daemon.pair(code)
    body = {"name": "again", "nonce": NONCE, "code_mac": mac(code, f"{NONCE}:{daemon.port}")}
    assert (await daemon.ask("POST", "/api/pair", body, headers={})).status == 403


async def test_a_code_ends_after_ten_minutes(daemon: Daemon) -> None:
    code = await daemon.new_code()
    daemon.clock.now += 601
    body = {"name": "late", "nonce": NONCE, "code_mac": mac(code, f"{NONCE}:{daemon.port}")}
    reply = await daemon.ask("POST", "/api/pair", body, headers={})
    assert reply.status == 403
    assert "ownfeed pair" in reply.json["error"]["message"]


async def test_four_wrong_tries_leave_the_code_good_and_five_end_it(daemon: Daemon) -> None:
    code = await daemon.new_code()
    assert {await wrong_try(daemon) for _ in range(4)} == {403}
    await daemon.pair(code)
    code = await daemon.new_code()
    assert {await wrong_try(daemon) for _ in range(5)} == {403}
    body = {"name": "late", "nonce": NONCE, "code_mac": mac(code, f"{NONCE}:{daemon.port}")}
    assert (await daemon.ask("POST", "/api/pair", body, headers={})).status == 403


async def test_a_mac_made_for_another_port_does_not_pair(daemon: Daemon) -> None:
    code = await daemon.new_code()
    body = {"name": "relayed", "nonce": NONCE, "code_mac": mac(code, f"{NONCE}:{daemon.port + 1}")}
    assert (await daemon.ask("POST", "/api/pair", body, headers={})).status == 403


async def test_hello_proves_the_daemon_without_a_word_of_the_token(daemon: Daemon) -> None:
    body = {"client_id": daemon.client_id, "nonce": NONCE}
    hello = (await daemon.ask("POST", "/api/hello", body, headers={})).json
    key = hashlib.sha256(daemon.token.encode()).hexdigest()
    assert hello == {"proof": mac(key, f"{NONCE}:{daemon.port}"), "api_version": 1, "epoch": 1}


async def test_hello_tells_a_program_that_it_is_paired_no_more(daemon: Daemon) -> None:
    reply = await daemon.ask("POST", "/api/hello", {"client_id": "unknown", "nonce": NONCE}, headers={})
    assert (reply.status, reply.json["error"]["code"]) == (404, "not_found")


async def test_a_program_stays_paired_over_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as first:
        token = first.token
    async with running(tmp_path / "data", paired=False) as second:
        second.token = token
        assert (await second.ask("GET", "/api/rules")).status == 200


async def test_each_person_of_a_household_has_a_token_and_data_of_their_own(daemon: Daemon) -> None:
    await daemon.post("/api/videos/video000001/rate", {"rating": "up"})
    assert (await daemon.command("POST", "/api/users", {"name": "Ada & Co"})).json["name"] == "Ada & Co"
    await daemon.pair(await daemon.new_code(user="Ada%20%26%20Co"))
    assert (await daemon.get("/api/status"))["counts"]["ratings"] == 0
    assert (await daemon.command("GET", "/api/status")).json["counts"]["ratings"] == 1


async def test_a_command_for_somebody_unknown_says_who_there_is(daemon: Daemon) -> None:
    reply = await daemon.command("GET", "/api/status", user="nobody")
    assert reply.status == 404
    assert "there is me" in reply.json["error"]["message"]


async def test_web_pages_cannot_use_up_the_tries_of_a_code(daemon: Daemon) -> None:
    code = await daemon.new_code()
    body = {"name": "guess", "nonce": NONCE, "code_mac": mac("WRONG", f"{NONCE}:{daemon.port}")}
    pages = [{"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.test"}]
    for headers in pages * 5:
        assert (await daemon.ask("POST", "/api/pair", body, headers=headers)).status in (403, 421)
    await daemon.pair(code)


async def test_a_flood_of_wrong_codes_and_tokens_does_not_end_the_code_that_is_made_meanwhile(daemon: Daemon) -> None:
    for guess in range(20):
        await daemon.ask("GET", "/api/rules", headers={"Authorization": f"Bearer {guess}"})
    code = await daemon.new_code()
    assert {await wrong_try(daemon) for _ in range(20)} == {429}
    await daemon.pair(code)


async def test_wrong_tries_are_forgotten_where_the_clock_is_set_back(daemon: Daemon) -> None:
    for _ in range(20):
        await wrong_try(daemon)
    await daemon.new_code()
    assert await wrong_try(daemon) == 429
    daemon.clock.now -= 3_600
    await daemon.new_code()
    assert await wrong_try(daemon) == 403


async def test_it_is_told_that_wrong_tries_ended_a_code(daemon: Daemon) -> None:
    await daemon.new_code()
    for _ in range(5):
        await wrong_try(daemon)
    errors = (await daemon.get("/api/status"))["last_errors"]
    assert "Five wrong tries ended a pairing code" in errors[0]["message"]


async def test_a_revoked_program_hears_no_more_news_and_is_told_at_its_next_hello(daemon: Daemon) -> None:
    address, bearer = f"http://127.0.0.1:{daemon.port}", {"Authorization": f"Bearer {daemon.token}"}
    unknown = await daemon.ask("POST", "/api/hello", {"client_id": "unknown", "nonce": NONCE}, headers={})
    async with daemon.session.get(f"{address}/api/events", headers=bearer) as stream:
        assert await stream.content.readline() == b": listening\n"
        assert (await daemon.command("DELETE", f"/api/clients/{daemon.client_id}")).status == 200
        await daemon.command("POST", "/api/videos/personas/refresh", {})
        assert b"event:" not in await stream.content.read()
    reply = await daemon.ask("POST", "/api/hello", {"client_id": daemon.client_id, "nonce": NONCE}, headers={})
    assert (reply.status, reply.text) == (404, unknown.text)


async def test_a_program_is_seen_also_after_the_clock_was_set_back(daemon: Daemon, clock: Clock) -> None:
    for expected in ("2026-11-18T11:06:40.000Z", "2026-11-18T10:06:40.000Z"):
        await daemon.post("/api/signals", {"events": []})
        assert (await daemon.get("/api/status"))["extension_seen_at"] == expected
        clock.now -= 3_600
