"""What a rule may be: the same whether a person sends it, an import holds it, or a model proposes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from .wire import Moment, ShortText, Wire

Action = Literal["block", "limit", "boost", "demote"]
Surface = Literal[
    "home",
    "watch_next",
    "search",
    "subscriptions",
    "channel",
    "playlist",
    "shorts",
    "history",
    "popup",
    "shelf",
    "dashboard",
]
Surfaces = Annotated[list[Surface], Field(max_length=20)]
Weekdays = Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7)]
Amount = Annotated[float, Field(gt=0, le=100)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Bound = Annotated[float, Field(ge=0, le=1e12)]
BOUNDS: Final = frozenset({"min_seconds", "max_seconds", "max_age_days", "min_views"})


class Match(Wire):
    """Which videos a rule speaks of: all that is given must hold, and what is unknown of a video does not."""

    channel_id: Name | None = None
    channel_name: Name | None = None
    phrase: Name | None = Field(None, description="whole words in the title, a tag or the channel's name")
    topic: Name | None = Field(None, description="what a video is about, whatever its words")
    language: Name | None = None
    min_seconds: Bound | None = None
    max_seconds: Bound | None = None
    max_age_days: Bound | None = None
    min_views: Bound | None = None
    is_short: bool | None = None
    is_live: bool | None = None

    def conditions(self) -> dict[str, Any]:
        """Return what is given, as the store keeps it."""
        return self.model_dump(exclude_none=True)

    @model_validator(mode="after")
    def _says_something(self) -> Match:
        if not self.conditions():
            raise ValueError("a rule needs a condition: a channel, a phrase, a topic, a language, a kind or a bound")
        return self


class RuleIn(Wire):
    """A rule to keep; or, with `text` alone, a sentence to be understood."""

    id: UUID | None = Field(None, description="sending it twice is keeping it once")
    text: ShortText | None = None
    action: Action | None = None
    match: Match | None = None
    amount: Amount | None = Field(
        None, description="limit: so many in one list; boost and demote: deviations of its scores"
    )
    surfaces: Surfaces = Field(default_factory=list)
    weekdays: Weekdays | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    source: ShortText = "own"
    enabled: bool = True

    @model_validator(mode="after")
    def _is_one_of_both(self) -> RuleIn:
        if (self.action is None) != (self.match is None) or (self.action is None and not (self.text or "").strip()):
            raise ValueError("send `text`, a sentence to be understood, or `action` and `match`, a rule to keep")
        if self.action is not None and self.match is not None:
            require_effect(self.action, self.match.conditions(), self.amount)
        return self


def require_effect(action: str, conditions: Mapping[str, object], amount: float | None) -> None:
    """Raise ValueError for a rule that would change nothing: a limit of nothing."""
    if action == "limit" and amount is None and not BOUNDS & conditions.keys():
        raise ValueError("a limit needs a bound (seconds, age, views) or an amount, so many in one list")
