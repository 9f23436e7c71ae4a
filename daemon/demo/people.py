"""A small generator: videos of each topic, and a person who watches some of them with a rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import NAMESPACE_URL, uuid5

import numpy as np

from daemon.store.signals import Signal
from daemon.store.videos import VideoFacts

from .topics import TOPICS, Topic

DAY_SECONDS: Final = 86_400.0
VIDEOS_PER_TOPIC: Final = 90
OLDEST_DAYS: Final = 120.0


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    """Whose topics these are, and how many videos they watched of each."""

    name: str | None
    """None: the first person, whom the extension is paired with."""
    watches: dict[str, int]


PEOPLE: Final = (
    MadeUpPerson(None, {"baking": 34, "programming": 26, "space": 18}),
    MadeUpPerson("Kim (made up)", {"guitar": 30, "running": 22, "history": 12}),
)


def make_videos(now: float, rng: np.random.Generator) -> dict[str, list[VideoFacts]]:
    """Return the made-up videos of each topic by its name."""
    return {
        topic.name: [_video(topic, place, number, now, rng) for number in range(VIDEOS_PER_TOPIC)]
        for place, topic in enumerate(TOPICS)
    }


def _video(topic: Topic, place: int, number: int, now: float, rng: np.random.Generator) -> VideoFacts:
    thing, doing = str(rng.choice(topic.things)), str(rng.choice(topic.doings))
    title = f"{thing[0].upper()}{thing[1:]}: {doing}" if number % 2 else f"{doing[0].upper()}{doing[1:]}: {thing}"
    return VideoFacts(
        f"demo{place:02d}{number:05d}",
        title=f"{title} (part {number // 10 + 1})" if number % 3 == 0 else title,
        channel_name=str(rng.choice(topic.channels)),
        tags=topic.tags,
        description=f"A made-up video about {thing}.",
        category=topic.category,
        language="en",
        duration_seconds=float(rng.integers(180, 2400)),
        view_count=int(rng.lognormal(10.5, 1.5)),
        published_at=now - float(rng.uniform(0.05, OLDEST_DAYS)) * DAY_SECONDS,
    )


def make_history(
    person: MadeUpPerson, videos: dict[str, list[VideoFacts]], now: float, rng: np.random.Generator
) -> list[Signal]:
    """Return what the person did in the last weeks: evenings mostly, a thumb now and then, some cards passed over."""
    signals: list[Signal] = []
    for topic, count in person.watches.items():
        for index in rng.choice(VIDEOS_PER_TOPIC, size=count, replace=False):
            video = videos[topic][int(index)]
            at = _evening(now, rng)
            signals.append(_signal("watch", video, at, fraction=float(rng.uniform(0.55, 1.0))))
            if rng.random() < 0.2:
                signals.append(_signal("thumbs_up", video, at + 60.0))
    refused = [
        videos[topic][int(rng.integers(VIDEOS_PER_TOPIC))] for topic in sorted(set(videos) - set(person.watches))
    ]
    return signals + [_signal("thumbs_down", video, _evening(now, rng)) for video in refused[:2]]


def _evening(now: float, rng: np.random.Generator) -> float:
    """Return a moment of the last six weeks: recent days oftener than old ones, at about eight in the evening."""
    days_ago = min(float(rng.exponential(12.0)) + 1.0, 42.0)
    midnight = (now - days_ago * DAY_SECONDS) // DAY_SECONDS * DAY_SECONDS
    return midnight + (20.0 + float(rng.normal(0.0, 1.2))) * 3600.0


def _signal(kind: str, video: VideoFacts, at: float, fraction: float | None = None) -> Signal:
    return Signal(
        signal_id=str(uuid5(NAMESPACE_URL, f"ownfeed:made-up:{kind}:{video.video_id}")),
        kind=kind,
        occurred_at=at,
        source="api",
        video_id=video.video_id,
        fraction=fraction,
        duration_seconds=video.duration_seconds if fraction is not None else None,
        watched_seconds=fraction * (video.duration_seconds or 0.0) if fraction is not None else None,
        video=video,
    )
