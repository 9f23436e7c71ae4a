"""Which ranker serves, and why."""

from __future__ import annotations

from typing import Final

from aiohttp import web
from pydantic import BaseModel

from daemon.keys import RECOMMENDER

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Moment

routes: Final = Routes()


class GateOut(BaseModel):
    """Why the ranker in use is the one in use."""

    passed: bool
    reason: str
    figures: dict[str, float]


class ModelOut(BaseModel):
    """The ranker that serves; `trained` tells of a model learned from this person's slates."""

    trained: bool
    ranker: str
    samples: int
    metrics: dict[str, float]
    last_trained: Moment | None
    gate: GateOut


@routes.add(Route("GET", "/api/videos/model/status", "Which ranker serves", reply=ModelOut))
async def get_model(request: web.Request) -> ModelOut:
    """Return the ranker in use, how much it knows, and why no trained one serves."""
    app, user_id = request.app, request[CALLER].user_id
    person = await app[RECOMMENDER].person(user_id)
    reason = f"No model has been trained, so {person.dials.ranker}, which needs no training, ranks."
    return ModelOut(
        trained=False,
        ranker=person.dials.ranker,
        samples=person.positive_count(app[RECOMMENDER].catalog),
        metrics={},
        last_trained=None,
        gate=GateOut(passed=False, reason=reason, figures={}),
    )
