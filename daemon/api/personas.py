"""A person's interests as found in what they watch."""

from __future__ import annotations

from typing import Annotated, Final

from aiohttp import web
from pydantic import BaseModel, Field, StringConstraints

from daemon.events import News
from daemon.keys import EVENTS, JOBS, RECOMMENDER, STORE
from daemon.store.personas import Persona, PersonaConfig
from daemon.store.videos import thumbnail_url
from recsys.personas import MAX_PERSONAS, MIN_PERSONAS

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Moment, Success, Wire

routes: Final = Routes()

PERSONA_PATH: Final = r"/api/videos/personas/{index:\d{1,4}}"


class SampleOut(BaseModel):
    """A video that stands for an interest."""

    video_id: str
    title: str
    thumbnail_url: str


class PersonaOut(BaseModel):
    """One interest; `activity_score` (0–1) is how alive it is."""

    index: int
    label: str
    activity_score: float
    video_count: int
    last_activity: Moment | None
    weight: float
    muted: bool
    sample_videos: list[SampleOut]


class ConfigOut(BaseModel):
    """How the interests were found; all null before they were."""

    k: int | None = None
    last_clustered: Moment | None = None
    clustering_samples: int | None = None
    silhouette_score: float | None = None


class PersonasOut(BaseModel):
    """The interests by index, and a sentence where there are none."""

    personas: list[PersonaOut]
    config: ConfigOut
    message: str = ""


class RefreshIn(Wire):
    """How many interests to look for; without it the number that separates them best."""

    k: Annotated[int, Field(ge=MIN_PERSONAS, le=MAX_PERSONAS)] | None = None


class JobOut(BaseModel):
    """Work that was queued."""

    job_id: str
    estimated_time: float = Field(description="seconds")


class MergeIn(Wire):
    """Interests that are one; the first keeps its name."""

    indexes: Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=MAX_PERSONAS)]


class LabelIn(Wire):
    """A name of the person's own; it stays with the interest when it moves."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]


class PersonaChange(Wire):
    """The person's dials of one interest."""

    weight: Annotated[float, Field(ge=0, le=3)] | None = None
    muted: bool | None = None


@routes.add(Route("GET", "/api/videos/personas", "Interests found in the history", reply=PersonasOut))
async def get_personas(request: web.Request) -> PersonasOut:
    """List the interests; before there are 30 liked or watched videos there are none, and a sentence says so."""
    return await _listed(request)


async def _listed(request: web.Request) -> PersonasOut:
    store, user_id = request.app[STORE], request[CALLER].user_id
    personas = await store.personas.all(user_id)
    samples = [video_id for persona in personas for video_id in persona.sample_video_ids]
    titles = {facts.video_id: facts.title for facts in await store.videos.many(samples)}
    return PersonasOut(
        personas=[_persona_out(index, persona, titles) for index, persona in enumerate(personas)],
        config=_config_out(await store.personas.config(user_id)),
        message="" if personas else "Interests are found once 30 videos were liked or watched for at least half.",
    )


def _persona_out(index: int, persona: Persona, titles: dict[str, str]) -> PersonaOut:
    return PersonaOut(
        index=index,
        label=persona.label,
        activity_score=persona.activity_score,
        video_count=persona.video_count,
        last_activity=persona.last_activity,
        weight=persona.weight,
        muted=persona.muted,
        sample_videos=[
            SampleOut(video_id=video_id, title=titles.get(video_id, ""), thumbnail_url=thumbnail_url(video_id))
            for video_id in persona.sample_video_ids
        ],
    )


def _config_out(config: PersonaConfig | None) -> ConfigOut:
    if config is None:
        return ConfigOut()
    return ConfigOut(
        k=config.k,
        last_clustered=config.last_clustered,
        clustering_samples=config.clustering_samples,
        silhouette_score=config.silhouette_score,
    )


@routes.add(Route("POST", "/api/videos/personas/refresh", "Find the interests anew", body=RefreshIn, reply=JobOut))
async def refresh_personas(request: web.Request, given: RefreshIn) -> JobOut:
    """Queue the clustering; it runs in a process of its own."""
    user_id = request[CALLER].user_id
    params = {} if given.k is None else {"k": given.k}
    job_id = await request.app[JOBS].submit("personas", user_id, **params)
    recommender = request.app[RECOMMENDER]
    person = await recommender.person(user_id)
    positives = await recommender.run(lambda: person.positive_count(recommender.catalog))
    return JobOut(job_id=job_id, estimated_time=round(3.0 + positives / 2_000, 1))


@routes.add(Route("POST", "/api/videos/personas/merge", "Make several interests one", body=MergeIn, reply=PersonasOut))
async def merge_personas(request: web.Request, given: MergeIn) -> PersonasOut:
    """Join interests into the first of them; the next clustering may part them again."""
    user_id = request[CALLER].user_id
    await request.app[STORE].personas.merge(user_id, given.indexes)
    await _tell(request, user_id)
    return await _listed(request)


@routes.add(Route("PUT", f"{PERSONA_PATH}/label", "Name an interest", body=LabelIn, reply=Success))
async def label_persona(request: web.Request, given: LabelIn) -> Success:
    """Give an interest a name of the person's own."""
    return await _change(request, {"label": given.label})


@routes.add(Route("PATCH", PERSONA_PATH, "Weigh or mute an interest", body=PersonaChange, reply=Success))
async def change_persona(request: web.Request, given: PersonaChange) -> Success:
    """Set the weight (0–3) or mute an interest; it changes the next feed."""
    return await _change(request, given.model_dump(exclude_none=True))


async def _change(request: web.Request, values: dict[str, object]) -> Success:
    user_id = request[CALLER].user_id
    await request.app[STORE].personas.change(user_id, int(request.match_info["index"]), values)
    await _tell(request, user_id)
    return Success()


async def _tell(request: web.Request, user_id: int) -> None:
    await request.app[RECOMMENDER].personas_changed(user_id)
    request.app[EVENTS].tell(News("personas", user_id, {}))
