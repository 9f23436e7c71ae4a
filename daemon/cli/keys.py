"""`ownfeed key`: keys of services in the system's keyring instead of a file."""

from __future__ import annotations

from typing import Annotated

import typer

from daemon import kept_keys
from daemon.errors import InvalidRequest
from daemon.kept_keys import KeyName
from daemon.settings import load_settings

from .options import DataDir

key = typer.Typer(help="Keep keys of services in the system's keyring.", no_args_is_help=True)


def _key_name(given: str) -> str:
    if given not in kept_keys.SETTING_OF:
        raise InvalidRequest(f"There is no key {given}; there are {' and '.join(kept_keys.SETTING_OF)}.")
    return given


Whose = Annotated[
    KeyName,
    typer.Argument(metavar="NAME", parser=_key_name, help="`youtube` (its Data API) or `model` (a language model)."),
]


@key.command("set")
def set_key(name: Whose, data_dir: DataDir = None) -> None:
    """Ask for a key and put it into the keyring. It is used from the daemon's next start on."""
    given = typer.prompt("key", hide_input=True, default="", show_default=False).strip()
    if not given:
        raise InvalidRequest("No key was given; nothing was changed.")
    kept_keys.keep(load_settings(data_dir=data_dir), name, given)
    typer.echo(f"The key {name} is in the system's keyring. Restart the daemon to use it.")


@key.command("remove")
def remove_key(name: Whose, data_dir: DataDir = None) -> None:
    """Take a key out of the keyring."""
    kept_keys.forget(load_settings(data_dir=data_dir), name)
    typer.echo(f"The key {name} is no longer in the system's keyring. Restart the daemon.")
