"""What is known of a person, for the dashboard: a map of their videos, their weeks, their channels."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from aiohttp import web
from pydantic import BaseModel, Field

from daemon.keys import RECOMMENDER, STORE
from daemon.recommender.effect import LOOKED_AT
from daemon.recommender.overview import Overview
from daemon.store.videos import thumbnail_url

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Moment, Wire

routes: Final = Routes()


class PointOut(BaseModel):
    """A video's place: alike ones lie close to each other; `persona` is null for what belongs to none."""

    video_id: str
    title: str
    thumbnail_url: str
    x: float
    y: float
    persona: int | None


class PersonaWeekOut(BaseModel):
    """A week, and how many videos of each persona were watched or liked in it, by index."""

    began_at: Moment
    counts: list[int]


class MapOut(BaseModel):
    """A person's videos in a plane; of a long history every n-th is drawn, `total` is how many there are."""

    points: list[PointOut]
    total: int
    weeks: list[PersonaWeekOut]


class ShareOut(BaseModel):
    """An interest's share of what was liked, faded and as its dial says, and of the first places of the feed."""

    index: int
    label: str
    liked: float
    shown: float


class BalanceOut(BaseModel):
    """How well the first places of the feed answer to the person's interests; empty before there are any."""

    places: int
    personas: list[ShareOut]


class ChannelsIn(Wire):
    """How many channels."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20


class ChannelOut(BaseModel):
    """A channel as the person stands to it; `affinity_score` (0-1) is one half while nothing is known."""

    channel_id: str | None
    channel_name: str | None
    subscribed: bool
    videos_watched: int
    thumbs_up: int
    thumbs_down: int
    affinity_score: float


class ChannelsOut(BaseModel):
    """The channels a person likes most."""

    channels: list[ChannelOut]


@routes.add(Route("GET", "/api/videos/personas/map", "The person's videos as a map", reply=MapOut))
async def get_map(request: web.Request) -> MapOut:
    """Return the watched and liked videos in a plane, by persona, and the personas' weeks; empty before there are any."""
    made = await request.app[RECOMMENDER].about.overview(request[CALLER].user_id)
    return await asyncio.to_thread(_map_out, made)


def _map_out(made: Overview) -> MapOut:
    points = zip(made.videos, made.places.tolist(), made.personas.tolist(), strict=True)
    weeks = zip(made.weeks.began_at.tolist(), made.weeks.counts.tolist(), strict=True)
    return MapOut(
        points=[
            PointOut(
                video_id=video.video_id,
                title=video.title,
                thumbnail_url=thumbnail_url(video.video_id),
                x=round(x, 4),
                y=round(y, 4),
                persona=None if persona < 0 else persona,
            )
            for video, (x, y), persona in points
        ],
        total=made.total,
        weeks=[PersonaWeekOut(began_at=began_at, counts=counts) for began_at, counts in weeks],
    )


@routes.add(
    Route(
        "GET",
        "/api/videos/personas/balance",
        "The interests' shares of the feed and of what was liked",
        reply=BalanceOut,
    )
)
async def get_balance(request: web.Request) -> BalanceOut:
    """Return each interest's share of what was liked beside its share of the first places of the feed as it is now."""
    user_id, recommender = request[CALLER].user_id, request.app[RECOMMENDER]
    first = [each.video.video_id for each in (await recommender.look(user_id)).items[:LOOKED_AT]]
    told = await recommender.about.balance(user_id, first)
    shares = enumerate(zip(told.labels, told.liked.tolist(), told.shown.tolist(), strict=True))
    return BalanceOut(
        places=len(first),
        personas=[
            ShareOut(index=index, label=label, liked=round(liked, 4), shown=round(shown, 4))
            for index, (label, liked, shown) in shares
        ],
    )


@routes.add(Route("GET", "/api/channels", "The channels liked most", query=ChannelsIn, reply=ChannelsOut))
async def get_channels(request: web.Request, given: ChannelsIn) -> ChannelsOut:
    """List channels by affinity, the highest first; to see less or none of one, make a rule."""
    found = await request.app[STORE].channels.liked_most(request[CALLER].user_id, given.limit)
    return ChannelsOut(channels=[ChannelOut.model_validate(each, from_attributes=True) for each in found])
