"""`ownfeed backup` and `ownfeed restore`: all the data in one file, and back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Final

import typer

from daemon.errors import InvalidRequest
from daemon.locking import DataLock
from daemon.moments import stamp
from daemon.quiet import step_back
from daemon.settings import load_settings

from .data import require_data
from .options import DataDir
from .printing import writing

_FIRST_BYTES: Final = b"SQLite format 3\0"


def backup(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A new file; in the data directory otherwise.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Write everything into one checked file. The daemon may go on meanwhile."""
    from daemon.store.backup import write_backup

    settings = load_settings(data_dir=data_dir)
    require_data(settings)
    step_back()
    target = (file or settings.backups / f"ownfeed-{stamp(time.time())}.db").absolute()
    with writing(target):
        write_backup(settings.database, target)
    typer.echo(f"{target} ({target.stat().st_size / 1e6:.1f} MB, checked)")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `ownfeed backup` wrote.")],
    data_dir: DataDir = None,
) -> None:
    """Put a backup in the place of the data. They are kept aside; the daemon must not run."""
    from daemon.rescue import forget_mark
    from daemon.store.backup import checked_copy, fold_log, put_back

    settings = load_settings(data_dir=data_dir)
    if not file.is_file():
        raise InvalidRequest(f"There is no file {file}.")
    _require_database(file)
    aside = settings.backups / f"replaced-{stamp(time.time())}.db"
    with DataLock(settings.lock):
        settings.backups.mkdir(mode=0o700, exist_ok=True)
        copy = checked_copy(file, settings.database)
        fold_log(settings.database)
        forget_mark(settings)
        put_back(copy, settings.database, aside)
        settings.suspect.unlink(missing_ok=True)
    typer.echo(f"{file} is in place" + (f"; the data that were there are in {aside}" if aside.exists() else ""))


def _require_database(file: Path) -> None:
    """Tell a letter or a Takeout from a backup that was damaged."""
    with file.open("rb") as stream:
        if stream.read(len(_FIRST_BYTES)) != _FIRST_BYTES:
            raise InvalidRequest(
                f"{file} is no backup; give a file that `ownfeed backup` wrote (a zip of `ownfeed export` is imported)."
            )
