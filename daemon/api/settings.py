"""The dials of taste, with their ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Final, Literal

from aiohttp import web
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from daemon.keys import RECOMMENDER, STORE
from daemon.recommender.dials import LENGTHS_MINUTES, Dials
from recsys.rankers import RANKERS

from .effects import EffectOut, effect_out
from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Wire

routes: Final = Routes()

Mode = Literal["off", "decorate", "rerank", "shelf", "replace"]
Weight = Annotated[float, Field(ge=0, le=3)]
Ranker = Literal["auto", "hybrid", "persona"]
Compared = Literal["auto", "hybrid", "persona", "catboost"]
Share = Annotated[float, Field(ge=0, le=1)]
MOST_MINUTES: Final = 1_440
Minutes = Annotated[float, Field(ge=0, le=MOST_MINUTES)]
SHARES_OFF: Final = 0.01
"""By how much shares of whole percents may miss 1."""
_WORDS: Final = "short (under 4 minutes), medium, long (over 20 minutes)"
assert set(RANKERS) == {"hybrid", "persona"}, "a new ranker is offered as a dial here"


class Modes(Wire):
    """What happens on each surface of the page."""

    home: Mode | None = None
    watch_next: Mode | None = None
    search: Mode | None = None
    subscriptions: Mode | None = None
    channel: Mode | None = None


class MixShares(Wire):
    """Shares of a feed that sum to 1: channels followed, channels watched before, new ones near your taste, surprises."""

    subscribed: Share
    familiar: Share
    new: Share
    surprise: Share

    @model_validator(mode="after")
    def _whole(self) -> MixShares:
        total = self.subscribed + self.familiar + self.new + self.surprise
        if abs(total - 1) > SHARES_OFF:
            raise ValueError(f"the four shares, each 0 to 1, must sum to 1; these sum to {total:.2f}")
        return self


class LengthRange(Wire):
    """The length wished for, in minutes; one end may be open."""

    min_minutes: Minutes | None = None
    max_minutes: Minutes | None = None


def _length(value: Any) -> Any:
    """Refuse what is no length in one sentence, where a union of two forms would complain twice."""
    if isinstance(value, str) and value not in LENGTHS_MINUTES:
        raise ValueError(f"it may be {_WORDS}, or min_minutes and max_minutes of 0 to {MOST_MINUTES:,}")
    if isinstance(value, Mapping):
        ends = [end for end in (value.get("min_minutes"), value.get("max_minutes")) if end is not None]
        in_range = all(_is_number(end) and 0 <= end <= MOST_MINUTES for end in ends)
        if not ends or not in_range or ends != sorted(set(ends)):
            raise ValueError(
                f"min_minutes must lie below max_minutes, both of 0 to {MOST_MINUTES:,}; one may be left out"
            )
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _different(value: list[str]) -> list[str]:
    if len(set(value)) != len(value):
        raise ValueError("name two different rankers")
    return value


class SettingsIn(Wire):
    """The dials to set; the others stay as they are."""

    hide_watched: bool | None = None
    hide_watched_fraction: Annotated[float, Field(gt=0, le=1)] | None = None
    hide_age_restricted: bool | None = Field(
        None, description="What YouTube shows to adults alone, as far as the YouTube Data API told; else it is unknown"
    )
    impressions_before_hiding: Annotated[int, Field(ge=0, le=100)] | None = Field(None, description="0: never hide")
    max_age_days: Annotated[float, Field(ge=1, le=36_500)] | None = None
    min_views: Annotated[int, Field(ge=0, le=10**12)] | None = None
    max_in_a_row: Annotated[int, Field(ge=1, le=50)] | None = None
    freshness: Weight | None = None
    channel_boost: Weight | None = None
    view_health: Weight | None = None
    mix: MixShares | None = Field(None, description="null: as measured best")
    length: Annotated[Literal["short", "medium", "long"] | LengthRange, BeforeValidator(_length)] | None = Field(
        None, description="A wish, no filter; short: under 4 minutes, long: over 20; null: any"
    )
    ranker: Ranker | None = Field(None, description="auto: the best that was proven on your own clicks")
    compare: Annotated[list[Compared], Field(min_length=2, max_length=2), AfterValidator(_different)] | None = Field(
        None,
        description="Two rankers to interleave, so that clicks tell which is better; catboost as soon as one was trained that serves; null: none",
    )
    mode: Modes | None = None


class SettingsOut(SettingsIn):
    """Every dial as it is set; null for max_age_days and min_views means no limit."""


NULLABLE: Final = frozenset({"max_age_days", "min_views", "mix", "length", "compare"})


@routes.add(Route("GET", "/api/settings", "The dials", reply=SettingsOut))
async def get_settings(request: web.Request) -> SettingsOut:
    """Return every dial as it is set, the untouched ones with what they do by themselves."""
    return await _current(request)


@routes.add(Route("PUT", "/api/settings", "Set dials", body=SettingsIn, reply=SettingsOut))
async def put_settings(request: web.Request, given: SettingsIn) -> SettingsOut:
    """Set the given dials; the next feed follows them. Values out of range are refused with the range."""
    user_id = request[CALLER].user_id
    await request.app[STORE].settings.put(user_id, chosen(given), by_part={"mode"})
    await request.app[RECOMMENDER].choices_changed(user_id)
    return await _current(request)


@routes.add(
    Route("POST", "/api/settings/preview", "What dials would change", body=SettingsIn, reply=EffectOut),
)
async def preview_settings(request: web.Request, given: SettingsIn) -> EffectOut:
    """Return what the feed would be with the given dials, against what it is. Nothing is kept."""
    user_id, recommender = request[CALLER].user_id, request.app[RECOMMENDER]
    set_now = asdict((await recommender.person(user_id)).dials)
    return effect_out(await recommender.what_if.with_dials(user_id, Dials.from_stored({**set_now, **chosen(given)})))


async def _current(request: web.Request) -> SettingsOut:
    person = await request.app[RECOMMENDER].person(request[CALLER].user_id)
    return SettingsOut.model_validate(asdict(person.dials))


def chosen(given: SettingsIn) -> dict[str, Any]:
    """Return what was sent; null is a value for dials that may be unset, elsewhere it says nothing."""
    sent = given.model_dump(exclude_unset=True)
    values = {name: value for name, value in sent.items() if value is not None or name in NULLABLE}
    if given.mode is not None:
        values["mode"] = given.mode.model_dump(exclude_none=True)
    return values
