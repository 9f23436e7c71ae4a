"""`ownfeed open`: the daemon's own page in the browser."""

from __future__ import annotations

import webbrowser

import typer

from daemon.errors import DaemonAway
from daemon.settings import HOST, load_settings

from .options import DataDir
from .running import running


def open_page(data_dir: DataDir = None) -> None:
    """Open the daemon's page in the browser."""
    daemon = running(load_settings(data_dir=data_dir))
    if daemon is None:
        raise DaemonAway("No daemon runs on these data; start it with `ownfeed serve` first.")
    address = f"http://{HOST}:{daemon.port}/"
    typer.echo(address)
    webbrowser.open(address)
