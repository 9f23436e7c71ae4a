"""Pairing through the options page, and what a stranger on the daemon's port learns from it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.chromium import ask_worker
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, ask, event, open_own, stop_worker, type_code
from tests.e2e.squatter import squatting


@pytest_asyncio.fixture(loop_scope="session")
async def options(page: Page, chromium: BrowserContext) -> AsyncIterator[Page]:
    """The options page of a browser that is not paired, before and after."""
    await open_own(page, OPTIONS, "unpaired")
    yield page
    await ask_worker(chromium, "unpair", {})


async def fresh_code(daemon: DaemonProcess) -> str:
    return str((await daemon.post("/api/pair/code", {}))["code"])


async def test_the_options_page_opens_by_itself_after_the_installation(chromium: BrowserContext) -> None:
    assert OPTIONS in [opened.url for opened in chromium.pages]


async def test_a_code_connects_the_browser_however_it_is_typed(options: Page, daemon: DaemonProcess) -> None:
    code = (await fresh_code(daemon)).lower().replace("-", " ")
    await type_code(options, code, daemon.address.removeprefix("http://"))
    await options.wait_for_selector("body[data-state=ok]")
    assert await options.text_content(".of-connection") == "Connected"
    clients = (await daemon.get("/api/clients"))["clients"]
    assert [client["name"] for client in clients] == ["Chromium on Linux"]


async def test_a_browser_that_is_paired_knows_at_once_where_the_person_wants_nothing_and_forgets_it_with_them(
    options: Page, daemon: DaemonProcess
) -> None:
    mode = (await daemon.get("/api/settings"))["mode"]
    await daemon.put("/api/settings", {"mode": mode | {"home": "off"}})
    await type_code(options, await fresh_code(daemon), daemon.address)
    await options.wait_for_selector("body[data-state=ok]")
    assert await options.evaluate("chrome.storage.local.get('modes').then(({modes}) => modes.home)") == "off"
    await ask(options, "unpair", {})
    assert await options.evaluate("chrome.storage.local.get('modes')") == {}
    await daemon.put("/api/settings", {"mode": mode})


async def test_a_wrong_code_is_told_in_a_sentence_and_changes_nothing(options: Page, daemon: DaemonProcess) -> None:
    await type_code(options, "AAAAA-AAAAA-AAAAA", daemon.address)
    await options.wait_for_selector("#pairing-problem:not(:empty)")
    assert "wrong" in (await options.text_content("#pairing-problem") or "")
    assert (await ask(options, "status", {}))["connection"] == "unpaired"


async def test_an_address_that_is_not_this_machine_is_refused(options: Page) -> None:
    await type_code(options, "AAAAA-AAAAA-AAAAA", "http://example.org:7863")
    await options.wait_for_selector("#pairing-problem:not(:empty)")
    assert "127.0.0.1" in (await options.text_content("#pairing-problem") or "")


async def test_a_daemon_that_moved_to_another_port_is_found_again_and_gets_what_waited(
    options: Page, daemon: DaemonProcess
) -> None:
    await type_code(options, await fresh_code(daemon), daemon.address)
    await options.wait_for_selector("body[data-state=ok]")
    await daemon.stop()
    moved = DaemonProcess(daemon.data_dir)
    await moved.start(new=False)
    await stop_worker(options)
    await ask(options, "signals", {"events": [event()]})
    await options.wait_for_selector("body[data-state=away]")
    await expect(options.locator(".of-pairing")).to_be_hidden()
    await options.click("button[name=elsewhere]")
    await expect(options.locator("input[name=address]")).to_be_focused()
    await type_code(options, await fresh_code(moved), str(moved.port))
    await options.wait_for_selector("body[data-state=ok]")
    await expect(options.locator(".of-pairing")).to_be_hidden()
    assert (await ask(options, "status", {}))["waiting"] == 0
    assert (await moved.get("/api/status"))["counts"]["signals"] >= 1
    await moved.stop()
    await daemon.start(new=False)


async def test_a_squatter_on_the_port_does_not_get_the_code(options: Page) -> None:
    async with squatting() as squatter:
        await type_code(options, "ABCDE-FGHJK-MNPQR", f"http://127.0.0.1:{squatter.port}")
        await options.wait_for_selector("#pairing-problem:not(:empty)")
    assert squatter.paths == ["/api/pair"]
    assert "ABCDE" not in squatter.heard[0].upper()
    assert (await ask(options, "status", {}))["connection"] == "unpaired"


async def test_a_squatter_on_the_port_gets_neither_token_nor_events(options: Page, daemon: DaemonProcess) -> None:
    await type_code(options, await fresh_code(daemon), daemon.address)
    await options.wait_for_selector("body[data-state=ok]")
    token = await options.evaluate("chrome.storage.local.get('client').then(({client}) => client.token)")
    await daemon.stop()
    seen = event(query="a secret interest")
    async with squatting(daemon.port) as squatter:
        await stop_worker(options)
        await ask(options, "signals", {"events": [seen]})
        await ask(options, "signals", {"events": [event()]})
        status = await ask(options, "status", {})
    await daemon.start(new=False)
    assert (status["connection"], status["waiting"]) == ("stranger", 2)
    assert set(squatter.paths) == {"/api/hello"}
    everything = "".join(squatter.heard)
    assert not any(secret in everything for secret in (token, "Bearer", seen["id"], "a secret interest"))
    assert (await ask(options, "status", {}))["waiting"] == 0
