"""What the application's parts find each other by: one typed key per shared object."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from aiohttp import web

if TYPE_CHECKING:
    from .agent.model import Model
    from .api.guard.tokens import Tokens
    from .api.routes import Routes
    from .events import Events
    from .jobs import Jobs
    from .logs import LastErrors
    from .metrics import Metrics
    from .recommender import Recommender
    from .rescue import Rescue
    from .settings import Settings
    from .store import Store

SETTINGS: Final[web.AppKey[Settings]] = web.AppKey("settings")
STORE: Final[web.AppKey[Store]] = web.AppKey("store")
RECOMMENDER: Final[web.AppKey[Recommender]] = web.AppKey("recommender")
JOBS: Final[web.AppKey[Jobs]] = web.AppKey("jobs")
EVENTS: Final[web.AppKey[Events]] = web.AppKey("events")
ROUTES: Final[web.AppKey[Routes]] = web.AppKey("routes")
MODEL: Final[web.AppKey[Model]] = web.AppKey("model")
TOKENS: Final[web.AppKey[Tokens]] = web.AppKey("tokens")
LAST_ERRORS: Final[web.AppKey[LastErrors]] = web.AppKey("last_errors")
RESCUE: Final[web.AppKey[Rescue | None]] = web.AppKey("rescue")
METRICS: Final[web.AppKey[Metrics]] = web.AppKey("metrics")
CLOCK: Final[web.AppKey[Callable[[], float]]] = web.AppKey("clock")
"""Seconds since the epoch; a test may bring its own."""
