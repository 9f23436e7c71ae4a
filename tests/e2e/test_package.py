"""The package for the store, loaded as the store's customers load it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from scripts.packaging import pack
from tests.e2e.chromium import EXTENSION_ID, browser
from tests.pages.server import Replica


async def test_the_unzipped_package_starts_in_the_browser_under_an_id_of_its_own(
    replica: Replica, tmp_path: Path
) -> None:
    unzipped = tmp_path / "unzipped"
    zipfile.ZipFile(pack(tmp_path)).extractall(unzipped)
    async with browser(tmp_path / "profile", replica, extensions=[unzipped]) as context:
        options, errors = context.pages[0], list[str]()
        await options.wait_for_selector("body[data-state=unpaired]")
        own = options.url.split("/")[2]
        assert own != EXTENSION_ID
        options.on("pageerror", lambda error: errors.append(str(error)))
        options.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        await options.goto(f"chrome-extension://{own}/popup/popup.html")
        await options.wait_for_selector("body[data-state=unpaired]")
        await options.goto("https://www.youtube.com/")
        await options.wait_for_selector("ytd-rich-item-renderer h3")
        assert errors == []
