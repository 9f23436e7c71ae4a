"""Titles and channels that a history does not hold are asked for one by one: slowly, a few hundred a day."""

from __future__ import annotations

from typing import Final, get_args

from daemon.sources.oembed import PATH, look_up
from daemon.sources.service import asking
from daemon.sources.standing import Failed, Paused
from daemon.store.lookups import Outcome

from .allowed import has_key, rests
from .found import describing
from .work import Kind, Tools, Work, never

HOUR_SECONDS: Final = 3_600.0
DAY_SECONDS: Final = 86_400.0
MOST_A_DAY: Final = 500
MOST_A_RUN: Final = 100
SLOWER: Final = 5.0
"""So many times the usual distance lies between two questions: nobody waits for the answers."""


async def is_due(tools: Tools, _user_id: int | None) -> bool:
    """Whether asking is switched on, not paused, within the day's bound, and there is a video to ask about.

    With a key the Data API tells more at once.
    """
    settings = tools.settings
    if not settings.oembed or settings.demo or has_key(settings) or await _left_today(tools) <= 0:
        return False
    return not await rests(tools, _address(tools)) and bool(await tools.store.lookups.wanted(1))


async def run(work: Work) -> dict[str, object]:
    """Ask about the videos of the latest acts first; each answer is saved before the next question."""
    tools, failed = work.tools, 0
    video_ids = await tools.store.lookups.wanted(min(MOST_A_RUN, max(await _left_today(tools), 0)))
    spacing = SLOWER * tools.settings.request_spacing_seconds
    async with (
        describing(work) as told,
        asking(_address(tools), tools.store, tools.clock, spacing_seconds=spacing) as service,
    ):
        for done, video_id in enumerate(video_ids, start=1):
            try:
                outcome, facts = await look_up(service, video_id)
            except Paused:
                break
            except Failed:
                failed += 1
                continue
            await tools.store.lookups.save([(facts, outcome)], now=tools.clock())
            told[outcome] += 1
            work.report(done, len(video_ids), "")
    return {**{name: told[name] for name in get_args(Outcome)}, "failed": failed}


def _address(tools: Tools) -> str:
    return f"{tools.settings.youtube_address}{PATH}"


async def _left_today(tools: Tools) -> int:
    """Return how many questions the last 24 hours leave."""
    return MOST_A_DAY - await tools.store.lookups.within(DAY_SECONDS, now=tools.clock())


DESCRIBE: Final = Kind("describe", run, is_due, never, every_seconds=HOUR_SECONDS, per_person=False)
