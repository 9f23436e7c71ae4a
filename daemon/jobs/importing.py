"""Reading a history into the store; also what `ownfeed import` does when no daemon runs."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from daemon.disk import require_room
from daemon.errors import InvalidRequest, UnreadableHistory
from daemon.importers.own_export import OWN, is_own_export
from daemon.importers.reader import AUTO
from daemon.importers.report import Report, Stored, run_import

from .own_export import merge_export
from .work import Kind, Work

if TYPE_CHECKING:
    from daemon.importers.reader import OnProgress
    from daemon.importers.records import Batch, Progress
    from daemon.store import Store
    from daemon.store.merging import Line

NOT_IMPORTED: Final = "this is not imported; free some space and import it again."
_SURE_AFTER_SECONDS: Final = 1.5

T = TypeVar("T")
R = TypeVar("R")


async def run(work: Work) -> dict[str, object]:
    """Import the uploaded file named by `path` and delete it; importing it again after a crash adds nothing."""
    path, source = Path(str(work.job.params["path"])), str(work.job.params.get("source", "auto"))
    given_in = work.job.params.get("epoch")
    epoch = given_in if isinstance(given_in, int) else None

    started_at = time.monotonic()

    def on_progress(progress: Progress) -> None:
        message = _message(progress, time.monotonic() - started_at)
        work.report(progress.done_bytes, progress.total_bytes, message)

    tools = work.tools
    try:
        require_room(tools.settings.data_dir, NOT_IMPORTED)
        report = await import_into(
            tools.store, work.user_id, [path], source, clock=tools.clock, on_progress=on_progress, epoch=epoch
        )
    except Exception as error:  # not a cancellation: what the daemon's end interrupts is read at its next start
        await asyncio.to_thread(path.unlink, missing_ok=True)
        if isinstance(error, UnreadableHistory):
            raise UnreadableHistory(_without_name(error.message, path)) from error
        raise
    await asyncio.to_thread(path.unlink, missing_ok=True)
    await tools.store.channels.recount(work.user_id)  # so that it is known which channels are trusted
    await tools.recommender.reload(work.user_id)
    work.changed(work.user_id)
    return {
        **report.to_json(),
        "kinds": dict(report.kinds),
        "notes": report.notes,
        "new_format": report.looks_like_a_new_format,
    }


def _message(progress: Progress, seconds: float) -> str:
    """Return such as `12,000 records, 6.2 MB/s, 9 s left`; speed and time left once they can be told."""
    records = f"{progress.records:,} records"
    if seconds < _SURE_AFTER_SECONDS or not progress.done_bytes:
        return records
    per_second = progress.done_bytes / seconds
    left = (progress.total_bytes - progress.done_bytes) / per_second
    return f"{records}, {per_second / 1e6:.1f} MB/s, {left:.0f} s left"


def _without_name(message: str, path: Path) -> str:
    """An upload lies under a name that means nothing to the person."""
    return message.replace(f"{path.name}: ", "").replace(path.name, "The file")


async def import_into(
    store: Store,
    user_id: int,
    paths: Sequence[Path],
    source: str,
    *,
    clock: Callable[[], float],
    on_progress: OnProgress,
    epoch: int | None = None,
) -> Report:
    """Read everything under `paths`, storing batch by batch; cancelling stops it at the next batch.

    epoch: the person's when the file was given, the present one otherwise; what is given belongs to it.

    Raises UnreadableHistory before anything is stored, Conflict when the data were deleted since it was given.
    """
    epoch = (await store.users.get(user_id)).epoch if epoch is None else epoch

    async def store_batch(batch: Batch) -> Stored:
        imported = await store.imports.add(user_id, batch.source, batch.records, now=clock(), epoch=epoch)
        return Stored(imported.new, imported.existing, imported.skipped, imported.future)

    async def merge_lines(lines: Sequence[Line]) -> Counter[str]:
        return await store.merging.add(user_id, epoch, lines, now=clock())

    if (export := await asyncio.to_thread(own_export, paths, source)) is not None:
        return await _in_thread(lambda sink: merge_export(export, sink, on_progress), merge_lines)
    return await _in_thread(lambda sink: run_import(paths, source, sink, on_progress), store_batch)


def own_export(paths: Sequence[Path], source: str) -> Path | None:
    """Return the export of ours that is meant, None where it is a history.

    Raises InvalidRequest for both at once, or where `source` says that it is something else.
    """
    ours = next(filter(is_own_export, paths), None)
    if source not in (OWN, AUTO) and ours is not None:
        raise InvalidRequest(f"{ours.name} is an export of OwnFeed; leave out --from.")
    if source != OWN and ours is None:
        return None
    if len(paths) != 1:
        raise InvalidRequest("Give an export of OwnFeed alone, without other histories.")
    return paths[0]


async def _in_thread(
    read: Callable[[Callable[[T], R]], Report], store: Callable[[T], Coroutine[Any, Any, R]]
) -> Report:
    """Return what `read(sink)` returns, run in a thread; what is put into the sink is stored by the loop."""
    loop = asyncio.get_running_loop()
    stopped = threading.Event()

    def sink(batch: T) -> R:
        if stopped.is_set():
            raise asyncio.CancelledError
        return asyncio.run_coroutine_threadsafe(store(batch), loop).result()

    try:
        return await asyncio.to_thread(read, sink)
    finally:
        stopped.set()


# It looks for room itself, and deletes the file where there is none.
IMPORT: Final = Kind("import", run, needs_room=False)
