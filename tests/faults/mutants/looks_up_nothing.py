"""No mutant, but what holds a daemon and its children back: every name they look up is written down and found nowhere."""

from __future__ import annotations

import ipaddress
import os
import socket
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NoReturn

import aiohttp

from daemon import children

APART: Final = ".apart"
"""What is added to the log's name for the names that a child looks up."""

_getaddrinfo = socket.getaddrinfo
_serve = children._serve


def _refuse(host: str) -> NoReturn:
    with Path(os.environ["LOOKED_UP"]).open("a", encoding="utf-8") as log:
        log.write(f"{host}\n")
    raise socket.gaierror(socket.EAI_NONAME, "this name is looked up nowhere")


def _is_address(host: object) -> bool:
    try:
        ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return True


def _look_up(host: Any, *arguments: Any, **options: Any) -> Any:
    return _getaddrinfo(host, *arguments, **options) if host is None or _is_address(host) else _refuse(host)


async def _resolve(_self: object, host: str, *_arguments: Any, **_options: Any) -> NoReturn:
    _refuse(host)


def _serve_held_back(connection: Connection) -> None:
    """Do a child's work, which is a Python of its own: it inherits nothing but the environment."""
    os.environ["LOOKED_UP"] += APART
    take_out()
    _serve(connection)


def take_out() -> None:
    """Replace both ways by which names are looked up, here and in children; whatever goes round them shows up under strace."""
    vars(socket)["getaddrinfo"] = _look_up
    aiohttp.ThreadedResolver.resolve = _resolve  # type: ignore[assignment]
    vars(children)["_serve"] = _serve_held_back
