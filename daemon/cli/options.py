"""The options that several commands share, once each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", help="Where the data lies; OWNFEED_DATA_DIR otherwise."),
]
UserName = Annotated[
    str | None, typer.Option("--user", metavar="NAME", help="The person it concerns; the first one otherwise.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
