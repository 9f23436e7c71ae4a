"""A page that a paired program opens is let in as that program, and no longer than it."""

from __future__ import annotations

from tests.daemon.running import Daemon, mac

NONCE = "0123456789abcdef"


async def tab_code(daemon: Daemon) -> str:
    return str((await daemon.post("/api/pair/tab", {}))["code"])


async def tries(daemon: Daemon, code: str) -> int:
    body = {"name": "tab", "nonce": NONCE, "code_mac": mac(code, f"{NONCE}:{daemon.port}")}
    return (await daemon.ask("POST", "/api/pair", body, headers={})).status


async def test_a_tab_is_the_program_that_opened_it_and_no_new_one(daemon: Daemon) -> None:
    program = daemon.token, daemon.client_id
    await daemon.pair(await tab_code(daemon))
    assert daemon.client_id == program[1]
    assert daemon.token != program[0]
    assert (await daemon.ask("GET", "/api/rules")).status == 200
    assert len((await daemon.command("GET", "/api/clients")).json["clients"]) == 1


async def test_a_code_lets_one_tab_in_within_a_minute(daemon: Daemon) -> None:
    code = await tab_code(daemon)
    assert [await tries(daemon, code) for _ in range(2)] == [200, 403]
    code = await tab_code(daemon)
    daemon.clock.now += 61
    assert await tries(daemon, code) == 403


async def test_a_revoked_program_takes_its_tabs_and_their_codes_with_it(daemon: Daemon) -> None:
    code = await tab_code(daemon)
    await daemon.pair(await tab_code(daemon))
    await daemon.command("DELETE", f"/api/clients/{daemon.client_id}")
    assert (await daemon.ask("GET", "/api/rules")).status == 401
    assert await tries(daemon, code) == 403


async def test_the_program_itself_still_knows_the_daemon_after_its_tab_came(daemon: Daemon) -> None:
    body = {"client_id": daemon.client_id, "nonce": NONCE}
    before = await daemon.post("/api/hello", body)
    await daemon.pair(await tab_code(daemon))
    assert await daemon.post("/api/hello", body) == before


async def test_the_twenty_first_code_ends_the_first(daemon: Daemon) -> None:
    codes = [await tab_code(daemon) for _ in range(21)]
    assert await tries(daemon, codes[0]) == 403
    assert await tries(daemon, codes[1]) == 200


async def test_what_a_command_opens_is_a_program_of_its_own(daemon: Daemon) -> None:
    await daemon.pair((await daemon.command("POST", "/api/pair/tab", {})).json["code"], "another")
    assert len((await daemon.command("GET", "/api/clients")).json["clients"]) == 2
