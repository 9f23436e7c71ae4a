"""A video as it goes out."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web
from pydantic import BaseModel

from daemon.keys import RECOMMENDER, STORE
from daemon.recommender.person import Person
from daemon.recommender.slates import FeedItem
from daemon.store.videos import VideoFacts, thumbnail_url, watch_url

from .reasons import ReasonOut, reasons_out
from .wire import Moment


class PersonaOut(BaseModel):
    """The interest a video is nearest to."""

    index: int
    label: str


class BreakdownOut(BaseModel):
    """The factors of the persona formula, shown whatever ranker is in use."""

    content_score: float
    matching_persona: int | None
    channel_boost: float
    view_health: float
    recency_factor: float


class VideoOut(BaseModel):
    """What is known of a video, and where it stands for this person; score and reasons only within a feed."""

    video_id: str
    title: str
    channel_name: str | None
    channel_id: str | None
    channel_handle: str | None
    duration_seconds: float | None
    view_count: int | None
    like_count: int | None
    published_at: Moment | None
    is_live: bool | None
    is_short: bool | None
    tags: list[str]
    category: str | None
    categories: list[str]
    description: str
    language: str | None
    url: str
    thumbnail_url: str
    rating: str | None
    watched: bool
    score: float | None
    ranker: str | None
    persona: PersonaOut | None
    breakdown: BreakdownOut | None
    reasons: list[ReasonOut]


RATING_NAMES = {"THUMBS_UP": "up", "THUMBS_DOWN": "down", "NOT_INTERESTED": "not_interested"}


async def videos_out(
    request: web.Request, person: Person, items: Mapping[str, FeedItem | None], ranker: str | None
) -> list[VideoOut]:
    """Return the videos in the order of `items` (their place in a feed, None outside one); unknown ones are left out."""
    await request.app[RECOMMENDER].written()
    facts = {each.video_id: each for each in await request.app[STORE].videos.many(list(items))}
    return [
        _video_out(facts[video_id], item, person, ranker, is_watched=person.has_watched(video_id))
        for video_id, item in items.items()
        if video_id in facts
    ]


def _video_out(
    facts: VideoFacts, item: FeedItem | None, person: Person, ranker: str | None, *, is_watched: bool
) -> VideoOut:
    rating = person.ratings.get(facts.video_id)
    return VideoOut(
        **{name: getattr(facts, name) for name in _FACTS},
        tags=list(facts.tags),
        categories=[facts.category] if facts.category else [],
        url=watch_url(facts.video_id),
        thumbnail_url=thumbnail_url(facts.video_id),
        rating=RATING_NAMES[rating.kind.name] if rating else None,
        watched=is_watched,
        score=item.score if item else None,
        ranker=ranker if item else None,
        persona=_persona_out(item, person),
        breakdown=_breakdown_out(item),
        reasons=reasons_out(item.reasons) if item else [],
    )


_FACTS = (
    "video_id", "title", "channel_name", "channel_id", "channel_handle", "duration_seconds", "view_count",
    "like_count", "published_at", "is_live", "is_short", "category", "description", "language",
)  # fmt: skip


def _persona_out(item: FeedItem | None, person: Person) -> PersonaOut | None:
    if item is None or item.persona is None or item.persona >= len(person.personas):
        return None
    return PersonaOut(index=item.persona, label=person.personas.labels[item.persona])


def _breakdown_out(item: FeedItem | None) -> BreakdownOut | None:
    if item is None:
        return None
    made = item.breakdown
    return BreakdownOut(
        content_score=float(made.content_score),
        matching_persona=made.matching_persona,
        channel_boost=float(made.channel_boost),
        view_health=float(made.view_health),
        recency_factor=float(made.recency_factor),
    )
