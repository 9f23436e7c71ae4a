"""The application: everything is built here, nothing starts by being imported."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from typing import Final

from aiohttp import web

from . import api
from .agent.model import Model
from .api.event_stream import tell_of_jobs
from .api.failures import translate_errors
from .api.guard import guard
from .api.guard.body import MOST_BYTES
from .api.guard.headers import harden
from .api.guard.tokens import Tokens
from .api.measuring import measured
from .errors import DatabaseDamaged, OwnFeedError
from .events import Events
from .jobs import Jobs
from .keys import CLOCK, EVENTS, JOBS, LAST_ERRORS, METRICS, MODEL, RECOMMENDER, RESCUE, ROUTES, SETTINGS, STORE, TOKENS
from .logs import LastErrors
from .metrics import Metrics
from .recommender import Recommender
from .rescue import last_rescue, mark, note_damage, open_store
from .settings import Settings
from .store import Store

MARK_EVERY_SECONDS: Final = 60.0


def create_app(
    settings: Settings,
    *,
    cli_token: str | None = None,
    clock: Callable[[], float] = time.time,
    on_damage: Callable[[], None] = lambda: None,
    is_after_crash: bool = False,
) -> web.Application:
    """Build the daemon's application; the caller holds the data directory's lock and chooses the socket.

    cli_token: the bearer token of this run's commands; without one no command may ask.
    clock: seconds since the epoch.
    on_damage: called when the data turn out to be damaged; a new run puts them right.
    is_after_crash: whether the last run was cut off, so that the data are looked at at once.
    """
    app = web.Application(middlewares=[measured, guard, translate_errors], client_max_size=MOST_BYTES)
    app[METRICS] = Metrics()
    app[SETTINGS] = settings
    app[CLOCK] = clock
    app[EVENTS] = Events()
    app[ROUTES] = api.all_routes()
    app[ROUTES].connect(app)
    app.on_response_prepare.append(harden)
    app.on_shutdown.append(_listeners_ended)
    app.cleanup_ctx.extend(
        [_errors_remembered, _store_open(cli_token, on_damage), _recommending, _working(is_after_crash)]
    )
    return app


async def _errors_remembered(app: web.Application) -> AsyncIterator[None]:
    """Keep the newest errors for `/api/status`."""
    app[LAST_ERRORS] = LastErrors()
    logger = logging.getLogger("daemon")
    logger.addHandler(app[LAST_ERRORS])
    yield
    logger.removeHandler(app[LAST_ERRORS])


def _store_open(
    cli_token: str | None, on_damage: Callable[[], None]
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def opened(app: web.Application) -> AsyncIterator[None]:
        settings, now = app[SETTINGS], app[CLOCK]()
        store = app[STORE] = await open_store(settings, now=now)
        app[RESCUE] = last_rescue(settings, now=now)

        def damaged(error: DatabaseDamaged) -> None:
            note_damage(settings, error)
            on_damage()

        app[MODEL] = Model(settings, store, app[CLOCK])
        store.when_damaged(damaged)
        marking = asyncio.create_task(_mark_each_minute(settings, store), name="marking")
        try:
            await store.users.first_or_new(now=now)
            app[TOKENS] = Tokens(await store.clients.all(), cli_token)
            yield
        finally:
            marking.cancel()
            await asyncio.gather(marking, return_exceptions=True)
            await store.close()

    return opened


async def _mark_each_minute(settings: Settings, store: Store) -> None:
    while True:
        await asyncio.sleep(MARK_EVERY_SECONDS)
        with contextlib.suppress(OSError, OwnFeedError):  # a full disk: the mark only falls behind
            await mark(settings, store)


async def _recommending(app: web.Application) -> AsyncIterator[None]:
    """Load what is stored in the background: the port answers before that is done."""
    recommender = app[RECOMMENDER] = Recommender(app[STORE], app[SETTINGS], app[EVENTS], app[CLOCK], app[METRICS].stage)
    recommender.start()
    watching = asyncio.create_task(app[METRICS].watch_the_loop(), name="loop-lag")
    yield
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await recommender.close()


def _working(is_after_crash: bool) -> Callable[[web.Application], AsyncIterator[None]]:
    async def working(app: web.Application) -> AsyncIterator[None]:
        """Start the jobs once there is something for them to look at."""
        jobs = app[JOBS] = Jobs(app[STORE], app[RECOMMENDER], app[SETTINGS], clock=app[CLOCK])

        async def start() -> None:
            await app[RECOMMENDER].ready()
            await jobs.start()
            if is_after_crash:
                await jobs.submit("check")

        tasks = [asyncio.create_task(start(), name="jobs-starting"), asyncio.create_task(tell_of_jobs(app))]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await jobs.close()

    return working


async def _listeners_ended(app: web.Application) -> None:
    """End the event streams, which would otherwise keep the daemon from stopping."""
    app[EVENTS].close()
