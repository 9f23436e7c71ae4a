"""Checks of what is stored: is the file sound, is everything embedded, do jobs end well, does the extension report."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from daemon.importers.records import UNRECOGNISED
from daemon.importers.report import Report
from daemon.store.connection import JOURNAL_SIZE_LIMIT_BYTES

from .finding import Finding, ill, well

if TYPE_CHECKING:
    from daemon.settings import Settings
    from daemon.store import Store

DAY_SECONDS: Final = 86_400.0
GOING_ON: Final = ("queued", "running")
CLOCK_TOLERANCE_SECONDS: Final = 3_600.0


async def database(store: Store, settings: Settings) -> Finding:
    """Whether SQLite finds the file sound."""
    faults = await store.check()
    if faults:
        remedy = f"Stop the daemon and put a backup in the place of {settings.database}."
        return ill("database", f"The database is damaged: {faults[0]}.", remedy)
    return well("database", f"{settings.database} passes SQLite's check.")


async def schema(store: Store, _settings: Settings) -> Finding:
    """Whether this program and the file speak of the same tables."""
    found, newest = await store.schema_version()
    if found > newest:
        remedy = "Update OwnFeed (git pull) and start it again."
        return ill("schema", f"A newer OwnFeed wrote these data (schema {found}, this one knows {newest}).", remedy)
    if found < newest:
        return ill(
            "schema", f"The data are of an older OwnFeed (schema {found} of {newest}).", "Start the daemon once."
        )
    return well("schema", f"The tables are of schema {found}, the newest.")


async def vectors(store: Store, settings: Settings) -> Finding:
    """Whether every described video has its vector; one that will be made anew with what is said in the video is one."""
    if unsound := await store.vectors.unsound():
        remedy = "Leave the daemon running: the daily look deletes them and makes them anew."
        return ill("vectors", f"{len(unsound):,} vectors hold no usable numbers.", remedy)
    wanted = settings.embedding_model
    serving = await store.embedding.model() or wanted
    missing = await store.vectors.count_without(wanted)
    if missing:  # of another one that serves nothing is told: it is on its way out, or gone already
        remedy = "Leave the daemon running for a while; if the number stays, look at `ownfeed status`."
        also = f"; until then {serving} serves" if wanted != serving else ""
        return ill("vectors", f"{missing:,} videos have no vector of {wanted} yet{also}.", remedy)
    return well("vectors", f"Every described video has its vector of {wanted}.")


async def jobs(store: Store, _settings: Settings) -> Finding:
    """Whether the last job of each kind ended well, or goes on as it should."""
    newest = {job.kind: job for job in reversed(await store.jobs.newest(100))}
    failed = [job for job in newest.values() if job.state == "failed"]
    if failed:
        sentence = f"The last job of {', '.join(job.kind for job in failed)} failed: {failed[0].error}"
        return ill("jobs", sentence, "Restart the daemon; if it fails again, report that sentence.")
    since = {
        job.kind: time.time() - (job.started_at or job.created_at) for job in newest.values() if job.state in GOING_ON
    }
    if stuck := [kind for kind, seconds in since.items() if seconds > DAY_SECONDS]:
        sentence = f"The job {stuck[0]} has waited or run for {_span(since[stuck[0]] / DAY_SECONDS)}."
        return ill("jobs", sentence, "Start the daemon, or restart it: a job goes on where it was.")
    return well("jobs", "The last job of each kind ended well." if newest else "No job has run yet.")


async def last_import(store: Store, _settings: Settings) -> Finding:
    """Whether the last import could read what it was given."""
    job = await store.jobs.last_of("import")
    if job is None or job.result is None:
        return well("import", "No file was given to the daemon to be imported lately.")
    report = Report.told(job.result)
    if report.looks_like_a_new_format:
        sentence = f"Of {report.rows:,} rows of the last import {report.reasons[UNRECOGNISED]:,} could not be read."
        remedy = "Update OwnFeed (git pull) and import it again: nothing is stored twice. If it stays so, report it."
        return ill("import", sentence, remedy)
    return well("import", f"The last import read {report.rows:,} rows, {report.new:,} of them new.")


async def clock(store: Store, _settings: Settings) -> Finding:
    """Whether the data hold something from after now: then this clock is behind, or it was ahead."""
    newest = await store.jobs.newest(1)
    ahead = newest[0].created_at - time.time() if newest else 0.0
    if ahead > CLOCK_TOLERANCE_SECONDS:
        sentence = f"The newest job was made {_span(ahead / DAY_SECONDS)} from now: this clock is wrong, or it was."
        return ill("clock", sentence, "Set the clock of this machine; what repeats waits for no wrong date.")
    return well("clock", "Nothing that is stored comes from the future.")


async def log(_store: Store, settings: Settings) -> Finding:
    """Whether SQLite's log is folded into the database as it grows."""
    file = settings.database.with_name(f"{settings.database.name}-wal")
    size = file.stat().st_size if file.exists() else 0
    if size > 2 * JOURNAL_SIZE_LIMIT_BYTES:
        remedy = "Restart the daemon; if it grows again, report it: something keeps a reading open."
        return ill("log", f"SQLite's write-ahead log has grown to {size / 1e6:.0f} MB.", remedy)
    return well("log", f"SQLite's write-ahead log holds {size / 1e6:.0f} MB.")


async def clients(store: Store, _settings: Settings) -> Finding:
    """Whether a program is paired, and was here lately."""
    paired = await store.clients.all()
    if not paired:
        remedy = "Run `ownfeed pair` and type the code into the extension's options page."
        return ill("extension", "No extension is paired.", remedy)
    seen_at = max((client.last_seen_at or client.created_at) for client in paired)
    days = max(time.time() - seen_at, 0.0) / DAY_SECONDS  # of a clock that was set back `clock` tells
    sentence = f"{len(paired)} paired, last seen {_span(days)} ago."
    if days > 1:
        remedy = "Open YouTube in the browser with the extension, and see in its popup that it is switched on."
        return ill("extension", sentence, remedy)
    return well("extension", sentence)


def _span(days: float) -> str:
    if days > 2:
        return f"{days:.0f} days"
    hours = days * 24
    return f"{hours:.0f} hours" if hours > 2 else f"{hours * 60:.0f} minutes"
