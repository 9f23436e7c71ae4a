"""`ownfeed import`: any history, with a progress bar and a report."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from daemon.errors import InvalidRequest, OwnFeedError
from daemon.importers.browsers import Found, find_histories
from daemon.importers.records import Progress as Reading
from daemon.importers.report import Report, Stored, run_import
from daemon.settings import Settings, load_settings

from .data import opened
from .options import AsJson, DataDir, UserName
from .printing import confirmed, rfc3339
from .running import Daemon, running

if TYPE_CHECKING:
    from daemon.importers.reader import OnProgress
    from daemon.importers.records import Batch, Record

PART_BYTES: Final = 500_000
"""Of the records that are sent at once: half of what the daemon takes."""
POLL_SECONDS: Final = 0.1
"""How often the daemon is asked how far it is."""

Source = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="SOURCE",
        help="auto, ownfeed, takeout, a browser (brave, chrome, chromium, edge, vivaldi, opera), freetube, newpipe, invidious.",
    ),
]


def import_history(
    paths: Annotated[list[Path] | None, typer.Argument(help="Archives, folders or files.", metavar="PATH")] = None,
    source: Source = "auto",
    user: UserName = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Read a history or what `export` wrote. A Takeout, a browser's, another player's; without a path, look for browsers' and ask."""
    settings = load_settings(data_dir=data_dir)
    wanted = [_readable(path) for path in paths or []] or _ask(find_histories(), as_json=as_json)
    try:
        with _ended_alike(), _progress_bar(quiet=as_json) as on_progress:
            report = _import(settings, user, wanted, source, on_progress)
    except KeyboardInterrupt:
        typer.echo("Stopped. What was stored stays; import the same again, and the rest comes in.", err=True)
        raise
    typer.echo(json.dumps(report.to_json()) if as_json else "\n".join(report.sentences()))


@contextlib.contextmanager
def _ended_alike() -> Iterator[None]:
    """Have the machine's end, or the terminal's, stop an import as Ctrl-C does, which leaves nothing behind; `nohup` still holds."""
    numbers = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]
    ours = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _readable(path: Path) -> Path:
    if not path.exists():
        raise InvalidRequest(f"There is no file or folder {path}.")
    return path


def _ask(found: Sequence[Found], *, as_json: bool) -> list[Path]:
    """Return the histories the person says yes to."""
    if as_json or not found:
        raise InvalidRequest("Say which file or folder to import, such as a Takeout archive.")
    unanswered = "Nothing was imported; where nobody can answer, name the file or folder."
    chosen = [
        each.path
        for each in found
        if confirmed(f"Import the history of {each.browser}, {each.name}?", unanswered=unanswered)
    ]
    if not chosen:
        raise InvalidRequest("Nothing was chosen, so nothing was imported.")
    return chosen


@contextlib.contextmanager
def _progress_bar(*, quiet: bool) -> Iterator[OnProgress]:
    """Yield what is told of the reading; drawn on standard error, so that a report can be piped."""
    from rich.console import Console

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TransferSpeedColumn())
    console = Console(stderr=True, quiet=quiet)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(reading: Reading) -> None:
            text = f"{reading.records:,} records"
            bar.update(task, completed=reading.done_bytes, total=reading.total_bytes, description=text)

        yield show


def _import(
    settings: Settings, user: str | None, paths: Sequence[Path], source: str, on_progress: OnProgress
) -> Report:
    from daemon.jobs.importing import own_export  # here, so that `--help` need not wait for numpy
    from daemon.jobs.own_export import check_export

    daemon = running(settings)
    if daemon is None:
        return asyncio.run(_into_store(settings, user, paths, source, on_progress))
    export = own_export(paths, source)
    if export is not None:
        check_export(export)
    person = daemon.ensuring(user)
    if export is not None:
        return _hand_over(person, export, on_progress)
    return run_import(paths, source, lambda batch: _send(person, batch), on_progress)


async def _into_store(
    settings: Settings, user: str | None, paths: Sequence[Path], source: str, on_progress: OnProgress
) -> Report:
    from daemon.jobs.importing import import_into

    async with opened(settings) as store:
        now = time.time()
        person = await (store.users.ensure(user, now=now) if user else store.users.first_or_new(now=now))
        return await import_into(store, person.user_id, paths, source, clock=time.time, on_progress=on_progress)


def _hand_over(daemon: Daemon, export: Path, on_progress: OnProgress) -> Report:
    """Upload an export to the running daemon, whose job merges it, and report once the job has ended."""
    job_id = daemon.upload("/api/videos/import", export, "application/zip")["job_id"]
    while (job := daemon.get(f"/api/jobs/{job_id}"))["state"] in ("queued", "running"):
        on_progress(Reading(job["done"], job["total"] or 0, 0, export.name))
        time.sleep(POLL_SECONDS)
    if job["state"] != "done":
        raise OwnFeedError(job["error"] or "The import was stopped; start it again.")
    result = job["result"]
    return Report(
        result["new"],
        result["existing"],
        result["skipped"],
        Counter(result["reasons"]),
        Counter(result["kinds"]),
        result["notes"],
    )


def _send(daemon: Daemon, batch: Batch) -> Stored:
    """Store one batch through the running daemon, which takes no request of more than a mebibyte."""
    total = Stored(0, 0)
    for part in _parts([_as_json(record) for record in batch.records]):
        reply = daemon.send("POST", "/api/videos/import", {"source": batch.source, "data": part})
        future, refused = reply["future"], reply["errors"] - reply["future"]
        total = total.plus(Stored(reply["new"], reply["existing"], reply["duplicates"], future, refused))
    return total


def _parts(records: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the records in order, as many at a time as PART_BYTES hold as they are sent: a Thai letter has six bytes, an emoji twelve."""
    part: list[dict[str, Any]] = []
    size = 0
    for record in records:
        bytes_of_it = len(json.dumps(record)) + 2
        if part and size + bytes_of_it > PART_BYTES:
            yield part
            part, size = [], 0
        part.append(record)
        size += bytes_of_it
    yield part


def _as_json(record: Record) -> dict[str, Any]:
    facts = {
        "kind": record.kind,
        "occurred_at": rfc3339(record.occurred_at),
        "video_id": record.video_id,
        "title": record.title,
        "channel_id": record.channel_id,
        "channel_name": record.channel_name,
        "query": record.query,
        "watch_seconds": record.watch_seconds,
    }
    known = {name: value for name, value in facts.items() if value is not None}
    return known | {"is_undated": True} if record.is_undated else known
