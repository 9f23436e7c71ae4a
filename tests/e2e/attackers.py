"""Web pages and extensions of strangers that try to reach the daemon, in the browser whose extension is paired with it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from playwright.async_api import BrowserContext, Page

HERE: Final = Path(__file__).parent
REBOUND: Final = "evil.test"
"""A name of the attacker's that leads to this machine by now."""
CANARY: Final = "Nobody else may read this title"
EMPTY: Final = "<!doctype html><meta charset=utf-8><title>a page of a stranger</title><body>"
WRITE: Final = "how => JSON.stringify({name: `planted by ${how}`, source: 'picked'})"
ATTACK: Final = (
    f"given => ({(HERE / 'attack.js').read_text(encoding='utf-8').split('// `targets`')[1].partition(chr(10))[2]})"
    f"({{...given, canary: {json.dumps(CANARY)}, write: {WRITE}}})"
)


@asynccontextmanager
async def strange_site(port: int = 0) -> AsyncIterator[int]:
    """Serve an empty page on this loopback port, or on a free one; yields the port."""

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text=EMPTY, content_type="text/html")

    app = web.Application()
    app.router.add_get("/{rest:.*}", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def attack_from(page: Page, targets: list[str]) -> list[str]:
    """Try everything from the page as it stands; return what it got hold of."""
    return list(await page.evaluate(ATTACK, {"targets": targets}))


async def post_form(page: Page, address: str, target: str) -> str:
    """Post JSON in a text/plain form as a navigation of the tab; return the text it led to."""
    await page.goto(address)
    halves = [("name", "planted by a form"), ("source", "picked"), ("description", "=")]
    text = json.dumps(dict(halves))
    name, _, value = text.partition("=")
    async with page.expect_navigation():
        await page.evaluate(
            """([action, name, value]) => {
                const form = Object.assign(document.createElement('form'), {action, method: 'post', enctype: 'text/plain'});
                form.append(Object.assign(document.createElement('input'), {name, value}));
                document.body.append(form);
                form.submit();
            }""",
            [f"{target}/api/videos/categories", name, value],
        )
    return await page.inner_text("body")


def strange_extension(folder: Path, name: str, host_permissions: list[str]) -> Path:
    """Write an extension with an idle worker."""
    folder.mkdir()
    manifest = {
        "manifest_version": 3,
        "name": name,
        "version": "1",
        "host_permissions": host_permissions,
        "background": {"service_worker": "worker.js"},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "worker.js").write_text(f"self.name = {json.dumps(name)};", encoding="utf-8")
    return folder


async def worker_call(context: BrowserContext, name: str, expression: str, given: Any = None) -> Any:
    """Run an expression in the worker of the strange extension with this name."""
    for worker in context.service_workers:
        if await worker.evaluate("self.name") == name:
            return await worker.evaluate(expression, given)
    raise AssertionError(f"the worker of {name} does not run")
