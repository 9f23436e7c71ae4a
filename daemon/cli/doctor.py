"""`ownfeed doctor`: what is wrong and what to do about it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

import typer

from daemon.checks import directory, environment
from daemon.checks.finding import Finding, ill
from daemon.errors import DatabaseDamaged, OwnFeedError
from daemon.settings import Settings, load_settings

from .options import AsJson, DataDir

OF_THIS_MACHINE: Final = (
    environment.python,
    environment.sqlite,
    environment.sqlite_vec,
    environment.embedding_model,
    environment.extension_folder,
    environment.keyring,
    directory.modes,
    directory.owner,
    directory.rescue,
    directory.local_disk,
    directory.free_disk,
    directory.running,
    directory.memory,
    directory.port,
)


def doctor(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Check everything; exit status 1 when something needs doing."""
    settings = load_settings(data_dir=data_dir)
    findings = list(_findings(settings))
    if as_json:
        typer.echo(json.dumps({"findings": [asdict(finding) for finding in findings]}))
    else:
        for finding in findings:
            _print(finding)
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


def _findings(settings: Settings) -> Iterator[Finding]:
    for check in OF_THIS_MACHINE:
        yield check(settings)
    if settings.database.exists():
        yield from asyncio.run(_inside(settings))


async def _inside(settings: Settings) -> list[Finding]:
    """Look into the database, beside a running daemon too."""
    from daemon.checks import contents, copies, outside  # here, so that `--help` need not wait for the store
    from daemon.store import Store

    of_any_schema = (contents.database, contents.log, contents.schema, copies.backups)
    checks = (
        contents.vectors,
        contents.jobs,
        contents.clock,
        contents.last_import,
        outside.services,
        outside.allowance,
        outside.language_model,
        contents.clients,
    )
    try:
        store = await Store.open(settings.database, read_only=True)
    except OwnFeedError as error:
        is_damaged = isinstance(error, DatabaseDamaged)  # else a backup would only take what came after it
        remedy = "Put a backup in its place, or report this sentence." if is_damaged else "Do that, and look again."
        return [ill("database", error.message, remedy)]
    try:
        found = [await check(store, settings) for check in of_any_schema]
        is_newest = all(each.is_well for each in found if each.name == "schema")
        return found + [await check(store, settings) for check in checks if is_newest]
    finally:
        await store.close()


def _print(finding: Finding) -> None:
    typer.echo(f"{'ok  ' if finding.is_well else 'FIX '} {finding.name}: {finding.sentence}")
    if finding.remedy:
        typer.echo(f"     {finding.remedy}")
