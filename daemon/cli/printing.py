"""How commands print: plain lines, and tables where there is more than one thing to say of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text


def table(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> None:
    """Print rows under a head; cells are shown as they are, whatever a title may hold."""
    grid = Table(*columns, box=box.SIMPLE_HEAD)
    for row in rows:
        grid.add_row(*(Text(str(cell)) for cell in row))
    Console().print(grid)


def rfc3339(seconds: float | None) -> str | None:
    """Return seconds since the epoch as the HTTP interface would."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
