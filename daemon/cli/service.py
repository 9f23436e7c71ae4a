"""`ownfeed service install | remove`: the daemon starts when the person logs in."""

from __future__ import annotations

import typer

from daemon.login_service import login_service
from daemon.settings import load_settings

from .options import DataDir

service = typer.Typer(help="Start OwnFeed at login, or no longer.", no_args_is_help=True)


@service.command("install")
def install(data_dir: DataDir = None) -> None:
    """Start OwnFeed now and at every login. Installing again takes over what has changed."""
    installed = login_service()
    installed.install(load_settings(data_dir=data_dir).data_dir)  # named, for at login nobody sets OWNFEED_DATA_DIR
    typer.echo(f"OwnFeed starts at login: {installed.file}")


@service.command("remove")
def remove() -> None:
    """Stop it and no longer start it. Your data stay where they are."""
    installed = login_service()
    was_there = installed.remove()
    typer.echo(f"removed: {installed.file}" if was_there else "OwnFeed was not installed as a service.")
