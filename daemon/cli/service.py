"""`ownfeed service install | remove`: the daemon starts when the person logs in."""

from __future__ import annotations

import typer

from daemon.errors import InvalidRequest
from daemon.login_service import login_service
from daemon.settings import FILE_NAME, Settings, load_kept, load_settings

from .options import DataDir

service = typer.Typer(help="Start OwnFeed at login, or no longer.", no_args_is_help=True)


@service.command("install")
def install(data_dir: DataDir = None) -> None:
    """Start OwnFeed now and at every login. Installing again takes over what has changed."""
    settings = load_settings(data_dir=data_dir)
    _require_kept(settings)
    installed = login_service()
    installed.install(settings.data_dir)  # named, for at login nobody sets OWNFEED_DATA_DIR
    typer.echo(f"OwnFeed starts at login: {installed.file}")


def _require_kept(settings: Settings) -> None:
    """Refuse where a setting holds in this shell alone: what was switched off would be on again after the next login."""
    kept = load_kept(settings.data_dir)
    only_here = [name for name in type(settings).model_fields if getattr(settings, name) != getattr(kept, name)]
    if only_here:
        names = ", ".join(f"OWNFEED_{name.upper()}" for name in only_here)
        raise InvalidRequest(
            f"At login nobody sets {names}: write {' and '.join(only_here)} into {settings.data_dir / FILE_NAME} and unset it here."
        )


@service.command("remove")
def remove() -> None:
    """Stop it and no longer start it. Your data stay where they are."""
    installed = login_service()
    was_there = installed.remove()
    typer.echo(f"removed: {installed.file}" if was_there else "OwnFeed was not installed as a service.")
