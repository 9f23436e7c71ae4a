"""The order of a page's cards."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from aiohttp import web
from pydantic import BaseModel, BeforeValidator

from daemon.errors import TooLarge
from daemon.keys import CLOCK, JOBS, RECOMMENDER
from daemon.recommender.making import Asked
from daemon.store.videos import VideoFacts

from .cards import Card
from .guard.identity import CALLER, note_seen
from .reasons import ReasonOut, reasons_out
from .routes import Route, Routes
from .wire import ShortText, VideoId, Wire

routes: Final = Routes()

MOST_CARDS: Final = 300


class RankContext(Wire):
    """The moment: a mood (by name or in words) and the video that is playing."""

    mood: ShortText | None = None
    now_playing: VideoId | None = None


def _few_enough(value: Any) -> Any:
    if isinstance(value, list) and len(value) > MOST_CARDS:
        raise TooLarge(f"Send at most {MOST_CARDS} cards at once; these are {len(value)}.")
    return value


class RankIn(Wire):
    """A page's cards in the page's own order; an id sent twice comes back once."""

    surface: Literal["home", "watch_next", "search", "subscriptions"]
    cards: Annotated[list[Card], BeforeValidator(_few_enough)]
    context: RankContext = RankContext()


class RankedOut(BaseModel):
    """One card in its new place; `hide` stands last."""

    video_id: str
    score: float
    action: Literal["show", "demote", "hide"]
    reasons: list[ReasonOut]


class RankOut(BaseModel):
    """The page in its new order."""

    slate_id: str
    ranker: str
    items: list[RankedOut]


@routes.add(Route("POST", "/api/rank", "Order the cards of a page", body=RankIn, reply=RankOut))
async def rank(request: web.Request, given: RankIn) -> RankOut:
    """Order the cards with the newest taste; they become known videos of this person, and the slate is logged."""
    user_id, now = request[CALLER].user_id, request.app[CLOCK]()
    facts: dict[str, VideoFacts] = {}
    for card in given.cards:
        facts.setdefault(card.video_id, card.to_facts(now))
    asked = Asked(given.surface, mood=given.context.mood, now_playing=given.context.now_playing)
    ranked = await request.app[RECOMMENDER].rank(user_id, list(facts.values()), asked)
    if ranked.has_news:
        request.app[JOBS].changed(user_id)
    await note_seen(request)
    return RankOut(
        slate_id=ranked.slate_id,
        ranker=ranked.ranker,
        items=[
            RankedOut(video_id=item.video_id, score=item.score, action=item.action, reasons=reasons_out(item.reasons))
            for item in ranked.items
        ],
    )
