"""[S2] Pages and extensions of strangers read nothing and change nothing, whatever the browser lets through to the port."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pysqlite3
from aiohttp import web
from playwright.async_api import BrowserContext, Page

from tests.e2e.attackers import (
    ATTACK,
    CANARY,
    REBOUND,
    attack_from,
    post_form,
    strange_extension,
    strange_site,
    worker_call,
)
from tests.e2e.chromium import EXTENSION, EXTENSION_ID, browser
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import ask, event, pair
from tests.pages.server import Replica

STRANGERS: Final = {"with permission": ["http://127.0.0.1/*"], "without permission": []}
"""Extensions, and where each may go."""
NAMES: Final = ("127.0.0.1", "localhost", "0.0.0.0", REBOUND)
OWN_WORK: Final = {"jobs", "schedule", "slates", "slate_items"}
PUBLIC_SITE = "https://i.ytimg.com/"
"""A page over HTTPS in which no content script of ours runs."""


@dataclass
class Attacked:
    """A browser in which a person with a paired extension and two strange ones visits hostile pages."""

    context: BrowserContext
    options: Page
    daemon: DaemonProcess
    port: int
    """Where the strangers' site is."""
    rebound: Page
    """A stranger's page under the daemon's port; its name led to another program when it was loaded."""

    async def all_attacks(self) -> list[str]:
        """Try everything from everywhere, one attacker after the other; return what was got hold of.

        At once they are some two hundred requests, frames and windows, and now and then Chromium lets a renderer crash.
        """
        targets = [f"http://{name}:{self.daemon.port}" for name in NAMES]
        sites = [f"http://127.0.0.1:{self.port}/", f"http://{REBOUND}:{self.port}/", PUBLIC_SITE]
        got = [what for site in sites for what in await self._from_a_site(site, targets)]
        got += await self.from_a_rebound_name()
        for stranger in STRANGERS:
            got += await self._from_an_extension(stranger, targets)
        return got + await self.by_forms()

    async def from_a_rebound_name(self) -> list[str]:
        """A page whose name has come to mean the daemon."""
        return await attack_from(self.rebound, [f"http://{REBOUND}:{self.daemon.port}"])

    async def by_forms(self) -> list[str]:
        """A page that sends its tab to the daemon with a form that reads as JSON."""
        tab = await self._tab("about:blank")
        address = f"http://127.0.0.1:{self.port}/"
        texts = [await post_form(tab, address, f"http://{name}:{self.daemon.port}") for name in NAMES]
        return [text for text in texts if "planted" in text]

    async def _from_a_site(self, address: str, targets: list[str]) -> list[str]:
        tab = await self._tab(address)
        got = await attack_from(tab, targets)
        await tab.close()
        return got

    async def _tab(self, address: str) -> Page:
        page = await self.context.new_page()
        await page.goto(address)
        return page

    async def _from_an_extension(self, stranger: str, targets: list[str]) -> list[str]:
        got = await worker_call(self.context, stranger, ATTACK, {"targets": targets})
        return [f"an extension {stranger}: {what}" for what in got]


@asynccontextmanager
async def attacked(
    replica: Replica, folder: Path, *, program: Sequence[str] = ("daemon.cli",)
) -> AsyncIterator[Attacked]:
    """Start a daemon with a title to steal and a browser that is paired with it; open to pages only as a mutant."""
    daemon = DaemonProcess(folder / "data")
    await daemon.start()
    strangers = [strange_extension(folder / name, name, hosts) for name, hosts in STRANGERS.items()]
    try:
        async with (
            strange_site() as port,
            browser(folder / "profile", replica, extensions=[EXTENSION, *strangers], names=[*NAMES[1:]]) as context,
        ):
            options = await context.new_page()
            await pair(options, daemon.code, daemon.address)
            await daemon.post("/api/videos/categories", {"name": CANARY})
            await daemon.stop()
            daemon = DaemonProcess(folder / "data", program=program, port=daemon.port)
            rebound = await context.new_page()
            async with strange_site(daemon.port):
                await rebound.goto(f"http://{REBOUND}:{daemon.port}/")
            await daemon.start(new=False)
            yield Attacked(context, options, daemon, port, rebound)
    finally:
        await daemon.stop()


def public_to_extensions(daemon: DaemonProcess) -> set[str]:
    """What an extension may read that the person has let into this machine: that OwnFeed runs, and a page without data."""
    return {f"an extension with permission: fetch read {daemon.address}{path}" for path in ("/healthz", "/")}


def contents(daemon: DaemonProcess) -> dict[str, str]:
    """A hash of each table of the daemon's file, read from outside; without those that it writes by itself."""
    database = pysqlite3.connect(f"file:{daemon.data_dir / 'ownfeed.db'}?mode=ro", uri=True)
    try:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        told = [name for name in tables if name not in OWN_WORK and not name.startswith(("sqlite_", "vec_"))]
        rows = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in told}
    finally:
        database.close()
    return {name: hashlib.sha256(repr(found).encode()).hexdigest() for name, found in rows.items()}


async def test_pages_and_extensions_of_strangers_get_nothing_while_ours_works(replica: Replica, tmp_path: Path) -> None:
    async with attacked(replica, tmp_path) as scene:
        before, counts = contents(scene.daemon), (await scene.daemon.get("/api/status"))["counts"]
        assert set(await scene.all_attacks()) <= public_to_extensions(scene.daemon)
        assert contents(scene.daemon) == before
        assert (await scene.daemon.get("/api/status"))["counts"] == counts
        seen = event("thumbs_up")
        await ask(scene.options, "signals", {"events": [seen]})
        status = await ask(scene.options, "status", {})
        assert (status["connection"], status["waiting"]) == ("ok", 0)
        assert (await scene.daemon.get("/api/status"))["counts"]["signals"] == counts["signals"] + 1
        asked = "navigator.permissions.query({name: 'local-network-access'}).then(({state}) => state)"
        assert await scene.options.evaluate(asked) == "prompt"  # never asked, never granted, not needed


async def test_a_daemon_that_trusts_its_port_is_seen_to_be_read_and_changed(replica: Replica, tmp_path: Path) -> None:
    async with attacked(replica, tmp_path, program=["tests.faults.mutants", "open_to_pages"]) as scene:
        before = contents(scene.daemon)
        got = await scene.from_a_rebound_name()
        assert any("fetch read" in what and "canary" in what for what in got)
        assert contents(scene.daemon) != before
        assert await scene.by_forms() != []


async def test_the_headers_by_which_the_guard_knows_the_extension_are_as_they_were(chromium: BrowserContext) -> None:
    heard: list[tuple[str, str | None, str | None]] = []

    async def note(request: web.Request) -> web.Response:
        heard.append((request.method, request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")))
        return web.json_response({})

    app = web.Application()
    app.router.add_route("*", "/", note)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    asking = """async address => {
        for (const method of ['GET', 'POST']) await fetch(address, {method, headers: {Authorization: 'Bearer x'}});
    }"""
    try:
        await chromium.service_workers[0].evaluate(asking, f"http://127.0.0.1:{runner.addresses[0][1]}/")
    finally:
        await runner.cleanup()
    assert heard == [("GET", None, "none"), ("POST", f"chrome-extension://{EXTENSION_ID}", "none")]
