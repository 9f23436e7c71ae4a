"""`GET /api/videos` right after a rating, 100,000 videos and 20,000 watches (p50 ≤ 20, p99 ≤ 60 ms), beside `/healthz`."""

from __future__ import annotations

import numpy as np

from .filled import Served, filled_directory, running
from .http import Client, milliseconds

VIDEOS, WATCHES, CHANGES = 100_000, 20_000, 60


def measure() -> dict[str, float]:
    """Return milliseconds from the question to the answer; the rating has been acknowledged before."""
    with filled_directory(VIDEOS, WATCHES) as (settings, ids), running(settings, ids) as served:
        return _measure(served)


def _measure(served: Served) -> dict[str, float]:
    client, rng = Client(served.address, served.token, timeout_seconds=300), np.random.default_rng(2)
    rated = iter(rng.choice(np.array(served.video_ids), 4 * CHANGES, replace=False).tolist())

    def rate() -> object:
        return client.call("POST", f"/api/videos/{next(rated)}/rate", {"rating": "up"})

    def read() -> object:
        return client.call("GET", "/api/videos?limit=20")

    read()
    bare, _ = milliseconds(lambda: client.call("GET", "/healthz"), CHANGES)
    taken, both = [], []
    for _ in range(CHANGES):
        acknowledged = milliseconds(rate, 1)[0]
        taken.append(milliseconds(read, 1)[0])
        both.append(acknowledged + taken[-1])
    cold, cold_99 = (float(value) for value in np.percentile(taken, (50, 99)))
    return {
        "healthz p50 ms": bare,
        "feed after a rating p50 ms": cold, "feed after a rating p99 ms": cold_99,
        "rating and feed p50 ms": float(np.median(both)), "feed p50 / healthz p50": cold / bare,
    }  # fmt: skip
