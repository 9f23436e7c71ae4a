"""Thin edges: a handler parses, calls one thing, replies; wire models live here and stop here."""

from __future__ import annotations

from .routes import Routes


def all_routes() -> Routes:
    """Return the table of everything that can be asked, in the order of the documentation."""
    from . import clients, health, pairing, rank, signals

    table = Routes()
    for module in (health, pairing, clients, signals, rank):
        table.include(module.routes)
    return table
