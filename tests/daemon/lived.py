"""Somebody with weeks of watching behind them."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.daemon.given import NOW, card, event
from tests.daemon.running import Daemon

HALF_A_DAY = 43_200
TOPICS = ("Rust borrow checker lifetimes", "Sourdough bread oven crust", "Chess endgame tactics bishop")


async def lived(daemon: Daemon, weeks: int = 5) -> None:
    """Somebody who watched two new videos about rust a day, of three hundred about three things that are known."""
    cards = [card(n, f"{TOPICS[n % 3]} part {n}", f"channel {n % 3}", view_count=1_000 + n) for n in range(300)]
    await daemon.post("/api/rank", {"surface": "home", "cards": cards})
    watched = {"seconds": 500, "duration_seconds": 600, "fraction": 0.9}
    times = (datetime.fromtimestamp(NOW - HALF_A_DAY * n, UTC).isoformat() for n in range(14 * weeks, 0, -1))
    events = [event("watch", 3 * n, at=at, watch=watched) for n, at in enumerate(times)]
    await daemon.post("/api/signals", {"events": events})
