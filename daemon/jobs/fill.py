"""With a key: length, views, tags and category of videos that lack them, and in time anew of all others, fifty for one unit."""

from __future__ import annotations

from typing import Final

from daemon.sources.standing import Failed
from daemon.sources.youtube_api import MOST_IDS, address_of, youtube_api
from daemon.store.lookups import Outcome
from daemon.store.videos import VideoFacts

from .allowed import has_key, rests
from .found import describing
from .work import Kind, Tools, Work, never

HOUR_SECONDS: Final = 3_600.0
MOST_CALLS: Final = 20
"""A run's share of the day's 10,000 units; a thousand videos an hour fill any history within days."""

LEAST_SECONDS: Final = 7 * 86_400.0
SHARE_OF_AGE: Final = 0.25
"""A video is asked about anew once it is a quarter older, but not within a week: the views of a young one move, an old one may
still be gone some day. Of 100,000 videos of three years on the average that is 370 a day, for eight units."""


async def is_due(tools: Tools, _user_id: int | None) -> bool:
    """Whether there is a key, no pause, and a video to ask about."""
    if not has_key(tools.settings) or await rests(tools, address_of(tools.settings)):
        return False
    return bool(await _next(tools, 1))


async def run(work: Work) -> dict[str, object]:
    """Ask about what lacks something first, the newest known before others; each answer is saved before the next call."""
    tools = work.tools
    async with describing(work) as told, youtube_api(tools.settings, tools.store, tools.clock) as api:
        wanted = await _next(tools, MOST_CALLS * MOST_IDS)
        for first in range(0, len(wanted), MOST_IDS):
            video_ids = wanted[first : first + MOST_IDS]
            try:
                found = await api.videos(video_ids)
            except Failed:  # or Paused: what is left is asked for in an hour
                break
            outcomes = _outcomes(video_ids, found)
            await tools.store.lookups.save(outcomes, now=tools.clock())
            told.update(outcome for _, outcome in outcomes)
            work.report(first + len(video_ids), len(wanted), f"{told['described']:,} videos")
    return {"described": told["described"], "unavailable": told["unavailable"]}


async def _next(tools: Tools, limit: int) -> list[str]:
    """Return what lacks something, and where that is not enough, what was told long ago."""
    lookups, now = tools.store.lookups, tools.clock()
    sparse = await lookups.sparse(limit)
    left = limit - len(sparse)
    stale = await lookups.stale(left, least=LEAST_SECONDS, share=SHARE_OF_AGE, now=now) if left else []
    return list(dict.fromkeys([*sparse, *stale]))


def _outcomes(video_ids: list[str], found: list[VideoFacts]) -> list[tuple[VideoFacts, Outcome]]:
    """Return what became of each video asked for: the API leaves out what is gone or private."""
    told = {facts.video_id: facts for facts in found}
    return [(told.get(each, VideoFacts(each)), "described" if each in told else "unavailable") for each in video_ids]


# Videos come by the dozen, and nobody waits for their details: an hour later they go together.
FILL: Final = Kind("fill", run, is_due, never, every_seconds=HOUR_SECONDS, per_person=False)
