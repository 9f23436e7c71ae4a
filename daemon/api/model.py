"""Which ranker serves, and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from aiohttp import web
from pydantic import BaseModel, Field

from daemon.jobs import weights
from daemon.jobs.train import KIND, SCHEMA
from daemon.keys import JOBS, RECOMMENDER, STORE
from daemon.recommender.person import Person
from daemon.store.models import Model
from recsys.rankers.hybrid import HybridConfig
from recsys.training.gate import missing

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Moment

routes: Final = Routes()


class GateOut(BaseModel):
    """What was decided about the model trained last, in a sentence, and the figures behind it."""

    passed: bool
    reason: str
    figures: dict[str, float]


class ModelOut(BaseModel):
    """The ranker that serves; `trained` tells of a model learned from this person's slates."""

    trained: bool
    ranker: str
    samples: int = Field(description="cards seen that it was trained on, or could be")
    metrics: dict[str, float]
    last_trained: Moment | None
    gate: GateOut


class TrainingOut(BaseModel):
    """A training that was queued."""

    job_id: str


@routes.add(Route("GET", "/api/videos/model/status", "Which ranker serves", reply=ModelOut))
async def get_model(request: web.Request) -> ModelOut:
    """Return the ranker in use, what the last training came to, and why its model serves or does not."""
    app, user_id = request.app, request[CALLER].user_id
    person = await app[RECOMMENDER].person(user_id)
    last = await app[STORE].models.newest(user_id, KIND)
    if last is None:
        return await _untrained(request, person)
    figures, serves = last.metrics["figures"], last.state == "serving" and person.trained is not None
    return ModelOut(
        trained=True,
        ranker=person.ranker().name,
        samples=last.metrics["samples"],
        metrics=figures | await _weights(request, person),
        last_trained=last.created_at,
        gate=GateOut(passed=serves, reason=_reason(person, last), figures=figures),
    )


@routes.add(Route("POST", "/api/videos/model/train", "Learn from what was shown", reply=TrainingOut))
async def train_model(request: web.Request) -> TrainingOut:
    """Queue a training: of the weights, where that is due, then of a model; only one that passes the gate serves."""
    return TrainingOut(job_id=await request.app[JOBS].submit("train", request[CALLER].user_id))


async def _untrained(request: web.Request, person: Person) -> ModelOut:
    model = request.app[RECOMMENDER].model
    known = await request.app[STORE].outcomes.experience(person.user_id, model, SCHEMA)
    shortage = missing(known.impressions, known.clicks) or "No model has been trained yet."
    ranker = person.ranker().name
    gate = GateOut(passed=False, reason=f"{shortage} Until then {ranker}, which needs no training, ranks.", figures={})
    metrics = await _weights(request, person)
    return ModelOut(
        trained=False, ranker=ranker, samples=known.impressions, metrics=metrics, last_trained=None, gate=gate
    )


async def _weights(request: web.Request, person: Person) -> dict[str, float]:
    """Return the hybrid's weights where they were fitted to this person, as `weight_…`, and when they were."""
    stored = await request.app[STORE].models.serving(person.user_id, weights.KIND)
    if stored is None or person.hybrid.config == HybridConfig():
        return {}
    told = {f"weight_{name}": float(value) for name, value in asdict(person.hybrid.config).items()}
    return told | {"weights_fitted_at": stored.created_at}


def _reason(person: Person, last: Model) -> str:
    """Return why the model trained last serves or does not."""
    reason = str(last.metrics["reason"])
    if last.state == "serving" and person.trained is None:
        reason = "It learned from another feature table or embedding than today's, so it waits for the next training."
    elif last.metrics["passed"] and last.state == "retired":
        reason = "It has become worse than hybrid on the newest pages, so it was taken back."
    chosen = person.dials.ranker
    return reason if chosen == "auto" else f"{reason} Whatever is proven, you chose {chosen}."
