"""With a key: what many watch now, as YouTube's own charts tell it, one for all and one for each category."""

from __future__ import annotations

from typing import Final

from daemon.sources.standing import Failed
from daemon.sources.video_resource import CATEGORIES
from daemon.sources.youtube_api import youtube_api

from .allowed import may_discover_with_key
from .found import finding
from .work import Kind, Work, never

EVERY_SECONDS: Final = 12 * 3_600.0
"""Charts turn within a day; two looks cost 32 of a day's 10,000 units."""


async def run(work: Work) -> dict[str, object]:
    """Read every chart; each is saved before the next is asked for, and becomes known to everyone here."""
    tools = work.tools
    users = [user.user_id for user in await tools.store.users.all()]
    charts = (None, *CATEGORIES)
    async with finding(work) as found, youtube_api(tools.settings, tools.store, tools.clock) as api:
        for done, category in enumerate(charts, start=1):
            try:
                videos = await api.most_popular(tools.settings.youtube_region, category)
            except Failed:  # or Paused: the next look is in half a day
                break
            for user_id in users:
                await tools.store.videos.put(user_id, videos, "trending", now=tools.clock())
            found.add(users, [video.video_id for video in videos])
            work.report(done, len(charts), f"{len(found):,} videos")
    return {"videos": len(found)}


POPULAR: Final = Kind("popular", run, may_discover_with_key, never, every_seconds=EVERY_SECONDS, per_person=False)
