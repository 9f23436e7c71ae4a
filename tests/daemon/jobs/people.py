"""A small person with two plain interests, for the jobs to work on."""

from __future__ import annotations

from collections.abc import Sequence

from daemon.jobs.work import Tools, Work
from daemon.store.jobs import Job
from daemon.store.signals import Signal
from daemon.store.videos import VideoFacts

BREAD = ("sourdough", "bread", "oven", "flour", "dough", "baking")
SPACE = ("rocket", "orbit", "launch", "moon", "satellite", "astronaut")


def videos(words: Sequence[str], channel: str, count: int) -> list[VideoFacts]:
    """Return videos whose titles draw on the same few words."""
    return [
        VideoFacts(
            f"{channel[:5]:_<5}{number:06d}",
            title=f"{words[number % 6]} {words[(number + 1) % 6]} {words[(number + 3) % 6]}, part {number}",
            channel_name=channel,
        )
        for number in range(count)
    ]


async def watch(tools: Tools, user_id: int, seen: Sequence[VideoFacts], days_ago: float = 1.0) -> None:
    """Store a watch of each, as the extension would have, and tell the recommender."""
    at = tools.clock() - days_ago * 86_400
    signals = [
        Signal(f"watch {each.video_id} {at}", "watch", at, "extension", each.video_id, fraction=0.9, video=each)
        for each in seen
    ]
    await tools.store.signals.add(user_id, signals, now=tools.clock())
    tools.recommender.signals_added(user_id, signals)


def work(tools: Tools, kind: str, user_id: int | None, reports: list[tuple[int, int | None]], **params: object) -> Work:
    """Return what a job of this kind would be given."""
    job = Job("job", kind, tools.clock(), user_id, params)
    return Work(job, tools, lambda done, total, _message: reports.append((done, total)), lambda _user_id: None)
