"""Thumbs from anywhere but the page itself."""

from __future__ import annotations

from typing import Final, Literal
from uuid import uuid4

from aiohttp import web

from daemon.keys import CLOCK
from daemon.store.signals import Signal

from .routes import Route, Routes
from .taking import take_signals
from .videos import VIDEO_PATH
from .wire import Success, Wire

routes: Final = Routes()

Rating = Literal["up", "down", "not_interested", "none"]
KIND_OF: Final[dict[Rating, str]] = {
    "up": "thumbs_up",
    "down": "thumbs_down",
    "not_interested": "not_interested",
    "none": "clear_rating",
}
"""The kind of signal each rating is stored as."""


class RateIn(Wire):
    """What a person thinks of a video now; `none` takes it back."""

    rating: Rating


@routes.add(Route("POST", f"{VIDEO_PATH}/rate", "Rate a video", body=RateIn, reply=Success))
async def rate(request: web.Request, given: RateIn) -> Success:
    """Store a rating; it is felt in the next slate."""
    signal = Signal(
        signal_id=str(uuid4()),
        kind=KIND_OF[given.rating],
        occurred_at=request.app[CLOCK](),
        source="api",
        video_id=request.match_info["video_id"],
    )
    await take_signals(request, [signal])
    return Success()
