"""Thin edges: a handler parses, calls one thing, replies; wire models live here and stop here."""

from __future__ import annotations

from .routes import Routes


def all_routes() -> Routes:
    """Return the table of everything that can be asked, in the order of the documentation."""
    from . import (
        agent,
        categories,
        clients,
        comparison,
        data,
        discover,
        documentation,
        evaluation,
        event_stream,
        health,
        importing,
        jobs,
        metrics,
        model,
        overview,
        pairing,
        personas,
        quota,
        rank,
        rating,
        rules,
        settings,
        signals,
        status,
        videos,
    )

    table = Routes()
    for module in (
        health, pairing, signals, rating, rank, videos, importing, discover, categories, personas, overview, model, quota, settings,
        evaluation, comparison, rules, agent, status, jobs, metrics, event_stream, data, clients, documentation,
    ):  # fmt: skip
        table.include(module.routes)
    return table
