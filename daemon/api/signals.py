"""What a person did, as programs tell it: answered after it is on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, BeforeValidator, Field, ValidationError, WrapValidator, model_validator

from daemon.errors import TooLarge
from daemon.keys import CLOCK
from daemon.store.signals import Signal

from .cards import Card
from .routes import BODY, Route, Routes
from .taking import take_signals
from .wire import Moment, ShortText, VideoId, Wire, sentence_of

routes: Final = Routes()

MOST_EVENTS: Final = 500

Type = Literal[
    "impression", "click", "watch", "thumbs_up", "thumbs_down", "not_interested", "clear_rating", "saved", "search",
    "subscribe", "unsubscribe", "block_channel", "ingested",
]  # fmt: skip
SignalSource = Literal[
    "extension", "popup", "dashboard", "api", "history_page", "takeout",
    "brave", "chrome", "chromium", "edge", "vivaldi", "opera", "freetube", "newpipe", "invidious",
]  # fmt: skip
SignalSurface = Literal[
    "home", "watch_next", "search", "subscriptions", "channel", "playlist", "shorts", "history", "popup", "shelf",
    "dashboard",
]  # fmt: skip
WITHOUT_VIDEO: Final = frozenset({"search", "subscribe", "unsubscribe", "block_channel"})


MOST_PARTS: Final = 100
Second = Annotated[float, Field(ge=0)]


class Watch(Wire):
    """How much was watched; a live video has no duration and so no fraction.

    `parts` are the seconds of the video that were played, each from and to: what several sittings showed counts together.
    """

    seconds: Annotated[float, Field(ge=0)] | None = None
    duration_seconds: Annotated[float, Field(ge=0)] | None = None
    fraction: Annotated[float, Field(ge=0, le=1)] | None = None
    parts: Annotated[tuple[tuple[Second, Second], ...], Field(max_length=MOST_PARTS)] = ()


class SignalIn(Wire):
    """One act; `id` was made where it happened, so sending it twice is sending it once."""

    id: UUID
    type: Type
    occurred_at: Moment
    source: SignalSource
    video_id: VideoId | None = None
    channel_id: ShortText | None = None
    channel_name: ShortText | None = None
    query: ShortText | None = None
    epoch: int | None = None
    surface: SignalSurface | None = None
    slate_id: ShortText | None = None
    position: Annotated[int, Field(ge=0)] | None = None
    value: float | None = None
    watch: Watch | None = None
    video: Card | None = None

    @model_validator(mode="after")
    def _has_its_subject(self) -> SignalIn:
        if self.video_id is None and self.type not in WITHOUT_VIDEO:
            raise ValueError(f"a signal of type {self.type} needs a video_id")
        if self.video is not None and self.video.video_id != self.video_id:
            raise ValueError("video describes another video than video_id names")
        return self

    def to_domain(self, now: float) -> Signal:
        """Return the signal as the store takes it; a fraction that was not sent follows from its two numbers."""
        watch = self.watch or Watch()
        fraction = watch.fraction
        if fraction is None and watch.seconds is not None and watch.duration_seconds:
            fraction = min(watch.seconds / watch.duration_seconds, 1.0)
        return Signal(
            signal_id=str(self.id),
            kind=self.type,
            occurred_at=self.occurred_at,
            source=self.source,
            video_id=self.video_id,
            channel_id=self.channel_id,
            channel_name=self.channel_name,
            query=self.query,
            epoch=self.epoch,
            surface=self.surface,
            slate_id=self.slate_id,
            position=self.position,
            value=self.value,
            watched_seconds=watch.seconds,
            duration_seconds=watch.duration_seconds,
            fraction=fraction,
            parts=watch.parts,
            video=self.video.to_facts(now) if self.video else None,
        )


class Unusable(BaseModel):
    """An event that cannot be stored: the others are, and this one is named in `rejected`."""

    id: str
    message: str


def _keep_the_rest(value: Any, validate: Any) -> SignalIn | Unusable:
    """Turn one bad event into a rejection; without an id there is nothing to reject, so the whole body is refused."""
    try:
        signal: SignalIn = validate(value)
    except ValidationError as error:
        if not isinstance(value, dict) or not isinstance(value.get("id"), str):
            raise
        return Unusable(id=value["id"], message=sentence_of(error))
    return signal


def _few_enough(value: Any) -> Any:
    if isinstance(value, list) and len(value) > MOST_EVENTS:
        raise TooLarge(f"Send at most {MOST_EVENTS} events at once; these are {len(value)}.")
    return value


class SignalsIn(Wire):
    """A batch."""

    events: Annotated[list[Annotated[SignalIn, WrapValidator(_keep_the_rest)]], BeforeValidator(_few_enough)]


class RejectedOut(BaseModel):
    """An event that was not stored, and why; sending it again changes nothing."""

    id: str
    message: str


class SignalsOut(BaseModel):
    """The fate of every event by its id, as that was sent."""

    accepted: list[str]
    duplicates: list[str]
    rejected: list[RejectedOut]


@routes.add(Route("POST", "/api/signals", "Tell what was done", body=SignalsIn, reply=SignalsOut))
async def post_signals(request: web.Request, given: SignalsIn) -> SignalsOut:
    """Store a batch of at most 500 events. What is accepted or a duplicate may be forgotten by its sender."""
    events: list[SignalIn | Unusable] = list(given.events)
    unusable = [RejectedOut(id=each.id, message=each.message) for each in events if isinstance(each, Unusable)]
    now = request.app[CLOCK]()
    signals = [each.to_domain(now) for each in events if isinstance(each, SignalIn)]
    acknowledged = await take_signals(request, signals)
    as_sent = _as_sent(request, events)
    rejected = [RejectedOut(id=as_sent[each.signal_id], message=each.message) for each in acknowledged.rejected]
    return SignalsOut(
        accepted=[as_sent[each] for each in acknowledged.accepted],
        duplicates=[as_sent[each] for each in acknowledged.duplicates],
        rejected=[*unusable, *rejected],
    )


def _as_sent(request: web.Request, events: Sequence[SignalIn | Unusable]) -> dict[str, str]:
    """Return each id as its sender writes it, by the way it is stored: there are systems that write them in capitals."""
    body: Any = request[BODY]
    pairs = zip(events, body["events"], strict=True)
    return {str(each.id): sent["id"] for each, sent in pairs if isinstance(each, SignalIn)}
