"""Reading a history into the store, in a thread; also what `ownfeed import` does when no daemon runs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from daemon.importers.report import Report, Stored, run_import

from .work import Kind, Work

if TYPE_CHECKING:
    from daemon.importers.reader import OnProgress
    from daemon.importers.records import Progress, Record
    from daemon.store import Store


async def run(work: Work) -> dict[str, object]:
    """Import the uploaded file named by `path` and delete it; importing it again after a crash adds nothing."""
    path, source = Path(str(work.job.params["path"])), str(work.job.params.get("source", "auto"))

    def on_progress(progress: Progress) -> None:
        work.report(progress.done_bytes, progress.total_bytes, f"{progress.records:,} records")

    tools = work.tools
    try:
        report = await import_into(
            tools.store, work.user_id, [path], source, clock=tools.clock, on_progress=on_progress
        )
    except Exception:  # not a cancellation: what the daemon's end interrupts is read at its next start
        await asyncio.to_thread(path.unlink, missing_ok=True)
        raise
    await asyncio.to_thread(path.unlink, missing_ok=True)
    await tools.store.channels.recount(work.user_id)  # so that it is known which channels are trusted
    await tools.recommender.reload(work.user_id)
    work.changed(work.user_id)
    return {**report.to_json(), "notes": report.notes}


async def import_into(
    store: Store,
    user_id: int,
    paths: Sequence[Path],
    source: str,
    *,
    clock: Callable[[], float],
    on_progress: OnProgress,
) -> Report:
    """Read everything under `paths` in a thread, storing batch by batch; cancelling stops it at the next batch.

    Raises UnreadableHistory before anything is stored.
    """
    loop = asyncio.get_running_loop()
    stopped = threading.Event()

    async def store_batch(records: Sequence[Record]) -> Stored:
        imported = await store.imports.add(user_id, records[0].source, records, now=clock())
        return Stored(imported.new, imported.existing, imported.skipped)

    def sink(records: Sequence[Record]) -> Stored:
        if stopped.is_set():
            raise asyncio.CancelledError
        return asyncio.run_coroutine_threadsafe(store_batch(records), loop).result()

    try:
        return await asyncio.to_thread(run_import, paths, source, sink, on_progress)
    finally:
        stopped.set()


IMPORT: Final = Kind("import", run)
