"""A body that cannot be used is answered with a status the description does not name."""

from __future__ import annotations

from daemon.errors import InvalidRequest


def take_out() -> None:
    """Answer 422, as others do."""
    InvalidRequest.status = 422
