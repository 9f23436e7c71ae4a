"""The language model of the person's choice: whether there is one, what it would be sent, what it took, and whether it may be asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from aiohttp import web
from pydantic import BaseModel, Field

from daemon.agent.categories import interests_question, labels_question
from daemon.agent.model import Question
from daemon.errors import Conflict
from daemon.keys import CLOCK, MODEL, RECOMMENDER, SETTINGS, STORE
from daemon.store.model_use import Usage

from .guard.identity import CALLER
from .routes import Route, Routes
from .understanding import question_about
from .wire import ShortText, Wire

routes: Final = Routes()

DAYS: Final = 30
EXAMPLE: Final = "Less drama in the evening"


class UsedOut(BaseModel):
    """What was used; dollars are 0 where no price is known."""

    requests: int
    input_tokens: int
    output_tokens: int
    dollars: float


class AgentOut(BaseModel):
    """The model and its use; without one nothing is sent and `destination` is empty."""

    is_set: bool
    destination: str
    has_agreed: bool
    seconds: float
    today: UsedOut
    last_30_days: UsedOut


class PreviewIn(Wire):
    """What a model would be asked for."""

    purpose: Literal["rules", "interests", "labels"]
    text: ShortText = Field(EXAMPLE, description="the sentence, for rules")


class PreviewOut(BaseModel):
    """The whole of one question, as it would be sent: two messages, and the schema of the answer."""

    destination: str
    instructions: str
    data: str
    answer_schema: dict[str, Any]


class ConsentIn(Wire):
    """Whether the model may be asked."""

    agreed: bool


@routes.add(Route("GET", "/api/agent", "The language model and its use", reply=AgentOut))
async def get_agent(request: web.Request) -> AgentOut:
    """Say which model is set, whether the person agreed to its being asked, and what it took; changed by settings alone."""
    return await agent_out(request.app, request[CALLER].user_id)


@routes.add(Route("POST", "/api/agent/preview", "What would be sent to the model", body=PreviewIn, reply=PreviewOut))
async def preview(request: web.Request, given: PreviewIn) -> PreviewOut:
    """Return a question exactly as it would be sent now. Nothing is sent and nothing is kept."""
    question = await _question(request, given)
    return PreviewOut(
        destination=request.app[MODEL].destination,
        instructions=question.instructions,
        data=question.data,
        answer_schema=question.answer.model_json_schema(),
    )


@routes.add(Route("PUT", "/api/agent/consent", "Let the model be asked, or no longer", body=ConsentIn, reply=AgentOut))
async def consent(request: web.Request, given: ConsentIn) -> AgentOut:
    """Keep whether the person lets this model at this address be asked; another one is asked about again. 409 without a model."""
    app, user_id = request.app, request[CALLER].user_id
    if not given.agreed:
        await app[STORE].model_use.withdraw(user_id)
    elif app[MODEL].is_set:
        await app[STORE].model_use.agree(user_id, app[MODEL].destination, now=app[CLOCK]())
    else:
        raise Conflict("No language model is set; `model` in ownfeed.toml names one.")
    return await agent_out(app, user_id)


async def agent_out(app: web.Application, user_id: int) -> AgentOut:
    """Return how it stands with the model."""
    now = datetime.fromtimestamp(app[CLOCK](), UTC)
    since = {
        days: await app[STORE].model_use.since((now - timedelta(days=days - 1)).date().isoformat())
        for days in (1, DAYS)
    }
    return AgentOut(
        is_set=app[MODEL].is_set,
        destination=app[MODEL].destination,
        has_agreed=await app[MODEL].may_be_asked(user_id),
        seconds=app[SETTINGS].model_seconds,
        today=_used(since[1]),
        last_30_days=_used(since[DAYS]),
    )


async def _question(request: web.Request, given: PreviewIn) -> Question[Any]:
    if given.purpose == "rules":
        return question_about(given.text, datetime.fromtimestamp(request.app[CLOCK](), UTC).astimezone())
    told, known = await request.app[RECOMMENDER].about.portrait(request[CALLER].user_id)
    return interests_question(told, known) if given.purpose == "interests" else labels_question(told.clusters)


def _used(used: Usage) -> UsedOut:
    return UsedOut(
        requests=used.requests, input_tokens=used.input_tokens, output_tokens=used.output_tokens, dollars=used.dollars
    )
