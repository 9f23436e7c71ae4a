"""The lines of an export, checked as strictly as what comes over the wire before they may come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError, model_validator

from daemon.errors import InvalidRequest
from daemon.store.categories import Interest
from daemon.store.merging import Dial, Line
from daemon.store.ratings import Rating
from daemon.store.rules import Rule
from daemon.store.signals import Signal
from daemon.store.videos import VideoFacts

from .cards import Count
from .categories import CategorySource, Name, Score
from .guard.body import parse_json
from .rule_schema import Action, Match
from .settings import SettingsIn, chosen
from .signals import MOST_PARTS, WITHOUT_VIDEO, SignalSource, SignalSurface, Type
from .wire import Moment, VideoId, refusal

Id = Annotated[UUID, Strict(False)]
Length = Annotated[float, Field(ge=0)]


class ExportedLine(BaseModel):
    """One line; what it does not know (what is derived, or a newer program's) is left aside, wrong types are not."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, allow_inf_nan=False)


class VideoLine(ExportedLine):
    """What is known of a video; its rating and addresses follow from the rest."""

    video_id: VideoId
    title: str
    channel_id: str | None = None
    channel_name: str | None = None
    channel_handle: str | None = None
    tags: list[str] = []
    description: str = ""
    category: str | None = None
    language: str | None = None
    duration_seconds: Length | None = None
    view_count: Count | None = None
    like_count: Count | None = None
    published_at: Moment | None = None
    is_live: bool | None = None
    is_short: bool | None = None

    def to_domain(self) -> VideoFacts:
        """Return it as the store takes it."""
        return VideoFacts(**{**dict(self), "tags": tuple(self.tags)})


class SignalLine(ExportedLine):
    """What was done once."""

    id: Id
    type: Type
    occurred_at: Moment
    source: SignalSource
    video_id: VideoId | None = None
    channel_id: str | None = None
    channel_name: str | None = None
    query: str | None = None
    surface: SignalSurface | None = None
    slate_id: str | None = None
    position: Count | None = None
    value: float | None = None
    watched_seconds: Length | None = None
    duration_seconds: Length | None = None
    fraction: Annotated[float, Field(ge=0, le=1)] | None = None
    parts: (
        Annotated[list[Annotated[list[Length], Field(min_length=2, max_length=2)]], Field(max_length=MOST_PARTS)] | None
    ) = None

    @model_validator(mode="after")
    def _has_its_subject(self) -> SignalLine:
        if self.video_id is None and self.type not in WITHOUT_VIDEO:
            raise ValueError(f"a signal of type {self.type} needs a video_id")
        return self

    def to_domain(self) -> Signal:
        """Return it as the store takes it, of whatever epoch is the present one."""
        facts = {**dict(self), "parts": tuple((start, end) for start, end in self.parts or ())}
        return Signal(str(facts.pop("id")), facts.pop("type"), **facts)


class RatingLine(ExportedLine):
    """What held of a video, and since when; none means that it was taken back."""

    video_id: VideoId
    rating: Literal["up", "down", "not_interested", "none"]
    rated_at: Moment

    def to_domain(self) -> Rating:
        """Return it as the store takes it."""
        return Rating(self.video_id, self.rating, self.rated_at)


class MatchLine(Match):
    """A rule's conditions; names as they came, for a page may call a channel anything."""

    channel_id: str | None = None
    channel_name: str | None = None
    phrase: str | None = None
    topic: str | None = None
    language: str | None = None


class RuleLine(ExportedLine):
    """A rule, switched off or on."""

    id: Id
    action: Action
    match: MatchLine
    amount: float | None = None
    surfaces: list[str]
    weekdays: list[Annotated[int, Field(ge=0, le=6)]] | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    source: str
    text: str | None = None
    enabled: bool
    created_at: Moment

    def to_domain(self) -> Rule:
        """Return it as the store takes it."""
        weekdays = None if self.weekdays is None else tuple(self.weekdays)
        return Rule(
            str(self.id), self.action, self.match.conditions(), self.amount, tuple(self.surfaces), weekdays, self.starts_at,
            self.ends_at, self.source, self.text, self.enabled, self.created_at,
        )  # fmt: skip


class InterestLine(ExportedLine):
    """A named interest."""

    name: Name
    description: str
    keywords: list[Name]
    source: CategorySource
    interest_score: Score
    active: bool
    created_at: Moment

    def to_domain(self) -> Interest:
        """Return it as the store takes it."""
        return Interest(**{**dict(self), "keywords": tuple(self.keywords)})


LINE_OF: Final[dict[str, type[VideoLine | SignalLine | RatingLine | RuleLine | InterestLine]]] = {
    "videos.jsonl": VideoLine,
    "signals.jsonl": SignalLine,
    "ratings.jsonl": RatingLine,
    "rules.jsonl": RuleLine,
    "categories.jsonl": InterestLine,
}
"""How a line of each file is read."""


def parse_line(file: str, raw: bytes) -> Line:
    """Return a line of a file as the store takes it. Raises InvalidRequest with what is wrong, never with what it says."""
    model = LINE_OF[file]
    try:
        return model.model_validate(parse_json(raw)).to_domain()
    except ValidationError as error:
        raise refusal(error, model) from error


def parse_settings(raw: bytes) -> Iterator[Dial]:
    """Return the dials of `settings.json`, without those that are none any more. Raises InvalidRequest."""
    sent = parse_json(raw)
    if not isinstance(sent, dict):
        raise InvalidRequest("Settings are names and values.")
    try:
        known = {name: value for name, value in sent.items() if name in SettingsIn.model_fields}
        given = SettingsIn.model_validate(known, strict=True)
    except ValidationError as error:
        raise refusal(error, SettingsIn) from error
    return (Dial(name, value) for name, value in sorted(chosen(given).items()))
