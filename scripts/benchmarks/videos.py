"""Made-up videos in any number: interests of their own vocabulary, channels, ages and views, embedded by the default model."""

from __future__ import annotations

import numpy as np

from daemon.store.videos import VideoFacts

INTERESTS = (
    "rust compiler borrow checker", "sourdough bread oven crumb", "chess endgame rook gambit", "modular synth patch oscillator",
    "trail running ultra marathon", "woodworking dovetail plane joint", "deep sea octopus reef", "history roman legion empire",
    "telescope galaxy nebula space", "guitar fingerstyle blues lesson", "city metro tram transit", "espresso grinder latte roast",
)  # fmt: skip
FORMS = ("How {} really works", "{} for beginners", "The truth about {}", "I tried {} for a month", "{}: part {}")


def made_up(count: int, *, now: float, rng: np.random.Generator) -> list[VideoFacts]:
    """Return `count` videos with different ids, about three words of one interest each."""
    return [_video(index, now, rng) for index in range(count)]


def _video(index: int, now: float, rng: np.random.Generator) -> VideoFacts:
    words = INTERESTS[index % len(INTERESTS)].split()
    subject = " ".join(rng.choice(words, 3, replace=False))
    channel = index % 4_000
    return VideoFacts(
        video_id=f"v{index:010d}",
        title=FORMS[index % len(FORMS)].format(subject, index % 90),
        channel_id=f"UC{channel:022d}",
        channel_name=f"{words[0].title()} channel {channel}",
        tags=tuple(words),
        duration_seconds=float(rng.integers(60, 3_600)),
        view_count=int(10 ** rng.uniform(2, 7)),
        published_at=now - float(rng.exponential(200)) * 86_400,
    )
