"""Two rankers, compared on the person's own clicks."""

from __future__ import annotations

from typing import Final

import numpy as np
from aiohttp import web
from pydantic import BaseModel, Field

from daemon.keys import RECOMMENDER, STORE
from recsys.interleaving import Preference, preference
from recsys.metrics import SURE

from .guard.identity import CALLER
from .routes import Route, Routes

routes: Final = Routes()

SEED: Final = 0
"""Of the bootstrap: the same clicks are always told alike."""

NO_TWO: Final = (
    "There are no two rankers to compare: one trained on your pages does not serve you yet, or is both of them."
)


class ComparisonOut(BaseModel):
    """The rankers of the dial `compare`, by the slates in which they were interleaved and one of their cards was clicked."""

    first: str | None
    second: str | None
    wins: int = Field(description="slates on which the first earned more clicks")
    losses: int
    ties: int
    mean: float | None = Field(description="1: the first always wins, -1: the second; null without a clicked slate")
    low: float | None = Field(description="of the 95 % bootstrap over slates")
    high: float | None
    p_value: float = Field(description="two-sided sign test")
    message: str


@routes.add(Route("GET", "/api/comparison", "Two rankers on your own clicks", reply=ComparisonOut))
async def get_comparison(request: web.Request) -> ComparisonOut:
    """Return which of the two rankers that are compared earns more clicks, and how sure that is."""
    return await comparison_of(request, request[CALLER].user_id)


async def comparison_of(request: web.Request, user_id: int) -> ComparisonOut:
    """Return the comparison of a person."""
    person = await request.app[RECOMMENDER].person(user_id)
    first, second = person.dials.compare or (None, None)
    teams = [ranker.name for ranker in person.compared() or ()]
    clicks = await request.app[STORE].slates.clicks_by_team(user_id, *teams) if teams else []
    told = preference(clicks, np.random.default_rng(SEED))
    mean, low, high = (
        float(each) if clicks else None for each in (told.interval.mean, told.interval.low, told.interval.high)
    )
    return ComparisonOut(
        first=first,
        second=second,
        wins=told.wins,
        losses=told.losses,
        ties=told.ties,
        mean=mean,
        low=low,
        high=high,
        p_value=told.p_value,
        message=_sentence(first, second, told) if teams or not first else NO_TWO,
    )


def _sentence(first: str | None, second: str | None, told: Preference) -> str:
    if not first or not second:
        return "Nothing is compared; choose two rankers to begin (the setting `compare`)."
    slates = told.wins + told.losses + told.ties
    if told.p_value < SURE and (told.interval.low > 0 or told.interval.high < 0):
        winner, loser = (first, second) if told.interval.mean > 0 else (second, first)
        return f"You click what {winner} chose more often than what {loser} chose, over {slates} lists."
    return f"No difference is sure yet after {slates} clicked lists."
