"""The application: everything is built here, nothing starts by being imported."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable

from aiohttp import web

from . import api
from .api.event_stream import tell_of_jobs
from .api.failures import translate_errors
from .api.guard import guard
from .api.guard.body import MOST_BYTES
from .api.guard.headers import harden
from .api.guard.tokens import Tokens
from .events import Events
from .jobs import Jobs
from .keys import CLOCK, EVENTS, JOBS, LAST_ERRORS, RECOMMENDER, ROUTES, SETTINGS, STORE, TOKENS
from .logs import LastErrors
from .recommender import Recommender
from .settings import Settings
from .store import Store


def create_app(
    settings: Settings, *, cli_token: str | None = None, clock: Callable[[], float] = time.time
) -> web.Application:
    """Build the daemon's application; the caller holds the data directory's lock and chooses the socket.

    cli_token: the bearer token of this run's commands; without one no command may ask.
    clock: seconds since the epoch.
    """
    app = web.Application(middlewares=[guard, translate_errors], client_max_size=MOST_BYTES)
    app[SETTINGS] = settings
    app[CLOCK] = clock
    app[EVENTS] = Events()
    app[ROUTES] = api.all_routes()
    app[ROUTES].connect(app)
    app.on_response_prepare.append(harden)
    app.on_shutdown.append(_listeners_ended)
    app.cleanup_ctx.extend([_errors_remembered, _store_open(cli_token), _recommending, _working])
    return app


async def _errors_remembered(app: web.Application) -> AsyncIterator[None]:
    """Keep the newest errors for `/api/status`."""
    app[LAST_ERRORS] = LastErrors()
    logger = logging.getLogger("daemon")
    logger.addHandler(app[LAST_ERRORS])
    yield
    logger.removeHandler(app[LAST_ERRORS])


def _store_open(cli_token: str | None) -> Callable[[web.Application], AsyncIterator[None]]:
    async def opened(app: web.Application) -> AsyncIterator[None]:
        store = app[STORE] = await Store.open(app[SETTINGS].database)
        try:
            await store.users.first_or_new(now=app[CLOCK]())
            app[TOKENS] = Tokens(await store.clients.all(), cli_token)
            yield
        finally:
            await store.close()

    return opened


async def _recommending(app: web.Application) -> AsyncIterator[None]:
    """Load what is stored in the background: the port answers before that is done."""
    recommender = app[RECOMMENDER] = Recommender(app[STORE], app[SETTINGS], app[EVENTS], app[CLOCK])
    recommender.start()
    yield
    await recommender.close()


async def _working(app: web.Application) -> AsyncIterator[None]:
    """Start the jobs once there is something for them to look at."""
    jobs = app[JOBS] = Jobs(app[STORE], app[RECOMMENDER], app[SETTINGS], clock=app[CLOCK])

    async def start() -> None:
        await app[RECOMMENDER].ready()
        await jobs.start()

    tasks = [asyncio.create_task(start(), name="jobs-starting"), asyncio.create_task(tell_of_jobs(app))]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await jobs.close()


async def _listeners_ended(app: web.Application) -> None:
    """End the event streams, which would otherwise keep the daemon from stopping."""
    app[EVENTS].close()
