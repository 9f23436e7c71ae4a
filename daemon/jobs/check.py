"""Reading all the data once a day, so that damage is noticed while there are backups from before it."""

from __future__ import annotations

from typing import Final

from .work import Kind, Tools, Work, never

DAY_SECONDS: Final = 86_400.0


async def is_due(tools: Tools, _user_id: int | None) -> bool:
    """Whether there is something to lose."""
    return await tools.store.signals.last() > 0


async def run(work: Work) -> dict[str, object]:
    """Have SQLite compare everything with everything; damage makes the daemon start again and put it right.

    Vectors that are no numbers are deleted: they are derived, and one of them would spoil every order.
    """
    await work.tools.store.require_sound()
    unsound = await work.tools.store.vectors.unsound()
    if unsound:
        await work.tools.store.vectors.forget(unsound)  # the job `embed` makes them anew
    return {"found": "ok", "vectors_deleted": len(unsound)}


CHECK: Final = Kind("check", run, is_due, never, every_seconds=DAY_SECONDS, per_person=False)
