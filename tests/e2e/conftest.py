"""One Chromium, one replica and one event loop for all end-to-end tests; each test has a page of its own."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page

from tests.e2e.chromium import EXTENSION_ID, Console, ask_worker, browser, note_errors, told
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.dashboard import found_out, live, open_dashboard
from tests.e2e.grid import MOVES
from tests.e2e.traffic import Traffic, listening
from tests.pages.server import Replica

os.environ["PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS"] = "1"  # Playwright then tells what the worker sends
HERE = Path(__file__).parent
YOUTUBE = "https://www.youtube.com"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests here drive the browser, on the loop that the browser lives on."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def replica(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Replica]:
    """The replica of YouTube, on a free port."""
    served = Replica(tmp_path_factory.mktemp("replica"))
    await served.start()
    yield served
    await served.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(replica: Replica, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrowserContext]:
    """The browser with the unpacked extension."""
    async with browser(tmp_path_factory.mktemp("profile"), replica) as context:
        yield context


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def daemon(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DaemonProcess]:
    """A running daemon with no data."""
    process = DaemonProcess(tmp_path_factory.mktemp("data"))
    await process.start()
    yield process
    await process.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def paired(chromium: BrowserContext, daemon: DaemonProcess) -> AsyncIterator[DaemonProcess]:
    """The daemon, paired with the extension in the way a person does it."""
    page = await chromium.new_page()
    await page.goto(f"chrome-extension://{EXTENSION_ID}/options/options.html")
    await page.fill("input[name=address]", daemon.address)
    await page.fill("input[name=code]", daemon.code)
    await page.click("form.of-pairing button[type=submit]")
    await page.wait_for_selector("body[data-state=ok]")
    await page.close()
    await daemon.ranks()
    yield daemon
    await ask_worker(chromium, "unpair", {})


@pytest.fixture
def console() -> Iterator[Console]:
    """Errors that pages of this test wrote to the console; there must be none but what it expects."""
    errors = Console()
    yield errors
    unexpected = [each for each in errors if not any(words in each for words in errors.expected)]
    assert not unexpected, told(unexpected)


@asynccontextmanager
async def watched_tab(context: BrowserContext, console: list[str]) -> AsyncIterator[Page]:
    """A tab that notes what goes wrong in it, and which cards move."""
    opened = await context.new_page()
    await opened.add_init_script(f"({MOVES})()")
    note_errors(opened, console)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: BrowserContext, console: list[str]) -> AsyncIterator[Page]:
    """A tab of its own; what goes wrong in it fails the test."""
    async with watched_tab(chromium, console) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def traffic(chromium: BrowserContext) -> AsyncIterator[Traffic]:
    """What the extension and the daemon say to each other during this test."""
    async with listening(chromium) as noted:
        yield noted


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def lived(daemon: DaemonProcess) -> DaemonProcess:
    """The daemon of somebody with months of watching behind them."""
    await live(daemon)
    await found_out(daemon)
    return daemon


@pytest.fixture
def plots(console: Console) -> None:
    """A page with plots: Plotly tries once whether pictures can be scaled by an inline style; the policy says no, and nothing needs it."""
    console.expected.append("Applying inline style")


@pytest_asyncio.fixture(loop_scope="session")
async def dashboard(plots: None, page: Page, lived: DaemonProcess) -> Page:
    """The dashboard, open on them and drawn."""
    await open_dashboard(page, lived)
    return page
