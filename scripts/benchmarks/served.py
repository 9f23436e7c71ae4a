"""What a benchmark of the extension stands on: the replica of YouTube, a daemon, and a browser that is paired with it."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page

from tests.e2e.chromium import browser
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import pair
from tests.pages.server import Replica


@dataclass(frozen=True)
class Served:
    """What runs, and a folder for what else is needed."""

    replica: Replica
    daemon: DaemonProcess
    folder: Path


@asynccontextmanager
async def served(program: Sequence[str] = ("daemon.cli",)) -> AsyncIterator[Served]:
    """Both run, the daemon without data; program: what `python -m` runs as the daemon."""
    with tempfile.TemporaryDirectory(prefix="ownfeed-bench-") as folder:
        replica, daemon = Replica(Path(folder)), DaemonProcess(Path(folder) / "data", program=program)
        await replica.start()
        await daemon.start()
        try:
            yield Served(replica, daemon, Path(folder))
        finally:
            await daemon.stop()
            await replica.stop()


@asynccontextmanager
async def paired_page(where: Served) -> AsyncIterator[Page]:
    """A page of a browser with the extension, paired with a daemon that has read its model."""
    async with browser(where.folder / "with", where.replica) as context:
        page = await context.new_page()
        await pair(page, where.daemon.code, where.daemon.address)
        await where.daemon.ranks()
        yield page
