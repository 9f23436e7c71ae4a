"""`ownfeed serve`: start the daemon and say how to reach it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daemon.errors import PersonError
from daemon.kept_keys import with_kept_keys
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
    with _throw_away(data_dir) as folder:
        _run(settings.model_copy(update={"data_dir": folder}))


@contextlib.contextmanager
def _throw_away(named: Path | None) -> Iterator[Path]:
    """Yield a new directory and delete it in the end: a demonstration never touches a person's data."""
    if named is None:
        with tempfile.TemporaryDirectory(prefix="ownfeed-demo-") as parent:
            yield Path(parent) / "data"
        return
    folder = named.expanduser().absolute()
    if folder.exists() and any(folder.iterdir()):
        raise PersonError(f"{folder} is not empty; name a new directory, for the demonstration deletes it at its end.")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(settings: Settings) -> None:
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read when numpy is first imported
        os.environ.setdefault(variable, "1")  # two threads that wait for each other took 30 times as long as one
    from daemon import logs, serving  # aiohttp and the store: half a second that `--help` need not wait for

    logs.configure(settings.log_level, settings.log_format)
    settings = with_kept_keys(settings)

    async def announce(app: web.Application) -> None:
        await _announce(app, settings)

    serving.run(settings, announce)


async def _announce(app: web.Application, settings: Settings) -> None:
    """Print where everything is, and a pairing code while nobody is paired; fill a demonstration."""
    from daemon.keys import STORE

    store = app[STORE]
    say(f"extension:    {EXTENSION_DIR}  (chrome://extensions, Developer mode, Load unpacked)")
    say(f"address:      http://{HOST}:{settings.port}")
    say(f"commands:     {_command()} --help")
    say(f"data:         {settings.data_dir}")
    if not await store.clients.all():
        user = await store.users.first_or_new(now=time.time())
        code = await store.pairing_codes.new(user.user_id, now=time.time())
        say(f"pairing code: {code.code}")
    if settings.demo:
        await _fill(app)


async def _fill(app: web.Application) -> None:
    import numpy as np

    from daemon.demo import fill
    from daemon.keys import JOBS, RECOMMENDER, STORE

    await app[RECOMMENDER].ready()
    filled = await fill(app[STORE], app[RECOMMENDER], app[JOBS], now=time.time(), rng=np.random.default_rng(7863))
    say(
        f"demo:         all of it is made up: {filled.people} people, {filled.videos} videos, {filled.signals} signals; "
        "it is deleted at the end"
    )


def _command() -> str:
    """Return how the person calls the other commands; scripts/run leaves PATH as it is."""
    script = Path(sys.executable).with_name("ownfeed")
    return str(script) if script.exists() else f"{sys.executable} -m daemon.cli"


def say(line: str) -> None:
    """Print a line at once, also into a pipe: whoever started us waits for it."""
    typer.echo(line)
