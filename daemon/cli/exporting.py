"""`ownfeed export`: one person's data as plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from daemon.errors import InvalidRequest
from daemon.settings import load_settings

from .data import require_data
from .options import DataDir, UserName
from .printing import writing


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new zip file.")],
    user: UserName = None,
    data_dir: DataDir = None,
) -> None:
    """Write what is yours into one zip of JSON. Videos, signals, ratings, rules, topics, interests and settings."""
    from daemon.store.export import write_export

    settings = load_settings(data_dir=data_dir)
    require_data(settings)
    target = file.absolute()
    if target.exists():
        raise InvalidRequest(f"{target} is there already; give the export another name.")
    with writing(target):
        write_export(settings.database, target, user)
    typer.echo(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")
