"""What is said in the videos that matter most, asked of YouTube one by one, slowly, and only where it is switched on."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import Final

import numpy as np

from daemon.children import in_child
from daemon.errors import OwnFeedError
from daemon.recommender import Recommender
from daemon.sources.standing import Failed, Paused, Standing
from daemon.sources.transcripts import CONSENT, PATH, USUAL_REQUESTS, Fetched, fetch
from daemon.store.transcripts import Transcript
from daemon.store.videos import VideoFacts
from recsys.personas import positives

from .allowed import rests
from .work import Kind, Tools, Work, never

HOUR_SECONDS: Final = 3_600.0
DAY_SECONDS: Final = 86_400.0
MOST_A_RUN: Final = 10
DEADLINE_SECONDS: Final = 60.0
"""For a page, the player and the text; what takes longer is ended."""
YOUNG_SECONDS: Final = 2 * DAY_SECONDS
"""YouTube writes its own transcripts hours after an upload: to ask at once would be to hear that there is none."""
BLOCKED_SECONDS: Final = 6 * HOUR_SECONDS
"""The shortest pause after a block; each further one is longer, up to a day."""
LOOKED_AT: Final = 300
"""Videos of a feed, and of what was liked or watched, that count as mattering."""


async def is_due(tools: Tools, _user_id: int | None) -> bool:
    """Whether asking is switched on, not paused, within the day's bound, and there is a video to ask about."""
    if not tools.settings.transcripts or tools.settings.demo or await _left_today(tools) <= 0:
        return False
    return not await rests(tools, _address(tools)) and bool(await _wanted(tools, 1))


async def run(work: Work) -> dict[str, object]:
    """Ask about a few, each answer saved before the next question; the first block ends it for hours.

    A video whose transcript came lacks a vector made with it, so that `embed` is asked for.
    """
    tools, counts = work.tools, {"found": 0, "missing": 0, "failed": 0}
    standing = Standing(_address(tools), tools.store, tools.clock)
    wanted = await _wanted(tools, min(MOST_A_RUN, await _left_today(tools)))
    for done, facts in enumerate(wanted):
        if done:
            await asyncio.sleep(tools.settings.transcript_spacing_seconds * random.uniform(0.5, 1.5))
        try:
            fetched = await _ask(tools, standing, facts)
        except Paused:
            break
        counts[fetched.outcome] += 1
        await _save(tools, facts.video_id, fetched)
        work.report(done + 1, len(wanted), "")
    for user in await tools.store.users.all() if counts["found"] else []:
        work.changed(user.user_id)
    return dict(counts)


async def _ask(tools: Tools, standing: Standing, facts: VideoFacts) -> Fetched:
    """Ask once, off the loop and with an end; raises Paused where YouTube is to be left alone."""
    day = await standing.asks(USUAL_REQUESTS)
    question = in_child(fetch, facts.video_id, facts.language, tools.settings.youtube_address)
    try:
        fetched = await asyncio.wait_for(question, DEADLINE_SECONDS)
    except (TimeoutError, OwnFeedError):  # it hung, or its process died
        fetched = Fetched("failed", USUAL_REQUESTS)  # nobody can tell how many it sent
    await standing.correct(day, fetched.requests - USUAL_REQUESTS)
    await standing.correct(day, fetched.consents, CONSENT)
    if fetched.outcome == "blocked":
        raise await standing.failed("it asks for a pause", is_refusal=True, retry_after=BLOCKED_SECONDS)
    if fetched.outcome == "failed":
        await _count_failure(tools, standing, facts.video_id)
    else:
        await standing.answered()
    return fetched


async def _count_failure(tools: Tools, standing: Standing, video_id: str) -> None:
    """Count a failure against the service, and where that was one too many, against the video too before it is raised."""
    said: Failed = await standing.failed("it gave no transcript")
    if isinstance(said, Paused):
        await tools.store.transcripts.failed(video_id, now=tools.clock())
        raise said


async def _save(tools: Tools, video_id: str, fetched: Fetched) -> None:
    transcripts, now = tools.store.transcripts, tools.clock()
    if fetched.outcome == "found":
        await transcripts.found(video_id, Transcript(fetched.language, fetched.text), now=now)
    elif fetched.outcome == "missing":
        await transcripts.missing(video_id, now=now)
    else:
        await transcripts.failed(video_id, now=now)


async def _wanted(tools: Tools, limit: int) -> list[VideoFacts]:
    """Return what matters most and may be asked about: by turns of a feed and of what was liked, of each person."""
    lists = [
        each
        for user in await tools.store.users.all()
        for each in (await _offered(tools.recommender, user.user_id), await _liked(tools.recommender, user.user_id))
    ]
    by_turns = dict.fromkeys(each for each in chain.from_iterable(zip_longest(*lists)) if each is not None)
    unasked = await tools.store.transcripts.unasked(by_turns, now=tools.clock())
    known = {facts.video_id: facts for facts in await tools.store.videos.many(unasked)}
    found = [known[each] for each in unasked if each in known and _may_have_one(known[each], tools.clock())]
    return found[:limit]


async def _offered(recommender: Recommender, user_id: int) -> Sequence[str]:
    """Return the first of the feed, the best first."""
    feed = await recommender.look(user_id)
    return [item.video.video_id for item in feed.items[:LOOKED_AT]]


async def _liked(recommender: Recommender, user_id: int) -> Sequence[str]:
    """Return what was liked or watched, the most wanted first, and of those the latest known."""
    history = await recommender.history(user_id)

    def most_wanted() -> list[str]:
        rows, weights = positives(recommender.catalog, history)
        return recommender.catalog.video_ids(rows[np.lexsort((-rows, -weights))][:LOOKED_AT])

    return await recommender.run_between(most_wanted)


def _may_have_one(facts: VideoFacts, now: float) -> bool:
    """Return whether a video is old enough to have a transcript, and of a kind that has something to say."""
    is_young = facts.published_at is not None and 0 <= now - facts.published_at < YOUNG_SECONDS
    return not (is_young or facts.is_short or facts.is_live)


def _address(tools: Tools) -> str:
    return f"{tools.settings.youtube_address}{PATH}"


async def _left_today(tools: Tools) -> int:
    """Return how many questions the last 24 hours leave."""
    asked = await tools.store.transcripts.within(DAY_SECONDS, now=tools.clock())
    return max(tools.settings.transcripts_a_day - asked, 0)


TRANSCRIPTS: Final = Kind("transcripts", run, is_due, never, every_seconds=HOUR_SECONDS, per_person=False)
