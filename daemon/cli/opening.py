"""`ownfeed open`: the dashboard in the browser, with a code to let it in."""

from __future__ import annotations

import webbrowser

import typer

from daemon.errors import DaemonAway
from daemon.settings import HOST, load_settings

from .options import DataDir, UserName
from .running import running


def open_page(user: UserName = None, data_dir: DataDir = None) -> None:
    """Open the dashboard in the browser. A one-time code behind the `#`, which no browser sends, lets it in."""
    daemon = running(load_settings(data_dir=data_dir), user)
    if daemon is None:
        raise DaemonAway("No daemon runs on these data; start it with scripts/run first.")
    code = daemon.send("POST", "/api/pair/code")["code"]
    address = f"http://{HOST}:{daemon.port}/"
    typer.echo(f"{address}#code={code}")
    webbrowser.open(f"{address}#code={code}")
