"""Interests by name; those with the source `picked` are the topics a person starts with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, Literal

from aiohttp import web
from pydantic import BaseModel, Field, StringConstraints

from daemon.agent.categories import CategoryAgent
from daemon.agent.model import ModelFailed
from daemon.errors import InvalidRequest, NotFound
from daemon.events import News
from daemon.keys import CLOCK, EVENTS, MODEL, RECOMMENDER, STORE
from daemon.store.categories import Category
from recsys.suggestions import Suggestion

from .effects import EffectOut, effect_out
from .guard.identity import CALLER
from .routes import Route, Routes
from .understanding import Asked
from .wire import LongText, Success, Wire

routes: Final = Routes()

CATEGORY_PATH: Final = r"/api/videos/categories/{category_id:\d{1,15}}"

MOST_IDS: Final = 12

Name = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
Keywords = Annotated[tuple[Name, ...], Field(max_length=50)]
CategorySource = Literal["picked", "own", "suggested"]
Score = Annotated[float, Field(ge=0, le=1)]


class CategoryIn(Wire):
    """A new interest; `picked` acts as a weak event of taste that fades as real ones arrive."""

    name: Name
    description: LongText = ""
    keywords: Keywords = ()
    source: CategorySource = "own"
    interest_score: Score = 1.0
    active: bool = True


class CategoryChange(Wire):
    """What to change of an interest."""

    name: Name | None = None
    description: LongText | None = None
    keywords: Keywords | None = None
    source: CategorySource | None = None
    interest_score: Score | None = None
    active: bool | None = None


class CategoryPreview(CategoryChange):
    """What would be changed of an interest, or a new one; to remove one is to switch it off for good."""

    id: int | None = Field(None, description="of the interest that would be changed; without it, a new one with a name")


class CategoryOut(BaseModel):
    """An interest."""

    id: int
    name: str
    description: str
    keywords: list[str]
    source: str
    interest_score: float
    active: bool


class CategoriesOut(BaseModel):
    """All interests, the oldest first."""

    categories: list[CategoryOut]


def _out(category: Category) -> CategoryOut:
    return CategoryOut(
        id=category.category_id,
        name=category.name,
        description=category.description,
        keywords=list(category.keywords),
        source=category.source,
        interest_score=category.interest_score,
        active=category.active,
    )


@routes.add(Route("GET", "/api/videos/categories", "Interests by name", reply=CategoriesOut))
async def get_categories(request: web.Request) -> CategoriesOut:
    """List the person's interests."""
    found = await request.app[STORE].categories.all(request[CALLER].user_id)
    return CategoriesOut(categories=[_out(category) for category in found])


@routes.add(Route("POST", "/api/videos/categories", "Add an interest", body=CategoryIn, reply=CategoryOut))
async def add_category(request: web.Request, given: CategoryIn) -> CategoryOut:
    """Add an interest; it changes the next feed. 409 when there is one of this name."""
    user_id = request[CALLER].user_id
    made = await request.app[STORE].categories.add(user_id, given.model_dump(), now=request.app[CLOCK]())
    await _tell(request, user_id)
    return _out(made)


class SuggestionOut(BaseModel):
    """An interest that could be named; to accept it, add it with the source `suggested`."""

    name: str
    reasoning: str = Field(description="cites the person's own videos")
    keywords: list[str]
    video_ids: list[str] = Field(description="those of the person's own videos it rests on")


class SuggestionsOut(BaseModel):
    """What the person could call their interests, the strongest first."""

    suggestions: list[SuggestionOut]
    model: Asked = Field(description="what came of asking the language model; the suggestions are there without it")


@routes.add(
    Route("POST", "/api/videos/categories/suggest", "Suggest interests by name", reply=SuggestionsOut, may_last=True)
)
async def suggest_categories(request: web.Request) -> SuggestionsOut:
    """Return names for what the person likes, with the reason in their own videos; nothing is kept. Empty before there are personas."""
    found, asked = await _suggestions(request.app, request[CALLER].user_id)
    suggestions = [
        SuggestionOut(
            name=each.name,
            reasoning=each.reasoning,
            keywords=list(each.keywords),
            video_ids=list(each.video_ids)[:MOST_IDS],
        )
        for each in found
    ]
    return SuggestionsOut(suggestions=suggestions, model=asked)


async def _suggestions(app: web.Application, user_id: int) -> tuple[list[Suggestion], Asked]:
    """Return a model's suggestions where one is set, agreed to and has any; else those made of words alone."""
    model, recommender = app[MODEL], app[RECOMMENDER]
    asked: Asked = "off" if not model.is_set else "not_agreed"
    if await model.may_be_asked(user_id):
        try:
            told, known = await recommender.about.portrait(user_id)
            found = await CategoryAgent(model).suggestions(user_id, told, known) if told.clusters else []
            if found:
                return found, "answered"
            asked = "answered" if told.clusters else "not_needed"
        except ModelFailed:
            asked = "failed"
    return await recommender.about.suggestions(user_id), asked


@routes.add(Route("PUT", CATEGORY_PATH, "Change an interest", body=CategoryChange, reply=CategoryOut))
async def change_category(request: web.Request, given: CategoryChange) -> CategoryOut:
    """Change the given fields of an interest; one said in other words fades from now on."""
    user_id, category_id = request[CALLER].user_id, int(request.match_info["category_id"])
    changes = given.model_dump(exclude_none=True)
    changed = await request.app[STORE].categories.change(user_id, category_id, changes, now=request.app[CLOCK]())
    await _tell(request, user_id)
    return _out(changed)


@routes.add(Route("DELETE", CATEGORY_PATH, "Remove an interest", reply=Success))
async def remove_category(request: web.Request) -> Success:
    """Remove an interest and what it meant."""
    user_id = request[CALLER].user_id
    await request.app[STORE].categories.remove(user_id, int(request.match_info["category_id"]))
    await _tell(request, user_id)
    return Success()


async def _tell(request: web.Request, user_id: int) -> None:
    await request.app[RECOMMENDER].choices_changed(user_id)
    request.app[EVENTS].tell(News("categories", user_id, {}))


@routes.add(
    Route(
        "POST",
        "/api/videos/categories/preview",
        "What an interest would change",
        body=CategoryPreview,
        reply=EffectOut,
    )
)
async def preview_category(request: web.Request, given: CategoryPreview) -> EffectOut:
    """Return what the feed would be with an interest changed or added, against what it is. Nothing is kept."""
    user_id = request[CALLER].user_id
    kept = await request.app[STORE].categories.all(user_id)
    wished = _with_one(kept, given, now=request.app[CLOCK]())
    return effect_out(await request.app[RECOMMENDER].what_if.with_categories(user_id, wished))


def _with_one(kept: Sequence[Category], given: CategoryPreview, *, now: float) -> list[Category]:
    changes = given.model_dump(exclude_none=True, exclude={"id"})
    if given.id is not None:
        if given.id not in {each.category_id for each in kept}:
            raise NotFound(f"There is no category {given.id}.")
        return [each.changed(changes, now=now) if each.category_id == given.id else each for each in kept]
    if given.name is None:
        raise InvalidRequest("A new interest needs a name; to change one, say its id.")
    return [*kept, Category(category_id=-1, created_at=now, **CategoryIn(**changes).model_dump())]
