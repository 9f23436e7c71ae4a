"""`ownfeed export`: one person's data as plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from daemon.errors import InvalidRequest
from daemon.settings import load_settings

from .options import DataDir, UserName


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new zip file.")],
    user: UserName = None,
    data_dir: DataDir = None,
) -> None:
    """Write what is yours into one zip of JSON. Videos, signals, ratings, rules, topics, interests and settings."""
    from daemon.store.export import write_export

    settings = load_settings(data_dir=data_dir)
    if not settings.database.exists():
        raise InvalidRequest(f"There are no data in {settings.data_dir} yet.")
    target = file.absolute()
    if target.exists():
        raise InvalidRequest(f"{target} is there already; give the export another name.")
    try:
        write_export(settings.database, target, user)
    except OSError as error:
        raise InvalidRequest(f"{target} could not be written ({error.strerror}); choose another place.") from error
    typer.echo(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")
