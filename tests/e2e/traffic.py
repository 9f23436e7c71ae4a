"""What passes between the extension and the daemon, as the browser sees it; and a way to hold a reply back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import BrowserContext, Page, Response, Route

from tests.e2e.chromium import PATIENCE_SECONDS

Json = dict[str, Any]


@dataclass
class Traffic:
    """What `/api/rank` was asked and replied, and events accepted by `/api/signals`, in order of arrival."""

    asked: list[Json] = field(default_factory=list)
    slates: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def is_of_now(self, event: Json) -> bool:
        """Whether it began since we listen: the page of the test before may still have told of its own."""
        return datetime.fromisoformat(event["occurred_at"]) >= self.began

    async def note(self, response: Response) -> None:
        """Take in one reply, if it is of ours."""
        if response.url.endswith("/api/rank") and response.ok:
            slate = await response.json()
            self.asked.append(json.loads(response.request.post_data or "{}"))
            self.slates.append(slate)
        elif response.url.endswith("/api/signals") and response.ok:
            self.events.extend(await _accepted(response))
        async with self._news:
            self._news.notify_all()

    async def event(self, wanted: Callable[[Json], bool]) -> Json:
        """The latest event the daemon has accepted and that is wanted; waits for one."""
        await self.until(lambda: any(map(wanted, self.events)))
        return next(event for event in reversed(self.events) if wanted(event))

    async def slate(self, count: int = 1) -> Json:
        """The reply to the `count`-th question for an order; waits for it."""
        await self.until(lambda: len(self.slates) >= count)
        return self.slates[count - 1]

    async def slate_of_page(self, after: int, surface: str) -> Json:
        """The reply to the first question beyond so many that a page of this surface asked as it came.

        The page before may still ask: again for what it shows, or for the watch page that a test left it for.
        """
        await self.until(lambda: any(_is_of_a_coming_page(asked, surface) for asked in self.asked[after:]))
        return next(
            slate
            for asked, slate in zip(self.asked[after:], self.slates[after:], strict=True)
            if _is_of_a_coming_page(asked, surface)
        )

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds of what has passed."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._news:
            await self._news.wait_for(holds)


def _is_of_a_coming_page(asked: Json, surface: str) -> bool:
    """Whether a question was asked from a page's data, which knows the places of its cards."""
    return asked["surface"] == surface and any("position" in card for card in asked["cards"])


async def _accepted(response: Response) -> list[Json]:
    accepted = set((await response.json())["accepted"])
    sent = json.loads(response.request.post_data or "{}")["events"]
    return [event for event in sent if event["id"] in accepted]


@asynccontextmanager
async def listening(context: BrowserContext) -> AsyncIterator[Traffic]:
    """Note the traffic of this context's worker."""
    traffic = Traffic()
    context.on("response", traffic.note)
    try:
        yield traffic
    finally:
        context.remove_listener("response", traffic.note)


@asynccontextmanager
async def held(context: BrowserContext | Page, address: str = "**/api/rank") -> AsyncIterator[asyncio.Event]:
    """Hold every reply of this address back until the event is set; our modules are asked for by their page."""
    release = asyncio.Event()

    async def hold(route: Route) -> None:
        await release.wait()
        await route.continue_()

    await context.route(address, hold)
    try:
        yield release
    finally:
        release.set()
        await context.unroute(address, hold)


async def rated(traffic: Traffic, kind: str, video_id: str) -> Json:
    """The accepted event that says `kind` of a video; waits for it."""
    return await traffic.event(lambda e: e["type"] == kind and e["video_id"] == video_id)


def ranked(slate: Json) -> list[str]:
    """All videos of a reply, in its order."""
    return [item["video_id"] for item in slate["items"]]


def order(slate: Json) -> list[str]:
    """The videos of a reply that are to be seen, in its order."""
    return [item["video_id"] for item in slate["items"] if item["action"] != "hide"]
