"""Checks of what would bring the data back: is there a copy, is it of these days, is it sound."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from daemon.errors import OwnFeedError
from daemon.store.backup import check_backup, newest_first

from .finding import Finding, ill, well

if TYPE_CHECKING:
    from daemon.settings import Settings
    from daemon.store import Store

DAY_SECONDS: Final = 86_400.0
OLD_DAYS: Final = 3
"""The daily job may have slept over a weekend; after that something keeps it from running."""


async def backups(store: Store, settings: Settings) -> Finding:
    """Whether the newest copy is of these days and passes SQLite's check."""
    signals = await store.signals.last()
    copies = await asyncio.to_thread(newest_first, settings.backups)
    if not copies:
        return _none(signals > 0)
    newest = copies[0]
    days = (time.time() - newest.stat().st_mtime) / DAY_SECONDS
    try:
        await asyncio.to_thread(check_backup, newest)
    except OwnFeedError as error:
        return ill("backups", error.message, f"Move {newest} away and run `ownfeed backup`.")
    if days > OLD_DAYS and signals:
        remedy = "Leave the daemon running, or run `ownfeed backup`; `ownfeed status` says how the job `backup` ended."
        return ill("backups", f"The newest backup, {newest.name}, is {days:.0f} days old.", remedy)
    said = "1 backup" if len(copies) == 1 else f"{len(copies)} backups; the newest"
    return well("backups", f"{said}, {newest.name}, passes SQLite's check.")


def _none(something_to_lose: bool) -> Finding:
    if something_to_lose:
        return ill("backups", "There is no backup yet.", "Run `ownfeed backup`, or leave the daemon running.")
    return well("backups", "There is nothing to back up yet.")
