"""With a key: what trusted channels uploaded before the fifteen videos that their feeds tell, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from daemon.sources.standing import Failed
from daemon.sources.youtube_api import youtube_api
from daemon.store.feeds import TrustedChannel
from daemon.store.uploads import UploadsRead

from .search import is_due, is_touched
from .work import Kind, Work

EVERY_SECONDS: Final = 6 * 3_600.0
MOST_PAGES: Final = 24
"""Of a run, for a unit each: with what `fill` then asks of their videos about 200 of a day's 10,000 units."""
DEEPEST_PAGES: Final = 6
"""The newest 300 of a channel: what is older is seldom wanted, and a search finds it."""


async def run(work: Work) -> dict[str, object]:
    """Read the next page of the channels from which most is to be expected; each is saved before the next is asked for."""
    tools, found = work.tools, dict[int, list[str]]()
    pages = 0
    async with youtube_api(tools.settings, tools.store, tools.clock) as api:
        past = await tools.store.uploads.all()
        chosen = next_pages(await tools.store.feeds.trusted(), past, MOST_PAGES)
        for channel in chosen:
            before = past.get(channel.feed.channel_id, UploadsRead(channel.feed.channel_id, 0, None))
            try:
                videos, cursor = await api.uploads(before.channel_id, before.cursor)
            except Failed:  # or Paused: they are asked for in a later run
                break
            after = UploadsRead(before.channel_id, before.pages + 1, cursor)
            new = await tools.store.uploads.was_read(channel, after, videos, now=tools.clock())
            for user_id in channel.user_ids if new else ():
                found.setdefault(user_id, []).extend(new)
            pages += 1
            work.report(pages, len(chosen), f"{sum(map(len, found.values())):,} videos")
    for user_id, video_ids in found.items():
        await tools.recommender.videos_found(user_id, video_ids)
        work.changed(user_id)
    return {"pages": pages, "videos": len({each for ids in found.values() for each in ids})}


def next_pages(channels: Sequence[TrustedChannel], past: Mapping[str, UploadsRead], count: int) -> list[TrustedChannel]:
    """Return the `count` channels whose next page is worth most: affinity, halved for each page read; at equal worth by id.

    A page further back is watched less. A channel that is read to its end, or deep enough, is left out.
    """

    def worth(channel: TrustedChannel) -> float:
        read = past.get(channel.feed.channel_id)
        return channel.affinity * 0.5 ** (read.pages if read else 0)

    open_ones = [each for each in channels if _goes_on(past.get(each.feed.channel_id))]
    return sorted(open_ones, key=lambda each: (-worth(each), each.feed.channel_id))[:count]


def _goes_on(read: UploadsRead | None) -> bool:
    return read is None or (read.cursor is not None and read.pages < DEEPEST_PAGES)


UPLOADS: Final = Kind("uploads", run, is_due, is_touched, every_seconds=EVERY_SECONDS, per_person=False)
