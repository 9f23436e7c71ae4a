"""How well the ranking does on the person's own weeks."""

from __future__ import annotations

from typing import Any, Final

from aiohttp import web
from pydantic import BaseModel, Field

from daemon.keys import JOBS, STORE

from .comparison import ComparisonOut, comparison_of
from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Moment

routes: Final = Routes()

NOT_YET: Final = "Nothing has been replayed yet; `ownfeed evaluate` does it now, and OwnFeed once a week."


class FigureOut(BaseModel):
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float


class DifferenceOut(FigureOut):
    """How much more the first has than the second, over the same weeks or pages."""

    ours: str
    theirs: str
    metric: str


class WeekOut(BaseModel):
    """A week, and how many of its new videos each ranker would have had among its first hundred."""

    began_at: Moment
    wanted: int
    found: dict[str, int]


class WeeksOut(BaseModel):
    """The replay of weeks: everything known is ranked as it was at each week's start."""

    too_early: bool
    videos: int
    wanted: int
    each: list[WeekOut]
    rankers: dict[str, dict[str, FigureOut]]
    paired: list[DifferenceOut]


class PagesOut(BaseModel):
    """The replay of pages of YouTube's that were shown and on which something was wanted."""

    too_early: bool
    count: int
    rankers: dict[str, dict[str, FigureOut]]
    paired: list[DifferenceOut]


class ChoiceOut(BaseModel):
    """What a dial or a rule changed among the first thirty of the feed, at the time of the replay."""

    kind: str
    name: str
    id: str | None
    added: int
    removed: int
    moved: int


class EvaluationOut(BaseModel):
    """The latest replay; without one `made_at` is null and the message says what to do."""

    made_at: Moment | None
    message: str
    ours: str | None = None
    weeks: WeeksOut | None = None
    pages: PagesOut | None = None
    choices: list[ChoiceOut] = Field(default_factory=list)
    comparison: ComparisonOut
    does_not_show: list[str] = Field(default_factory=list)


class EvaluationJobOut(BaseModel):
    """A replay that was queued."""

    job_id: str


@routes.add(Route("GET", "/api/evaluation", "The latest replay", reply=EvaluationOut))
async def get_evaluation(request: web.Request) -> EvaluationOut:
    """Return what each ranker would have shown in the person's own weeks, and which of two compared ones they click."""
    user_id = request[CALLER].user_id
    found = await request.app[STORE].evaluations.newest(user_id)
    comparison = await comparison_of(request, user_id)
    told: dict[str, Any] = {"message": NOT_YET} if found is None else dict(found.report)
    return EvaluationOut(made_at=None if found is None else found.made_at, comparison=comparison, **told)


@routes.add(Route("POST", "/api/evaluation", "Replay now", reply=EvaluationJobOut))
async def replay(request: web.Request) -> EvaluationJobOut:
    """Queue a replay of the person's own weeks."""
    return EvaluationJobOut(job_id=await request.app[JOBS].submit("evaluate", request[CALLER].user_id))
