"""What nobody will look at again is forgotten once a day."""

from __future__ import annotations

import asyncio
from typing import Final

from daemon.passing_files import delete_left_over, waiting

from .work import Kind, Tools, Work, never

DAY_SECONDS: Final = 86_400.0


async def is_due(_tools: Tools, _user_id: int | None) -> bool:
    """Once a day, whatever happened."""
    return True


async def run(work: Work) -> dict[str, object]:
    """Forget slates nobody learns from, any more or ever, jobs that ended long ago, and uploads that were never finished."""
    store, now = work.tools.store, work.tools.clock()
    kept = await waiting(store)
    uploads = await asyncio.to_thread(delete_left_over, work.tools.settings.uploads, now - DAY_SECONDS, kept)
    return {
        "slates": await store.slates.forget_old(now=now) + await store.slates.forget_unnamed(now=now),
        "jobs": await store.jobs.forget_old(now=now),
        "uploads": uploads,
    }


# No change makes old things older.
TIDY: Final = Kind("tidy", run, is_due, never, every_seconds=DAY_SECONDS, per_person=False, needs_room=False)
