"""The dials of taste, with their ranges."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Final, Literal

from aiohttp import web
from pydantic import Field

from daemon.keys import RECOMMENDER, STORE
from recsys.rankers import RANKERS

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Wire

routes: Final = Routes()

Mode = Literal["off", "decorate", "rerank", "shelf", "replace"]
Weight = Annotated[float, Field(ge=0, le=3)]
Ranker = Literal["auto", "hybrid", "persona"]
assert set(RANKERS) == {"hybrid", "persona"}, "a new ranker is offered as a dial here"


class Modes(Wire):
    """What happens on each surface of the page."""

    home: Mode | None = None
    watch_next: Mode | None = None
    search: Mode | None = None
    subscriptions: Mode | None = None
    channel: Mode | None = None


class SettingsIn(Wire):
    """The dials to set; the others stay as they are."""

    hide_watched: bool | None = None
    hide_watched_fraction: Annotated[float, Field(gt=0, le=1)] | None = None
    impressions_before_hiding: Annotated[int, Field(ge=0, le=100)] | None = Field(None, description="0: never hide")
    max_age_days: Annotated[float, Field(ge=1, le=36_500)] | None = None
    min_views: Annotated[int, Field(ge=0, le=10**12)] | None = None
    max_in_a_row: Annotated[int, Field(ge=1, le=50)] | None = None
    freshness: Weight | None = None
    channel_boost: Weight | None = None
    view_health: Weight | None = None
    ranker: Ranker | None = Field(None, description="auto: the best that was proven on your own clicks")
    mode: Modes | None = None


class SettingsOut(SettingsIn):
    """Every dial as it is set; null for max_age_days and min_views means no limit."""


NULLABLE: Final = frozenset({"max_age_days", "min_views"})


@routes.add(Route("GET", "/api/settings", "The dials", reply=SettingsOut))
async def get_settings(request: web.Request) -> SettingsOut:
    """Return every dial as it is set, the untouched ones with what they do by themselves."""
    return await _current(request)


@routes.add(Route("PUT", "/api/settings", "Set dials", body=SettingsIn, reply=SettingsOut))
async def put_settings(request: web.Request, given: SettingsIn) -> SettingsOut:
    """Set the given dials; the next feed follows them. Values out of range are refused with the range."""
    user_id = request[CALLER].user_id
    person = await request.app[RECOMMENDER].person(user_id)
    values = _chosen(given)
    if "mode" in values:
        values["mode"] = {**person.dials.mode, **values["mode"]}
    await request.app[STORE].settings.put(user_id, values)
    await request.app[RECOMMENDER].choices_changed(user_id)
    return await _current(request)


async def _current(request: web.Request) -> SettingsOut:
    person = await request.app[RECOMMENDER].person(request[CALLER].user_id)
    return SettingsOut.model_validate(asdict(person.dials))


def _chosen(given: SettingsIn) -> dict[str, Any]:
    """Return what was sent; null is a value for the two limits alone, elsewhere it says nothing."""
    sent = given.model_dump(exclude_unset=True)
    values = {name: value for name, value in sent.items() if value is not None or name in NULLABLE}
    if given.mode is not None:
        values["mode"] = given.mode.model_dump(exclude_none=True)
    return values
