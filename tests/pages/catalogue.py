"""Made-up videos in a handful of topics: the same number always gives the same video."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

TOPICS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "programming": (
        ("Ferrous Notes", "Kernel Tuesdays", "The Borrow Desk"),
        (
            "Writing a compiler in Rust",
            "Async Rust without tears",
            "How a database index works",
            "Debugging the linker",
        ),
    ),
    "cooking": (
        ("Salt and Ember", "Nonna's Table", "Weeknight Pans"),
        (
            "Slow roasted lamb with garlic",
            "Fresh pasta by hand",
            "Sourdough bread for beginners",
            "Five sauces from butter",
        ),
    ),
    "space": (
        ("Orbit Diary", "Quiet Telescope"),
        (
            "Why Saturn lost a moon",
            "Landing on an asteroid",
            "The telescope that sees galaxies form",
            "Rocket engines explained",
        ),
    ),
    "football": (
        ("Second Half", "Corner Flag"),
        (
            "Champions final highlights",
            "The best goals of the season",
            "Penalty shootout analysis",
            "Training like a goalkeeper",
        ),
    ),
    "music": (
        ("Blue Room Sessions", "Fretwork"),
        (
            "Live jazz piano trio",
            "Guitar lesson: fingerpicking",
            "Making a drum loop from scratch",
            "Synthesizer ambient set",
        ),
    ),
    "makeup": (
        ("Glow Notes", "Soft Palette"),
        (
            "Everyday makeup in ten minutes",
            "Skincare routine for winter",
            "Testing a viral lipstick",
            "Eyeliner for beginners",
        ),
    ),
}


@dataclass(frozen=True)
class Clip:
    """One made-up video, with everything its card and its watch page show."""

    number: int
    video_id: str
    title: str
    topic: str
    channel_name: str
    channel_id: str
    handle: str
    duration_seconds: int
    view_count: int
    age_days: int


def clip(number: int, topics: Sequence[str] = tuple(TOPICS)) -> Clip:
    """The video of this number; topics take turns, so that neighbours differ."""
    chance = random.Random(number)
    topic = topics[number % len(topics)]
    channels, titles = TOPICS[topic]
    channel = chance.choice(channels)
    return Clip(
        number=number,
        video_id=_token(f"video {number}", 11),
        title=f"{titles[(number // len(topics)) % len(titles)]}, part {1 + number // (len(topics) * len(titles))}",
        topic=topic,
        channel_name=channel,
        channel_id="UC" + _token(channel, 22),
        handle="/@" + channel.replace(" ", "").replace("'", ""),
        duration_seconds=chance.randint(65, 5400),
        view_count=chance.randint(300, 4_000_000),
        age_days=chance.randint(1, 900),
    )


def by_id(video_id: str, known: int = 2000) -> Clip:
    """The video with this id; the first one for an id that was never handed out."""
    return _INDEX.get(video_id) or _fill_index(known).get(video_id) or clip(0)


_INDEX: dict[str, Clip] = {}


def _fill_index(known: int) -> dict[str, Clip]:
    if not _INDEX:
        _INDEX.update({made.video_id: made for made in map(clip, range(known))})
    return _INDEX


def _token(text: str, length: int) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()[:length]


def clock_text(seconds: int) -> str:
    """Render 3754 as `1:02:34`, as a duration badge does."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def count_text(count: int) -> str:
    """Render 345678 as `345K`, as a card does."""
    for size, letter in ((1_000_000, "M"), (1_000, "K")):
        if count >= size:
            value = count / size
            return f"{value:.1f}{letter}" if value < 10 else f"{int(value)}{letter}"
    return str(count)


def age_text(days: int) -> str:
    """Render 400 as `1 year ago`."""
    for size, word in ((365, "year"), (30, "month"), (7, "week"), (1, "day")):
        if days >= size:
            n = days // size
            return f"{n} {word}{'s' if n > 1 else ''} ago"
    return "1 hour ago"
