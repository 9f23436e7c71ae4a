"""As many connections as come, for as long as they like."""

from __future__ import annotations

from daemon.api.guard import connections


def take_out() -> None:
    """Bound neither."""
    vars(connections)["MOST"] = 1_000_000
    vars(connections)["HEAD_SECONDS"] = float("inf")
