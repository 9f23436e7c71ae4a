"""The options that several commands share, once each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from daemon.errors import InvalidRequest

LONGEST_NAME: Final = 100
"""As `POST /api/users` takes it."""


def _name(given: str | None) -> str | None:
    """Return a person's name as a running daemon would take it, so that one person is one whether it runs or not."""
    if given is None:
        return None
    name = given.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidRequest(f"A person's name has 1 to {LONGEST_NAME} characters; give --user another.")
    return name


DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", help="Where the data lies; OWNFEED_DATA_DIR otherwise."),
]
UserName = Annotated[
    str | None,
    typer.Option("--user", metavar="NAME", callback=_name, help="The person it concerns; the first one otherwise."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
