"""With a key: what trusted channels uploaded before the fifteen videos that their feeds tell, a page at a time; rarely, anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from daemon.moments import is_longer_ago
from daemon.sources.standing import Failed
from daemon.sources.youtube_api import youtube_api
from daemon.store.feeds import TrustedChannel
from daemon.store.uploads import UploadsRead

from .allowed import may_discover_with_key
from .found import finding
from .work import Kind, Work, never

EVERY_SECONDS: Final = 6 * 3_600.0
MOST_PAGES: Final = 24
"""Of a run, for a unit each: with what `fill` then asks of their videos about 200 of a day's 10,000 units."""
DEEPEST_PAGES: Final = 6
"""The newest 300 of a channel: what is older is seldom wanted, and a search finds it."""
AGAIN_SECONDS: Final = 30 * 86_400.0
"""So long after the last page of a channel its newest one is read again: while the machine was off, or among too many
channels, more was uploaded than a feed of fifteen tells."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked for next of a channel: the page that `cursor` names, "" for the newest; `before` says how far it was read."""

    channel: TrustedChannel
    before: UploadsRead
    cursor: str

    @property
    def worth(self) -> float:
        """What is to be expected of it: affinity, halved for each page read, for a page further back is watched less."""
        return self.channel.affinity * 0.5**self.before.pages

    def read(self, following: str | None, now: float) -> UploadsRead:
        """Return how far the channel is read after it; `following` names the page behind it, None where there is none."""
        if not _goes_on(self.before):
            return replace(self.before, read_at=now)
        return UploadsRead(self.before.channel_id, self.before.pages + 1, following, now)


async def run(work: Work) -> dict[str, object]:
    """Read the next page of the channels from which most is to be expected; each is saved before the next is asked for."""
    tools, store, done = work.tools, work.tools.store, 0
    async with finding(work) as found, youtube_api(tools.settings, store, tools.clock) as api:
        pages = next_pages(await store.feeds.trusted(), await store.uploads.all(), MOST_PAGES, now=tools.clock())
        for page in pages:
            try:
                videos, following = await api.uploads(page.before.channel_id, page.cursor)
            except Failed:  # or Paused: they are asked for in a later run
                break
            now = tools.clock()
            new = await store.uploads.was_read(page.channel, page.read(following, now), videos, now=now)
            found.add(page.channel.user_ids, new)
            done += 1
            work.report(done, len(pages), f"{len(found):,} videos")
    return {"pages": done, "videos": len(found)}


def next_pages(
    channels: Sequence[TrustedChannel], past: Mapping[str, UploadsRead], count: int, *, now: float
) -> list[Page]:
    """Return the `count` pages that are worth most, at equal worth by the channel's id.

    A channel that is read to its end, or deep enough, is left out until its newest page is to be read again.
    """
    pages = [page for each in channels if (page := _next_page(each, past.get(each.feed.channel_id), now)) is not None]
    return sorted(pages, key=lambda page: (-page.worth, page.before.channel_id))[:count]


def _next_page(channel: TrustedChannel, read: UploadsRead | None, now: float) -> Page | None:
    before = read or UploadsRead(channel.feed.channel_id, 0, "", now)
    if _goes_on(before):
        return Page(channel, before, before.cursor or "")
    return Page(channel, before, "") if is_longer_ago(before.read_at, AGAIN_SECONDS, now) else None


def _goes_on(read: UploadsRead) -> bool:
    return read.cursor is not None and read.pages < DEEPEST_PAGES


UPLOADS: Final = Kind("uploads", run, may_discover_with_key, never, every_seconds=EVERY_SECONDS, per_person=False)
