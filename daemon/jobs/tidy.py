"""What nobody will look at again is forgotten once a day."""

from __future__ import annotations

from typing import Final

from .work import Kind, Tools, Work

DAY_SECONDS: Final = 86_400.0


async def is_due(_tools: Tools, _user_id: int | None) -> bool:
    """Once a day, whatever happened."""
    return True


async def is_touched(_tools: Tools, _user_id: int | None) -> bool:
    """No change makes old things older."""
    return False


async def run(work: Work) -> dict[str, object]:
    """Forget slates nobody learns from any more and jobs that ended long ago."""
    store, now = work.tools.store, work.tools.clock()
    return {"slates": await store.slates.forget_old(now=now), "jobs": await store.jobs.forget_old(now=now)}


TIDY: Final = Kind("tidy", run, is_due, is_touched, every_seconds=DAY_SECONDS, per_person=False)
