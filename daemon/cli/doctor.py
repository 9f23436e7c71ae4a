"""`ownfeed doctor`: what is wrong and what to do about it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

import typer

from daemon.checks import contents, copies, directory, environment, outside
from daemon.checks.finding import Finding, ill
from daemon.errors import OwnFeedError
from daemon.kept_keys import with_kept_keys
from daemon.settings import Settings, load_settings

from .options import AsJson, DataDir

OUTSIDE: Final = (
    environment.python,
    environment.sqlite,
    environment.sqlite_vec,
    environment.embedding_model,
    environment.extension_folder,
    directory.modes,
    directory.rescue,
    directory.local_disk,
    directory.free_disk,
    directory.running,
    directory.port,
)
INSIDE: Final = (
    contents.database,
    contents.log,
    contents.schema,
    copies.backups,
    contents.vectors,
    contents.jobs,
    contents.clock,
    contents.last_import,
    outside.services,
    outside.allowance,
    contents.clients,
)


def doctor(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Check everything; exit status 1 when something needs doing."""
    settings = with_kept_keys(load_settings(data_dir=data_dir))
    findings = list(_findings(settings))
    if as_json:
        typer.echo(json.dumps({"findings": [asdict(finding) for finding in findings]}))
    else:
        for finding in findings:
            _print(finding)
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


def _findings(settings: Settings) -> Iterator[Finding]:
    for check in OUTSIDE:
        yield check(settings)
    if settings.database.exists():
        yield from asyncio.run(_inside(settings))


async def _inside(settings: Settings) -> list[Finding]:
    """Look into the database, beside a running daemon too."""
    from daemon.store import Store

    try:
        store = await Store.open(settings.database, read_only=True)
    except OwnFeedError as error:
        return [ill("database", error.message, "Put a backup in its place, or report this sentence.")]
    try:
        return [await check(store, settings) for check in INSIDE]
    finally:
        await store.close()


def _print(finding: Finding) -> None:
    typer.echo(f"{'ok  ' if finding.is_well else 'FIX '} {finding.name}: {finding.sentence}")
    if finding.remedy:
        typer.echo(f"     {finding.remedy}")
