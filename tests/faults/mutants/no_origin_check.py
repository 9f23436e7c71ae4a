"""Any Origin may ask."""

from __future__ import annotations

from daemon.api.guard import middleware


def take_out() -> None:
    """Look at no Origin."""
    vars(middleware)["check_origin"] = lambda _request: None
