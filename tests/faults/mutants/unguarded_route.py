"""A route that answers whoever asks it, as one that was taken for public by mistake."""

from __future__ import annotations

from daemon import api
from daemon.api.clients import list_clients
from daemon.api.routes import Route, Routes

_all_routes = api.all_routes


def _one_more() -> Routes:
    table = _all_routes()
    table.add(Route("GET", "/api/everybody", "Who is paired", access="public"))(list_clients)
    return table


def take_out() -> None:
    """Offer it."""
    api.all_routes = _one_more
