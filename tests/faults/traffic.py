"""What heavy users do to a daemon, drawn from a seed: pages, impressions, watches that grow, ratings, the popup."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import aiohttp
import numpy as np

CARDS_OF_A_PAGE = 60
SEEN_OF_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Rates:
    """Acts an hour; the defaults are those of somebody who does nothing else."""

    pages: float = 15
    watches: float = 40
    ratings: float = 8
    popups: float = 10

    def times(self, factor: float) -> Rates:
        """Return the rates of so many of them together."""
        return Rates(self.pages * factor, self.watches * factor, self.ratings * factor, self.popups * factor)


def percentiles(act: str, milliseconds: list[float]) -> dict[str, float]:
    """Return p50, p95, p99 and the slowest of an act as figures by name."""
    taken = milliseconds or [float("nan")]
    values = [*np.percentile(taken, (50, 95, 99)), max(taken)]
    return {
        f"{act} {name} ms": round(float(value), 1)
        for name, value in zip(("p50", "p95", "p99", "max"), values, strict=True)
    }


@dataclass(slots=True)
class Told:
    """What the daemon was asked and what it answered, kept outside of it."""

    acknowledged: set[str] = field(default_factory=set)
    errors: Counter[str] = field(default_factory=Counter)
    milliseconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def percentiles(self, act: str) -> dict[str, float]:
        """Return p50, p95, p99 and the slowest of an act, in milliseconds."""
        return percentiles(act, self.milliseconds[act])


class HeavyUser:
    """Asks a daemon as the extension does; what goes wrong is counted, never raised."""

    def __init__(
        self,
        address: str,
        token: str,
        video_ids: tuple[str, ...],
        rng: np.random.Generator,
        session: aiohttp.ClientSession,
    ) -> None:
        self._address, self._video_ids, self._rng, self._session = address, video_ids, rng, session
        self._headers = {"Authorization": f"Bearer {token}"}
        self.told = Told()

    async def live(self, rates: Rates, until: Callable[[], bool]) -> None:
        """Do everything at its rate, each act at random moments, until told to stop; then end what was begun."""
        acts = (
            (rates.pages, self.open_page),
            (rates.watches, self.watch),
            (rates.ratings, self.rate),
            (rates.popups, self.open_popup),
        )
        await asyncio.gather(*(self.repeat(act, per_hour, until) for per_hour, act in acts))

    async def repeat(
        self, act: Callable[[], Coroutine[Any, Any, None]], per_hour: float, until: Callable[[], bool]
    ) -> None:
        """Do one act at random moments, whether or not the last one has been answered: a slow daemon gets no less to do."""
        begun: set[asyncio.Task[None]] = set()
        while not until():
            task = asyncio.create_task(act())
            begun.add(task)
            task.add_done_callback(begun.discard)
            await asyncio.sleep(self._rng.exponential(3600 / per_hour))
        await asyncio.gather(*begun)

    async def open_page(self) -> None:
        """Have a page ordered, see most of it, and click one."""
        page = await self.ask("rank", "POST", "/api/rank", {"surface": "home", "cards": self.cards()})
        if page is None:
            return
        seen = [
            self.event("impression", each["video_id"], slate_id=page["slate_id"], position=place, surface="home")
            for place, each in enumerate(page["items"][:SEEN_OF_A_PAGE])
        ]
        await self.tell(seen)
        await self.tell([self.event("click", page["items"][int(self._rng.integers(10))]["video_id"])])

    def cards(self) -> list[dict[str, Any]]:
        """Return the cards of a page, known ones all."""
        shown = self._rng.choice(len(self._video_ids), CARDS_OF_A_PAGE, replace=False)
        return [{"video_id": self._video_ids[row]} for row in shown]

    async def watch(self) -> None:
        """Tell of one watch four times, as it grows."""
        event = self.event("watch", self._any_video())
        for part in (0.1, 0.3, 0.6, 0.9):
            await self.tell([{**event, "watch": {"seconds": 600 * part, "duration_seconds": 600, "fraction": part}}])

    async def rate(self) -> None:
        """Give a thumb."""
        await self.tell([self.event("thumbs_up" if self._rng.random() < 0.7 else "thumbs_down", self._any_video())])

    async def open_popup(self) -> None:
        """Read the feed."""
        await self.ask("feed", "GET", "/api/videos?limit=30")

    async def tell(self, events: list[dict[str, Any]], act: str = "signals") -> None:
        """Send signals and note which were acknowledged; `act` is under which name their time is noted."""
        reply = await self.ask(act, "POST", "/api/signals", {"events": events})
        if reply is not None:
            self.told.acknowledged.update(reply["accepted"], reply["duplicates"])
            self.told.errors.update(f"rejected: {each['message']}" for each in reply["rejected"])

    async def ask(self, act: str, method: str, path: str, body: object = None) -> Any:
        """Return the reply's JSON, None for anything but 200."""
        began = time.perf_counter()
        try:
            async with self._session.request(method, self._address + path, json=body, headers=self._headers) as reply:
                content = await reply.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self.told.errors[f"{act}: {type(error).__name__}"] += 1
            return None
        self.told.milliseconds[act].append((time.perf_counter() - began) * 1000)
        if reply.status != 200:
            self.told.errors[f"{act}: {reply.status} {content['error']['code']}"] += 1
            return None
        return content

    def event(self, kind: str, video_id: str, **more: Any) -> dict[str, Any]:
        """Return a signal as it goes over the wire, its id drawn like everything else."""
        return {
            "id": str(UUID(bytes=self._rng.bytes(16))),
            "type": kind,
            "occurred_at": datetime.now(UTC).isoformat(),
            "source": "extension",
            "video_id": video_id,
            **more,
        }

    def _any_video(self) -> str:
        return self._video_ids[int(self._rng.integers(len(self._video_ids)))]


async def every(seconds: float, act: Callable[[], Coroutine[Any, Any, Any]], until: Callable[[], bool]) -> None:
    """Do something again and again at a fixed pace."""
    while not until():
        await act()
        await asyncio.sleep(seconds)
