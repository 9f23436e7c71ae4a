"""Figures for whoever watches over the daemon, in Prometheus's form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final, TypeAlias

import psutil
from aiohttp import web

from daemon.keys import CLOCK, JOBS, METRICS, RECOMMENDER, SETTINGS, STORE
from daemon.sources.pacific import day_of

from .guard.identity import CALLER
from .routes import Route, Routes

routes: Final = Routes()

Gauges: TypeAlias = Mapping[str, tuple[str, Mapping[str, float]]]
TEXT: Final = "text/plain; version=0.0.4"
WEEK_SECONDS: Final = 7 * 86_400.0
LOOKED_AT: Final = 30
"""Places of a feed whose scores are compared with those of the last week's."""


@routes.add(Route("GET", "/metrics", "Figures for Prometheus", reply_type="text/plain"))
async def get_metrics(request: web.Request) -> web.Response:
    """Return latencies per route and stage, counts, quota, model age, loop lag, memory and how the scores have moved."""
    text = request.app[METRICS].text(await _gauges(request))
    return web.Response(body=text, headers={"Content-Type": f"{TEXT}; charset=utf-8"})


async def _gauges(request: web.Request) -> Gauges:
    app, user_id, now = request.app, request[CALLER].user_id, request.app[CLOCK]()
    store, settings = app[STORE], app[SETTINGS]
    used = await store.quota.used(day_of(now).isoformat())
    model, person = await store.models.newest(user_id, "catboost"), await app[RECOMMENDER].person(user_id)
    feed = await app[RECOMMENDER].look(user_id)
    jobs = [job.state for job in await app[JOBS].newest()]
    level, spread = await store.slates.usual_scores(user_id, since=now - WEEK_SECONDS)
    top = [item.score for item in feed.items[:LOOKED_AT]]
    drift = (sum(top) / len(top) - level) / spread if top and spread > 0 else 0.0
    return {
        "ownfeed_stored": ("Rows stored", {name: float(count) for name, count in asdict(await store.counts(user_id)).items()}),
        "ownfeed_jobs": ("Jobs by state", {state: float(jobs.count(state)) for state in ("queued", "running", "failed")}),
        "ownfeed_quota_used": ("Used of the Data API's allowances", {name: float(used.get(name, 0)) for name in ("search", "units")}),
        "ownfeed_quota_limit": (
            "The Data API's allowances", {"search": float(settings.quota_searches), "units": float(settings.quota_units)},
        ),
        "ownfeed_model_age_seconds": ("Since the last training", {"": now - model.created_at} if model else {}),
        "ownfeed_model_serves": ("Whether a trained model serves", {"": float(person.trained is not None)}),
        "ownfeed_feed_age_seconds": ("Since the feed was made", {"": now - feed.made_at}),
        "ownfeed_feed_videos": ("Videos in the feed", {"": float(len(feed.items))}),
        "ownfeed_score_drift": ("Deviations between the feed's scores and those of the last week's feeds", {"": drift}),
        "ownfeed_resident_bytes": ("Memory", {"": float(psutil.Process().memory_info().rss)}),
    }  # fmt: skip
