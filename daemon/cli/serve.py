"""`ownfeed serve`: start the daemon and say how to reach it."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daemon.settings import EXTENSION_DIR, HOST, Settings, load_settings

from .options import DataDir

if TYPE_CHECKING:
    from aiohttp import web


def serve(
    port: Annotated[int | None, typer.Option(help="The port on 127.0.0.1; 7863 otherwise.")] = None,
    data_dir: DataDir = None,
    demo: Annotated[bool, typer.Option("--demo", help="Made-up people and videos in a throw-away directory.")] = False,
) -> None:
    """Start the daemon; Ctrl-C ends it."""
    settings = load_settings(port=port, data_dir=data_dir, demo=demo or None)
    if not settings.demo:
        _run(settings)
        return
    with tempfile.TemporaryDirectory(prefix="ownfeed-demo-") as folder:
        # A demonstration never touches a person's data: it has a directory of its own, gone when it ends.
        _run(settings.model_copy(update={"data_dir": Path(folder) / "data"}))


def _run(settings: Settings) -> None:
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read when numpy is first imported
        os.environ.setdefault(variable, "1")  # two threads that wait for each other took 30 times as long as one
    from daemon import logs, serving  # aiohttp and the store: half a second that `--help` need not wait for

    logs.configure(settings.log_level)

    async def announce(app: web.Application) -> None:
        await _announce(app, settings)

    serving.run(settings, announce)


async def _announce(app: web.Application, settings: Settings) -> None:
    """Print where everything is, and a pairing code while nobody is paired; start filling a demonstration."""
    from daemon.keys import STORE

    store = app[STORE]
    say(f"extension:    {EXTENSION_DIR}  (chrome://extensions, Developer mode, Load unpacked)")
    say(f"address:      http://{HOST}:{settings.port}")
    say(f"data:         {settings.data_dir}")
    if not await store.clients.all():
        user = await store.users.first_or_new(now=time.time())
        code = await store.pairing_codes.new(user.user_id, now=time.time())
        say(f"pairing code: {code.code}")


def say(line: str) -> None:
    """Print a line at once, also into a pipe: whoever started us waits for it."""
    typer.echo(line)
