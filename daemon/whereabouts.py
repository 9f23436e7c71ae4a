"""How commands find the running daemon: two files beside the data, and the lock that proves they are not left over."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .locking import DataLock
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a running daemon listens, who it is, and the token of this run's commands."""

    port: int
    pid: int
    token: str


@contextlib.contextmanager
def told(settings: Settings, token: str) -> Iterator[None]:
    """Tell the commands where this process serves, until the end of the block."""
    write_private(settings.cli_token, token)
    write_private(settings.daemon_json, json.dumps({"port": settings.port, "pid": os.getpid()}))
    try:
        yield
    finally:
        settings.daemon_json.unlink(missing_ok=True)
        settings.cli_token.unlink(missing_ok=True)


def find(settings: Settings) -> Whereabouts | None:
    """Return where the daemon of these data is, or None.

    Only the lock proves that it lives: a daemon.json left by a crash may name a port somebody else listens on by now,
    who must not be shown the token.
    """
    try:
        file = json.loads(settings.daemon_json.read_text(encoding="utf-8"))
        token = settings.cli_token.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    lock = DataLock(settings.lock)
    if not lock.is_taken() or lock.owner() != file["pid"]:
        return None
    return Whereabouts(file["port"], file["pid"], token)


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600 in one step, so that no reader ever sees half of it."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    unfinished.replace(path)
