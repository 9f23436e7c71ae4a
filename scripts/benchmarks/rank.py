"""`POST /api/rank` for 60 known cards, and the feed, over 40,000 videos, beside `/healthz` of the same daemon."""

from __future__ import annotations

import numpy as np

from .filled import Served, filled_directory, running
from .http import Client, milliseconds

CARDS = 60
REQUESTS = 400
WARM_UP = 20


def measure() -> dict[str, float]:
    """Return milliseconds, and each as a ratio to a bare reply of the same run."""
    with filled_directory() as (settings, ids), running(settings, ids) as served:
        return _measure(served)


def _measure(served: Served) -> dict[str, float]:
    client, rng = Client(served.address, served.token), np.random.default_rng(2)

    known = np.array(served.video_ids)
    pages = iter([[_card(one) for one in rng.choice(known, CARDS, replace=False)] for _ in range(WARM_UP + REQUESTS)])

    def rank() -> object:
        return client.call("POST", "/api/rank", {"surface": "home", "cards": next(pages)})

    for _ in range(WARM_UP):
        rank()
    bare, bare_99 = milliseconds(lambda: client.call("GET", "/healthz"), REQUESTS)
    ranked, ranked_99 = milliseconds(rank, REQUESTS)
    feed, feed_99 = milliseconds(lambda: client.call("GET", "/api/videos?limit=20"), REQUESTS)
    return {
        "healthz p50 ms": bare, "healthz p99 ms": bare_99,
        "rank 60 known cards p50 ms": ranked, "rank 60 known cards p99 ms": ranked_99,
        "rank p50 / healthz p50": ranked / bare,
        "feed unchanged p50 ms": feed, "feed unchanged p99 ms": feed_99,
        "feed p50 / healthz p50": feed / bare,
    }  # fmt: skip


def _card(video_id: str) -> dict[str, str]:
    return {"video_id": video_id, "title": ""}
