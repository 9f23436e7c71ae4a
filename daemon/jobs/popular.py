"""With a key: what many watch now, as YouTube's own charts tell it, one for all and one for each category."""

from __future__ import annotations

from typing import Final

from daemon.sources.standing import Failed
from daemon.sources.video_resource import CATEGORIES
from daemon.sources.youtube_api import youtube_api

from .search import is_due, is_touched
from .work import Kind, Work

EVERY_SECONDS: Final = 12 * 3_600.0
"""Charts turn within a day; two looks cost 32 of a day's 10,000 units."""


async def run(work: Work) -> dict[str, object]:
    """Read every chart; each is saved before the next is asked for, and becomes known to everyone here."""
    tools, found = work.tools, dict[str, None]()
    users = [user.user_id for user in await tools.store.users.all()]
    charts = (None, *CATEGORIES)
    async with youtube_api(tools.settings, tools.store, tools.clock) as api:
        for done, category in enumerate(charts, start=1):
            try:
                videos = await api.most_popular(tools.settings.youtube_region, category)
            except Failed:  # or Paused: the next look is in half a day
                break
            for user_id in users:
                await tools.store.videos.put(user_id, videos, "trending", now=tools.clock())
            found |= dict.fromkeys(video.video_id for video in videos)
            work.report(done, len(charts), f"{len(found):,} videos")
    for user_id in users if found else []:
        await tools.recommender.videos_found(user_id, list(found))
        work.changed(user_id)
    return {"videos": len(found)}


POPULAR: Final = Kind("popular", run, is_due, is_touched, every_seconds=EVERY_SECONDS, per_person=False)
