"""The real Chromium with the unpacked extension, on a network that holds the replica and loopback alone."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page, async_playwright, expect

from tests.pages.server import HOSTS, Replica

CHROMIUM = "/usr/bin/chromium"
EXTENSION = Path(__file__).resolve().parents[2] / "extension"
EXTENSION_ID = "babkfdogofflnlafgiedepefepihfmfj"
PATIENCE_SECONDS = 60
"""What comes sooner is seen sooner: only a test that fails waits so long, and none fails because the machine was busy."""
JOB_SECONDS = 150
"""A job steps back for everything else on the machine."""
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
]


@asynccontextmanager
async def in_time(what: str) -> AsyncIterator[None]:
    """End with a sentence what Chromium does not answer: a script and a command of its protocol may wait for ever."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            yield
    except TimeoutError as late:
        raise AssertionError(f"Chromium did not answer within {PATIENCE_SECONDS} seconds: {what}") from late


@asynccontextmanager
async def browser(
    profile: Path, replica: Replica, *, extensions: Sequence[Path] = (EXTENSION,), names: Sequence[str] = ()
) -> AsyncIterator[BrowserContext]:
    """A browser with this profile; every name but the replica's and `names`, which lead to loopback, leads nowhere."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            headless=False,
            viewport={"width": 1280, "height": 800},
            args=_arguments(replica, extensions, names),
        )
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        try:
            if extensions:
                await _installed(context)
            yield context
        finally:
            await context.close()


@asynccontextmanager
async def unchanged_browser(
    profile: Path, replica: Replica, *, extensions: Sequence[Path] = (EXTENSION,)
) -> AsyncIterator[BrowserContext]:
    """The same without what Playwright changes of a page: a tab behind another is hidden, as it is for a person."""
    own = [f"--user-data-dir={profile}", "--remote-debugging-port=0", "--window-size=1280,900", "about:blank"]
    program = await asyncio.create_subprocess_exec(
        CHROMIUM, *_arguments(replica, extensions), *own, stderr=asyncio.subprocess.PIPE
    )
    assert program.stderr is not None
    try:
        address = await _debugging_address(program.stderr)
        quiet = asyncio.ensure_future(program.stderr.read())
        async with async_playwright() as playwright:
            connected = await playwright.chromium.connect_over_cdp(address, no_defaults=True)
            connected.contexts[0].set_default_timeout(PATIENCE_SECONDS * 1000)
            await _installed(connected.contexts[0])
            yield connected.contexts[0]
            await connected.close()
    finally:
        program.terminate()
        await program.wait()
    await quiet


async def new_window(context: BrowserContext, name: str) -> Page:
    """A tab in a window of its own, in an unchanged browser; name: none that is in use."""
    assert context.browser is not None
    session = await context.browser.new_browser_cdp_session()
    address = f"about:blank#{name}"
    async with context.expect_page(lambda page: page.url == address) as opened:
        await session.send("Target.createTarget", {"url": address, "newWindow": True})
    await session.detach()
    return await opened.value


def _arguments(replica: Replica, extensions: Sequence[Path], names: Sequence[str] = ()) -> list[str]:
    hosts = [f"MAP {host} 127.0.0.1:{replica.port}" for host in HOSTS] + [f"MAP {name} 127.0.0.1" for name in names]
    rules = [*hosts, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"]
    paths = ",".join(map(str, extensions))
    loaded = [f"--disable-extensions-except={paths}", f"--load-extension={paths}"] if extensions else []
    return [*QUIET, f"--host-resolver-rules={', '.join(rules)}", *loaded]


async def _installed(context: BrowserContext) -> None:
    """On installation the options page opens by itself, in whichever blank tab is in front: let it have this one."""
    if not context.service_workers:
        await context.wait_for_event("serviceworker")
    await context.pages[0].wait_for_url("**/options/options.html")


async def _debugging_address(told: asyncio.StreamReader) -> str:
    async for line in told:
        if found := re.search(r"DevTools listening on (\S+)", line.decode()):
            return found.group(1)
    raise AssertionError("the browser ended at once")


async def ask_worker(context: BrowserContext, name: str, payload: dict[str, Any]) -> Any:
    """Send a message to the extension's worker as its options page does; return the value of the reply."""
    page = await context.new_page()
    try:
        await page.goto(f"chrome-extension://{EXTENSION_ID}/options/options.html")
        async with in_time(f"what the worker says to {name!r}"):
            reply = await page.evaluate(
                "message => chrome.runtime.sendMessage(message)", {"name": name, "payload": payload}
            )
    finally:
        await page.close()
    assert reply["ok"], reply
    return reply["value"]


class ClosedRoots:
    """Looks into our closed shadow roots, which the page and Playwright's locators cannot see."""

    def __init__(self, session: CDPSession, page: Page) -> None:
        """`session` is a CDP session of `page`."""
        self._session = session
        self._page = page

    @classmethod
    async def of(cls, page: Page) -> ClosedRoots:
        """Open a view of this page."""
        return cls(await page.context.new_cdp_session(page), page)

    async def buttons(self, video_id: str) -> dict[str, dict[str, str]]:
        """The attributes of each of our buttons on a video's first card, by `data-action`."""
        return {found["data-action"]: found for found in await self._found(video_id)}

    async def is_near(self, video_id: str) -> bool:
        """Whether the buttons of a video's first card stand out, for the pointer is over the card."""
        classes = [_attributes(node).get("class", "").split() for node in _nodes(await self._card(video_id))]
        return "near" in next(each for each in classes if "bar" in each)

    async def press(self, video_id: str, action: str) -> None:
        """Click a button of a card where it is on the screen; raises LookupError when there is none."""
        buttons = [found for found in await self._found(video_id) if found["data-action"] == action]
        if not buttons:
            raise LookupError(f"no button {action!r} on a card of {video_id}")
        await self._click(buttons[0])

    async def press_corner(self) -> None:
        """Click the button at the corner of the page."""
        await self._click(await self.corner())

    async def corner(self) -> dict[str, str]:
        """The attributes of the button at the corner of the page."""
        tree = await self._send("DOM.getDocument", {"depth": -1, "pierce": True})
        bar = next(node for node in _nodes(tree["root"]) if node["localName"] == "ownfeed-bar")
        return _actions(bar)[0]

    async def _send(self, method: str, given: dict[str, Any]) -> Any:
        async with in_time(method):
            return await self._session.send(method, given)

    async def _click(self, node: dict[str, str]) -> None:
        backend = {"backendNodeId": int(node["node"])}
        await self._send("DOM.scrollIntoViewIfNeeded", backend)
        model = await self._send("DOM.getBoxModel", backend)
        corners = model["model"]["border"]
        await self._page.mouse.click((corners[0] + corners[4]) / 2, (corners[1] + corners[5]) / 2)

    async def _found(self, video_id: str) -> list[dict[str, str]]:
        card = await self._card(video_id)
        return _actions(card) if card else []

    async def _card(self, video_id: str) -> dict[str, Any]:
        tree = await self._send("DOM.getDocument", {"depth": -1, "pierce": True})
        ours = [node for node in _nodes(tree["root"]) if node["localName"] == "ownfeed-card"]
        return next((node for node in ours if _attributes(node).get("video-id") == video_id), {})


def _actions(node: dict[str, Any]) -> list[dict[str, str]]:
    found = [(_attributes(inner), inner) for inner in _nodes(node)]
    return [
        attributes | {"node": str(inner["backendNodeId"])} for attributes, inner in found if "data-action" in attributes
    ]


def _attributes(node: dict[str, Any]) -> dict[str, str]:
    flat = node.get("attributes", [])
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    inside = node.get("children", []) + node.get("shadowRoots", [])
    return [node] + [found for child in inside for found in _nodes(child)]


class Console(list[str]):
    """Errors that pages wrote, and words of those a test expects: a browser may tell of them when the test is over."""

    def __init__(self) -> None:
        super().__init__()
        self.expected: list[str] = []


def note_errors(page: Page, errors: list[str]) -> None:
    """Collect what goes wrong in a page: errors that nobody caught, and those that are written to its console."""
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)


def told(errors: list[str]) -> str:
    """Console errors as one readable text."""
    return json.dumps(errors, indent=1)


async def escape(page: Page) -> None:
    """Close the panel that is open by Escape, and wait until it is gone.

    Its frame has the focus and is gone before the key is up; the browser then may never say that it was.
    """
    panel = page.locator("ownfeed-panel")
    pressing = asyncio.ensure_future(page.keyboard.press("Escape"))
    await panel.wait_for(state="detached")
    pressing.cancel()
    await asyncio.gather(pressing, return_exceptions=True)
