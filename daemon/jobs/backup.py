"""A copy of everything once a day, checked before it counts; old ones go."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from daemon.children import in_child
from daemon.errors import DatabaseDamaged
from daemon.store.backup import daily, discard_unfinished, rotate, write_backup

from .work import Kind, Tools, Work, never

HOUR_SECONDS: Final = 3_600.0


async def is_due(tools: Tools, _user_id: int | None) -> bool:
    """Whether there is something to lose and no copy of today."""
    return not daily(tools.settings.backups, _today(tools)).exists() and await tools.store.signals.last() > 0


async def run(work: Work) -> dict[str, object]:
    """Write the backup of today and delete those nobody needs; one that is there already stays."""
    tools, today = work.tools, _today(work.tools)
    target = daily(tools.settings.backups, today)
    if not target.exists():
        try:
            await write_apart(tools.store.path, target)
        except DatabaseDamaged as error:
            tools.store.tell_damaged(error)
            raise
    deleted = await asyncio.to_thread(rotate, tools.settings.backups, today)
    return {"file": target.name, "deleted": len(deleted)}


async def write_apart(database: Path, target: Path) -> None:
    """Write a backup in a process of its own, so that nobody waits for it; one that is broken off leaves nothing behind.

    Raises what `write_backup` raises, OwnFeedError when the process died.
    """
    try:
        await in_child(write_backup, database, target)
    except BaseException:
        discard_unfinished(target)
        raise


def _today(tools: Tools) -> date:
    return datetime.fromtimestamp(tools.clock(), UTC).date()


# Once a day is enough, whatever changes.
BACKUP: Final = Kind("backup", run, is_due, never, every_seconds=HOUR_SECONDS, per_person=False)
