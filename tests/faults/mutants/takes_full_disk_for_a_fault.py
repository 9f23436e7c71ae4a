"""What SQLite says of a full or failing disk is not told apart from a mistake of ours."""

from __future__ import annotations

from daemon.store import writer


def take_out() -> None:
    """Translate nothing."""
    writer._translated = lambda error: error
