"""[E4] A week without the daemon, a token that was revoked, a daemon of another version: nothing is lost unsaid, no secret is told."""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pysqlite3
import pytest_asyncio
from aiohttp import web
from playwright.async_api import BrowserContext, Page

from tests.e2e.chromium import ask_worker
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, ask, badge_becomes, event, open_own, pair, stop_worker
from tests.e2e.squatter import Squatter, squatting

CAP = 20_000
"""Of the queue, as worker/waiting-events.js has it."""
MOST = 2_000
"""The cap of this test, whose week is quieter."""
A_WEEK = """([events, most, cap]) => import('/worker/waiting-events.js').then(async ({WaitingEvents, MOST_EVENTS}) => {
    if (MOST_EVENTS !== cap) throw new Error(`the cap is ${MOST_EVENTS}`);
    let at = Date.now() - 7 * 86_400_000;
    const waiting = new WaitingEvents({most, now: () => at += 7 * 86_400_000 / events.length});
    for (let start = 0; start < events.length; start += 500) await waiting.add(events.slice(start, start + 500));
})"""


@pytest_asyncio.fixture(loop_scope="session")
async def options(page: Page, daemon: DaemonProcess, chromium: BrowserContext) -> AsyncIterator[Page]:
    """The options page of a browser that was just paired."""
    await ask_worker(chromium, "unpair", {})
    await pair(page, str((await daemon.post("/api/pair/code", {}))["code"]), daemon.address)
    yield page
    await ask_worker(chromium, "unpair", {})


async def token_of(options: Page) -> str:
    return str(await options.evaluate("chrome.storage.local.get('client').then(({client}) => client.token)"))


def stored(daemon: DaemonProcess) -> list[str]:
    """The ids of all signals in the daemon's file, read from outside."""
    database = pysqlite3.connect(f"file:{daemon.data_dir / 'ownfeed.db'}?mode=ro", uri=True)
    try:
        return [found for (found,) in database.execute("SELECT signal_id FROM signals")]
    finally:
        database.close()


async def test_a_week_away_fills_the_queue_to_its_cap_says_what_was_given_up_and_arrives_whole(
    options: Page, daemon: DaemonProcess
) -> None:
    await daemon.stop()
    said, seen = [event("click") for _ in range(MOST - 50)], [event() for _ in range(150)]
    await options.evaluate(A_WEEK, [seen + said, MOST, CAP])
    await stop_worker(options)
    status = await ask(options, "status", {})
    assert (status["connection"], status["waiting"], status["dropped"]) == ("away", MOST, {"impression": 100})
    await badge_becomes(options, "!")
    await open_own(options, OPTIONS, "away")
    assert "100 events were given up" in (await options.text_content(".of-waiting") or "")
    await daemon.start(new=False)
    assert (await ask(options, "status", {}))["waiting"] == 0
    arrived = stored(daemon)
    assert len(arrived) == len(set(arrived)) == MOST
    assert {each["id"] for each in said} <= set(arrived)


def revoke_all(daemon: DaemonProcess, clients: list[dict[str, Any]]) -> None:
    """Revoke programs as `ownfeed clients` does."""
    token = (daemon.data_dir / "cli-token").read_text(encoding="utf-8").strip()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for client in clients:
        address = f"{daemon.address}/api/clients/{client['client_id']}"
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers, method="DELETE"), timeout=10):
            pass


async def test_after_a_revoked_token_events_wait_until_the_browser_is_paired_again(
    options: Page, daemon: DaemonProcess
) -> None:
    revoke_all(daemon, (await daemon.get("/api/clients"))["clients"])
    await stop_worker(options)
    seen = event("click")
    await ask(options, "signals", {"events": [seen]})
    status = await ask(options, "status", {})
    assert (status["connection"], status["waiting"]) == ("refused", 1)
    assert seen["id"] not in stored(daemon)
    await open_own(options, OPTIONS, "refused")
    await options.fill("input[name=code]", str((await daemon.post("/api/pair/code", {}))["code"]))
    await options.click(".of-pairing button[type=submit]")
    await options.wait_for_selector("body[data-state=ok]")
    assert (await ask(options, "status", {}))["waiting"] == 0
    assert seen["id"] in stored(daemon)


@dataclass
class Newer(Squatter):
    """A daemon that knows the token and speaks a version of which this extension knows nothing."""

    token: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        """Prove itself as the daemon does, and say its version."""
        self.heard.append(f"{request.method} {request.path} {dict(request.headers)} {await request.text()}")
        nonce = json.loads(await request.text()).get("nonce", "")
        key = hashlib.sha256(self.token.encode()).hexdigest()
        proof = hmac.new(key.encode(), f"{nonce}:{self.port}".encode(), hashlib.sha256).hexdigest()
        return web.json_response({"proof": proof, "api_version": 2, "epoch": 1})


async def test_a_daemon_of_another_version_is_told_neither_token_nor_events(
    options: Page, daemon: DaemonProcess
) -> None:
    token = await token_of(options)
    await daemon.stop()
    async with squatting(daemon.port, Newer(token=token)) as newer:
        await stop_worker(options)
        await ask(options, "signals", {"events": [event("click", query="a secret interest")]})
        status = await ask(options, "status", {})
    await daemon.start(new=False)
    assert (status["connection"], status["waiting"]) == ("outdated", 1)
    assert set(newer.paths) == {"/api/hello"}
    assert not any(secret in "".join(newer.heard) for secret in (token, "Bearer", "a secret interest"))
    assert (await ask(options, "status", {}))["waiting"] == 0
