"""How commands print: plain lines, and tables where there is more than one thing to say of each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from daemon.errors import InvalidRequest


def confirmed(question: str, *, unanswered: str) -> bool:
    """Return whether the person says yes; raises InvalidRequest with the sentence `unanswered` where nobody can be asked, or gives up."""
    try:
        return typer.confirm(question)
    except typer.Abort as abort:
        typer.echo(err=True)  # the question stands in its line still
        raise InvalidRequest(unanswered) from abort


def table(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> None:
    """Print rows under a head; cells are shown as they are, whatever a title may hold.

    The first cell is what another command is given: it stays in one line. In a narrow window the others are broken, never cut off.
    """
    grid = Table(box=box.SIMPLE_HEAD)
    for number, column in enumerate(columns):
        grid.add_column(column, no_wrap=number == 0, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(str(cell)) for cell in row))
    Console().print(grid)


@contextlib.contextmanager
def writing(file: Path) -> Iterator[None]:
    """Say in a sentence what is wrong with the place a person chose for a file."""
    try:
        yield
    except OSError as error:
        raise InvalidRequest(f"{file} could not be written ({error.strerror}); choose another place.") from error


def rfc3339(seconds: float | None) -> str | None:
    """Return seconds since the epoch as the HTTP interface would."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
