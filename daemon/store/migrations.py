"""The schema's history: functions in order, append-only, each in one transaction with the version it reaches."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Final

from daemon.errors import Conflict, DatabaseTooNew

from .connection import SQLConnection
from .import_ids import dated_id


def m001_first_tables(connection: SQLConnection) -> None:
    """Everything of the first release, and the tables of the next few: facts should not have to move later."""
    _run_file(connection, "m001_first_tables.sql")


def m002_discovery(connection: SQLConnection) -> None:
    """Looking for new videos remembers whom it asked and when, and must go on so after a restart."""
    _run_file(connection, "m002_discovery.sql")


def m003_searches(connection: SQLConnection) -> None:
    """Searches are few a day, so what came of each decides about the next."""
    _run_file(connection, "m003_searches.sql")


def m004_models(connection: SQLConnection) -> None:
    """Models are trained on slates, which are read back with what came of them; one of each kind serves."""
    _run_file(connection, "m004_models.sql")


def m005_evaluations(connection: SQLConnection) -> None:
    """A replay takes minutes, so what it came to is kept."""
    _run_file(connection, "m005_evaluations.sql")


def m006_model(connection: SQLConnection) -> None:
    """A model that may cost money is counted, and is asked for nobody who has not agreed."""
    _run_file(connection, "m006_model.sql")


def m007_uploads(connection: SQLConnection) -> None:
    """Reading a channel's older uploads takes days of small steps, so where it stands is kept."""
    _run_file(connection, "m007_uploads.sql")


def m008_numbers(connection: SQLConnection) -> None:
    """A long history was stored at half the speed at which it was read: four of its trees were written at random places."""
    connection.create_function("dated_id", 7, dated_id, deterministic=True)
    _run_file(connection, "m008_numbers.sql")


def m009_embedding_service(connection: SQLConnection) -> None:
    """While the vectors of another embedding model are made, the old ones serve: which those are outlives a restart."""
    _run_file(connection, "m009_embedding_service.sql")


def m010_transcripts(connection: SQLConnection) -> None:
    """What is said in a video tells more of it than its title; asking is slow, so that each answer is kept."""
    _run_file(connection, "m010_transcripts.sql")


def m011_sittings(connection: SQLConnection) -> None:
    """Of what several sittings showed of a video only the longest counted, for nobody knew which parts those were."""
    _run_file(connection, "m011_sittings.sql")


def m012_age_restriction(connection: SQLConnection) -> None:
    """A video that not everybody may watch can be left out, once it is known which ones those are."""
    _run_file(connection, "m012_age_restriction.sql")


MIGRATIONS: Final[tuple[Callable[[SQLConnection], None], ...]] = (
    m001_first_tables,
    m002_discovery,
    m003_searches,
    m004_models,
    m005_evaluations,
    m006_model,
    m007_uploads,
    m008_numbers,
    m009_embedding_service,
    m010_transcripts,
    m011_sittings,
    m012_age_restriction,
)


def migrate(connection: SQLConnection) -> None:
    """Bring a blank or older database to the newest schema.

    Raises DatabaseTooNew, and touches nothing, when a newer program wrote it.
    """
    version = _version(connection)
    for number, migration in enumerate(MIGRATIONS[version:], start=version + 1):
        _apply(connection, number, migration)


def require_newest(connection: SQLConnection) -> None:
    """Raise Conflict for data of an older schema, which only the daemon brings up to date, DatabaseTooNew for a newer one."""
    version = _version(connection)
    if version < len(MIGRATIONS):
        raise Conflict(
            f"These data are of an older OwnFeed (schema {version}, this one is at {len(MIGRATIONS)}); start the daemon anew, "
            "which brings them up to date, and try again."
        )


def _version(connection: SQLConnection) -> int:
    """Return the schema of a file; raises DatabaseTooNew."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise DatabaseTooNew(
            f"These data were written by a newer OwnFeed (schema {version}, this one knows {len(MIGRATIONS)}); "
            "update OwnFeed and start it again."
        )
    return version


def _apply(connection: SQLConnection, number: int, migration: Callable[[SQLConnection], None]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        migration(connection)
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _run_file(connection: SQLConnection, name: str) -> None:
    """Run a file's statements one by one; `executescript` would commit the transaction we are in."""
    text = (files(__package__) / name).read_text(encoding="utf-8")
    code = "\n".join(line.split("--")[0] for line in text.splitlines())
    for statement in filter(str.strip, code.split(";")):
        connection.execute(statement)
