"""New videos of the channels somebody trusts, from their feeds: no key, no quota, a few at a time."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from daemon.sources.feeds import PATH, read_feed
from daemon.sources.service import AT_ONCE, Service, asking
from daemon.sources.standing import Failed, Paused

from .allowed import may_discover, rests
from .found import Found, finding
from .rotation import next_channels
from .work import Kind, Tools, Work

if TYPE_CHECKING:
    from daemon.store import Store
    from daemon.store.feeds import ChannelFeed, TrustedChannel

EVERY_SECONDS: Final = 4 * 3_600.0
MOST_CHANNELS: Final = 60
"""So many are asked in the four hours between two runs of the schedule's, about a minute's worth: in a day 360."""


@dataclass(slots=True)
class Tally:
    """What a run has come to so far."""

    found: Found
    read: int = 0
    failed: int = 0
    paused_until: float | None = None


async def is_due(tools: Tools, _user_id: int | None) -> bool:
    """Whether looking is switched on; whose channels are trusted is counted first thing in a run."""
    return may_discover(tools.settings)


async def is_touched(tools: Tools, _user_id: int | None) -> bool:
    """Whether a channel never looked at came to be trusted, as after an import, and may still be asked this time."""
    if not may_discover(tools.settings):
        return False
    channels, since = await tools.store.feeds.trusted(), await _since(tools.store, tools.clock())
    is_new = any(each.feed.tried_at is None for each in channels)
    return is_new and await _left(tools.store, since) > 0 and not await rests(tools, _address(tools))


async def run(work: Work) -> dict[str, object]:
    """Look at the channels from which most is to be expected; each answer is saved before the next is awaited.

    Whoever asks for a look now (`again`) has the channels looked at again that were already.
    """
    tools = work.tools
    for user in await tools.store.users.all():
        await tools.store.channels.recount(user.user_id)
    channels = await next_to_ask(tools.store, tools.clock(), again=bool(work.job.params.get("again")))
    waiting = iter(channels)
    spacing = tools.settings.request_spacing_seconds
    async with (
        finding(work) as found,
        asking(_address(tools), tools.store, tools.clock, spacing_seconds=spacing) as service,
    ):
        tally = Tally(found)
        await asyncio.gather(*(_look(work, service, waiting, tally, len(channels)) for _ in range(AT_ONCE)))
    return {"read": tally.read, "failed": tally.failed, "videos": len(found), "paused_until": tally.paused_until}


async def next_to_ask(store: Store, now: float, *, again: bool) -> list[TrustedChannel]:
    """Return the channels of the next run, those first from which most is to be expected.

    again: also those that were asked already in these four hours, as whoever asks for a look now wants.
    """
    trusted, since = await store.feeds.trusted(), await _since(store, now)
    tried = [each for each in trusted if (each.feed.tried_at or 0.0) >= since]
    others = [each for each in trusted if (each.feed.tried_at or 0.0) < since]
    new = next_channels(others, await _left(store, since), now=now)
    return next_channels([*new, *tried] if again else new, MOST_CHANNELS, now=now)


async def _since(store: Store, now: float) -> float:
    """Return when the four hours began that the schedule has us in; infinity where they are about to begin."""
    due = {each.kind: each.next_due_at for each in await store.schedule.all()}
    end = due.get(DISCOVER.name, now)
    return end - EVERY_SECONDS if end > now else math.inf


async def _left(store: Store, since: float) -> int:
    """Return how many channels that were not asked since then may still be."""
    return max(MOST_CHANNELS - await store.feeds.tried_since(since), 0)


def _address(tools: Tools) -> str:
    return f"{tools.settings.youtube_address}{PATH}"


async def _look(work: Work, service: Service, waiting: Iterator[TrustedChannel], tally: Tally, total: int) -> None:
    """Take channel after channel until there is none left or the service is to be left alone."""
    for channel in waiting:
        try:
            new = await _read(work.tools, service, channel)
        except Paused as pause:
            tally.paused_until = pause.until
            return
        except Failed:
            await work.tools.store.feeds.failed(channel.feed, now=work.tools.clock())
            tally.failed += 1
        else:
            tally.read += 1
            tally.found.add(channel.user_ids, new)
        work.report(tally.read + tally.failed, total, f"{len(tally.found):,} new videos")


async def _read(tools: Tools, service: Service, channel: TrustedChannel) -> list[str]:
    """Ask for one feed and save what it says; return the ids of videos that are new to somebody."""
    known = channel.feed
    answer = await service.get({"channel_id": known.channel_id}, _conditions(known), answers=(200, 304))
    if answer.status == 304:
        return await tools.store.feeds.was_unchanged(channel, now=tools.clock())
    feed = await asyncio.to_thread(read_feed, answer.body, known.channel_id)
    if feed is None:
        raise await service.was_useless()
    after = replace(
        known,
        uploads_per_day=feed.uploads_per_day,
        etag=answer.headers.get("ETag"),
        last_modified=answer.headers.get("Last-Modified"),
    )
    return await tools.store.feeds.was_read(channel, after, feed.videos, now=tools.clock())


def _conditions(feed: ChannelFeed) -> dict[str, str]:
    """Return the headers by which a server need not say again what it said."""
    said = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    return {name: value for name, value in said.items() if value}


DISCOVER: Final = Kind("discover", run, is_due, is_touched, every_seconds=EVERY_SECONDS, per_person=False)
