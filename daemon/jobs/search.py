"""With a key: searches on a person's behalf, those first from which most is to be expected."""

from __future__ import annotations

from typing import Final

from daemon.sources.standing import Failed, Paused
from daemon.sources.youtube_api import youtube_api

from .allowed import may_discover_with_key
from .found import finding
from .queries import PAGE, next_wishes, wishes
from .work import Kind, Tools, Work, never

EVERY_SECONDS: Final = 4 * 3_600.0
MOST_SEARCHES: Final = 12
"""Of a run and person; six runs a day leave searches for those a person asks for."""
NEWEST_SECONDS: Final = 90 * 86_400.0
"""What is searched for unasked is news; a person's own query may find old videos too."""


async def run(work: Work) -> dict[str, object]:
    """Search for the queries asked for, or for those worth it; each answer is saved before the next search."""
    tools, user_id, failed, paused_until = work.tools, work.user_id, 0, None
    asked = work.job.params.get("queries")
    queries = [str(each) for each in asked] if isinstance(asked, list) else await _worth_it(tools, user_id)
    most = int(str(work.job.params.get("max_per_query", PAGE)))
    after = None if asked else tools.clock() - NEWEST_SECONDS
    async with finding(work) as found, youtube_api(tools.settings, tools.store, tools.clock) as api:
        for done, query in enumerate(queries, start=1):
            try:
                videos = await api.search(query, most, published_after=after)
            except Paused as pause:
                paused_until = pause.until
                break
            except Failed:
                failed += 1
                continue
            found.add([user_id], await tools.store.searches.found(user_id, query, videos, now=tools.clock()))
            work.report(done, len(queries), f"{len(found):,} new videos")
    return {"searches": len(queries), "failed": failed, "videos": len(found), "paused_until": paused_until}


async def _worth_it(tools: Tools, user_id: int) -> list[str]:
    store, now = tools.store, tools.clock()
    wanted = wishes(
        await store.personas.all(user_id), await store.categories.all(user_id), await store.rules.all(user_id), now=now
    )
    chosen = next_wishes(wanted, await store.searches.past(user_id), MOST_SEARCHES, now=now)
    return [wish.query for wish in chosen]


# What is asked with a key has its allowance: no change makes it due before its time.
SEARCH: Final = Kind("search", run, may_discover_with_key, never, every_seconds=EVERY_SECONDS)
