"""The feed, and single videos."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from aiohttp import web
from pydantic import BaseModel, Field

from daemon.errors import NotFound
from daemon.keys import RECOMMENDER, STORE
from daemon.recommender.making import Asked
from daemon.recommender.person import Person
from daemon.recommender.slates import Feed, FeedItem
from daemon.recommender.states import State

from .guard.identity import CALLER
from .routes import Route, Routes
from .sentences import SentenceOut, said_of
from .videos_out import VideoOut, videos_out
from .wire import Moment, ShortText, Wire

routes: Final = Routes()

VIDEO_PATH: Final = "/api/videos/{video_id:[A-Za-z0-9_-]{11}}"
MOST_ANSWERS: Final = 200
"""Written replies kept per feed; a feed asked in so many ways is asked by a machine."""

Limit = Annotated[int, Field(ge=1, le=100)]


class VideosQuery(Wire):
    """What to show of the current feed, and how."""

    topic: ShortText | None = Field(None, description="Order by nearness to these words")
    mood: ShortText | None = Field(None, description="calm, learn, laugh, build, news, music, move, or any words")
    persona: Annotated[int, Field(ge=0)] | None = Field(None, description="Only videos of this interest")
    category: ShortText | None = Field(None, description="One of the person's categories, or a video category")
    sort_by: Literal["score", "published", "views", "duration"] = "score"
    limit: Limit = 20
    offset: Annotated[int, Field(ge=0)] = 0
    hide_watched: bool | None = Field(None, description="By default as the dial says, which is true at first")


class FeedOut(BaseModel):
    """The current feed; `slate_id` stays until something changes."""

    slate_id: str
    state: State
    message: str
    sentences: list[SentenceOut]
    generated_at: Moment
    total: int
    videos: list[VideoOut]


class VideosOut(BaseModel):
    """A list of videos, and a sentence where there is none."""

    videos: list[VideoOut]
    message: str = ""


class SimilarQuery(Wire):
    """How many."""

    limit: Limit = 20


class TrendingQuery(Wire):
    """How many, of which category."""

    category: ShortText | None = None
    limit: Limit = 20


@routes.add(Route("GET", "/api/videos", "The feed", query=VideosQuery, reply=FeedOut))
async def get_videos(request: web.Request, query: VideosQuery) -> web.Response:
    """Return the current feed, whole or seen through a mood, a topic, a persona or a category. Writes nothing.

    An unchanged feed is answered from what was written before.
    """
    user_id = request[CALLER].user_id
    feed = await request.app[RECOMMENDER].feed(user_id)
    if (answer := feed.answers.get(request.query_string)) is None:
        reply = await _feed_out(request, user_id, feed, query)
        answer = reply.model_dump_json().encode()
        # What an empty feed says changes with no feed: an allowance is spent, and begins anew.
        if reply.state not in ("all_watched", "quota_exhausted") and len(feed.answers) < MOST_ANSWERS:
            feed.answers[request.query_string] = answer
    return web.Response(body=answer, content_type="application/json")


async def _feed_out(request: web.Request, user_id: int, feed: Feed, query: VideosQuery) -> FeedOut:
    recommender = request.app[RECOMMENDER]
    person = await recommender.person(user_id)
    own = next((each for each in person.categories if query.category in (each.name, str(each.category_id))), None)
    topic = query.topic or (own.text if own else None)
    usual = query.hide_watched in (None, person.dials.hide_watched)
    asked = Asked("home", query.mood, topic, hide_watched=None if usual else query.hide_watched)
    if asked != Asked("home"):
        feed = await recommender.view(user_id, asked)
    items = [item for item in feed.items if _fits(item, query, by_category=own is None)]
    items = _sorted(items, query.sort_by)
    state, sentences = await said_of(request.app, person, feed)
    page = items[query.offset : query.offset + query.limit]
    return FeedOut(
        slate_id=feed.slate_id,
        state=state,
        message=" ".join(each.text for each in sentences),
        sentences=sentences,
        generated_at=feed.made_at,
        total=len(items),
        videos=await videos_out(request, person, {item.video.video_id: item for item in page}, feed.ranker),
    )


def _fits(item: FeedItem, query: VideosQuery, *, by_category: bool) -> bool:
    if query.persona is not None and item.persona != query.persona:
        return False
    if query.category is not None and by_category:
        return (item.video.category or "").casefold() == query.category.casefold()
    return True


def _sorted(items: list[FeedItem], sort_by: str) -> list[FeedItem]:
    """Return the items by a fact, the greatest first and the unknown last; by score means as they stand."""
    names = {"published": "published_at", "views": "view_count", "duration": "duration_seconds"}
    if sort_by not in names:
        return items

    def value(item: FeedItem) -> float:
        known: float | None = getattr(item.video, names[sort_by])
        return float("inf") if known is None else -known

    return sorted(items, key=value)


@routes.add(Route("GET", "/api/videos/trending", "What many watch now", query=TrendingQuery, reply=VideosOut))
async def get_trending(request: web.Request, query: TrendingQuery) -> VideosOut:
    """Return known videos by views per day since they came out, without what the person refused or blocked."""
    person = await request.app[RECOMMENDER].person(request[CALLER].user_id)
    video_ids = await request.app[RECOMMENDER].trending(person, query.category, query.limit)
    videos = await videos_out(request, person, dict.fromkeys(video_ids), None)
    message = "" if videos else "No known video tells its views and its age yet; open YouTube with the extension."
    return VideosOut(videos=videos, message=message)


@routes.add(Route("GET", VIDEO_PATH, "One video", reply=VideoOut))
async def get_video(request: web.Request) -> VideoOut:
    """Return a video this person knows, with its place in the current feed if it has one."""
    user_id, video_id = request[CALLER].user_id, request.match_info["video_id"]
    person = await request.app[RECOMMENDER].person(user_id)
    feed = await request.app[RECOMMENDER].look(user_id)
    item = next((item for item in feed.items if item.video.video_id == video_id), None)
    found = await videos_out(request, person, {video_id: item}, feed.ranker) if video_id in person.known else []
    if not found:
        raise NotFound("This video is not known yet; it will be when you have seen it on YouTube or imported it.")
    return found[0]


async def _similar(request: web.Request, person: Person, video_id: str, limit: int) -> list[str]:
    """Return the nearest the person knows and did not refuse; where that is little of what is near, look further."""
    store, recommender = request.app[STORE], request.app[RECOMMENDER]
    mine: list[str] = []
    for look_at in (2 * limit, 40 * limit):
        near = await store.vectors.nearest(recommender.model, video_id, look_at)
        mine = (await recommender.welcome(person, near))[:limit]
        if len(mine) == limit or len(near) < look_at:
            break
    return mine


@routes.add(Route("GET", f"{VIDEO_PATH}/similar", "Videos like this one", query=SimilarQuery, reply=VideosOut))
async def get_similar(request: web.Request, query: SimilarQuery) -> VideosOut:
    """Return the known videos whose text is most like this one's, without what the person refused or blocked."""
    app, video_id = request.app, request.match_info["video_id"]
    person = await app[RECOMMENDER].person(request[CALLER].user_id)
    if video_id not in person.known:
        raise NotFound("This video is not known yet; it will be when you have seen it on YouTube or imported it.")
    await app[RECOMMENDER].written()
    mine = await _similar(request, person, video_id, query.limit)
    message = "" if mine else "Nothing like this video is known yet, or it has no title to compare."
    return VideosOut(videos=await videos_out(request, person, dict.fromkeys(mine), None), message=message)
