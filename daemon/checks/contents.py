"""Checks of what is stored: is the file sound, is everything embedded, do jobs end well, does the extension report."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from .finding import Finding, ill, well

if TYPE_CHECKING:
    from daemon.settings import Settings
    from daemon.store import Store

DAY_SECONDS: Final = 86_400.0


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
    """Whether every described video has its vector."""
    missing = await store.vectors.count_missing(settings.embedding_model)
    if missing:
        remedy = "Leave the daemon running for a while; if the number stays, look at `ownfeed status`."
        return ill("vectors", f"{missing:,} videos have no vector of {settings.embedding_model} yet.", remedy)
    return well("vectors", f"Every described video has its vector of {settings.embedding_model}.")


async def jobs(store: Store, _settings: Settings) -> Finding:
    """Whether the last job of each kind ended well."""
    newest = {job.kind: job for job in reversed(await store.jobs.newest(100))}
    failed = [job for job in newest.values() if job.state == "failed"]
    if failed:
        sentence = f"The last job of {', '.join(job.kind for job in failed)} failed: {failed[0].error}"
        return ill("jobs", sentence, "Restart the daemon; if it fails again, report that sentence.")
    return well("jobs", "The last job of each kind ended well." if newest else "No job has run yet.")


async def clients(store: Store, _settings: Settings) -> Finding:
    """Whether a program is paired, and was here lately."""
    paired = await store.clients.all()
    if not paired:
        remedy = "Run `ownfeed pair` and type the code into the extension's options page."
        return ill("extension", "No extension is paired.", remedy)
    seen_at = max((client.last_seen_at or client.created_at) for client in paired)
    days = (time.time() - seen_at) / DAY_SECONDS
    sentence = f"{len(paired)} paired, last seen {_ago(days)}."
    if days > 1:
        remedy = "Open YouTube in the browser with the extension, and see in its popup that it is switched on."
        return ill("extension", sentence, remedy)
    return well("extension", sentence)


def _ago(days: float) -> str:
    if days > 2:
        return f"{days:.0f} days ago"
    hours = days * 24
    return f"{hours:.0f} hours ago" if hours > 2 else f"{hours * 60:.0f} minutes ago"
