"""A video as a page shows it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from daemon.store.videos import VideoFacts

from .ages import age_seconds
from .wire import LongText, Moment, ShortText, VideoId, Wire

Tags = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)]
Count = Annotated[int, Field(ge=0)]


class Card(Wire):
    """What a page says of a video; everything but the id may be unknown."""

    video_id: VideoId
    title: ShortText = ""
    channel_name: ShortText | None = None
    channel_id: ShortText | None = None
    channel_handle: ShortText | None = None
    duration_seconds: Annotated[float, Field(ge=0)] | None = None
    view_count: Count | None = None
    published_at: Moment | None = None
    age_text: ShortText | None = Field(None, description='"3 weeks ago", as the page writes it')
    is_live: bool | None = None
    is_short: bool | None = None
    tags: Tags | None = None
    category: ShortText | None = None
    description: LongText | None = None
    language: ShortText | None = None
    watched_fraction: Annotated[float, Field(ge=0, le=1)] | None = None
    position: Count | None = None

    def to_facts(self, now: float) -> VideoFacts:
        """Return what the card says of the video itself; where it stands and how it was watched is not part of that.

        now: seconds since the epoch, from which an age in words is counted back when the card tells no date.
        """
        said: dict[str, Any] = self.model_dump(exclude={"age_text", "watched_fraction", "position"}, exclude_none=True)
        said["tags"] = tuple(self.tags or ())
        if self.published_at is None and (age := age_seconds(self.age_text or "")) is not None:
            said |= {"published_at": now - age, "published_is_estimate": True}
        return VideoFacts(**said)
