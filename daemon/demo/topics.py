"""What the made-up videos are about: words, channels and tags of a few plain interests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Topic:
    """One interest; titles are made of its things and doings."""

    name: str
    category: str
    channels: tuple[str, ...]
    things: tuple[str, ...]
    doings: tuple[str, ...]
    tags: tuple[str, ...]


TOPICS: Final = (
    Topic(
        "baking",
        "Howto & Style",
        ("The Slow Loaf", "Crumb & Crust", "Oven Diaries"),
        ("sourdough bread", "rye loaf", "croissant dough", "cinnamon rolls", "pizza dough", "focaccia"),
        ("shaping", "proofing overnight", "baking in a cast iron pot", "fixing a dense crumb", "kneading by hand"),
        ("baking", "bread", "recipe", "flour"),
    ),
    Topic(
        "space",
        "Science & Technology",
        ("Orbit Notebook", "Launch Window", "Quiet Cosmos"),
        ("lunar lander", "reusable rocket", "Mars rover", "space telescope", "orbital station", "solar sail"),
        ("how it flies", "the launch explained", "what the telemetry shows", "a year in orbit", "why it failed"),
        ("space", "rocket", "astronomy", "physics"),
    ),
    Topic(
        "guitar",
        "Music",
        ("Six Strings Daily", "Fingerstyle Corner", "Amp & Wood"),
        ("fingerstyle blues", "jazz chords", "acoustic melody", "slide guitar", "classical etude", "open tuning"),
        ("lesson for beginners", "played slowly", "practice routine", "chord voicings", "tone and technique"),
        ("guitar", "music", "lesson", "chords"),
    ),
    Topic(
        "running",
        "Sports",
        ("Trail Miles", "The Easy Pace", "Hill Repeat"),
        ("trail marathon", "ultra race", "mountain run", "5k training", "trail shoes", "winter running"),
        ("training plan", "race report", "pacing and breathing", "injury prevention", "what I ate on the course"),
        ("running", "trail", "training", "fitness"),
    ),
    Topic(
        "programming",
        "Science & Technology",
        ("Borrow & Check", "Plain Compiler", "Terminal Hours"),
        ("Rust compiler", "borrow checker", "parser in Rust", "database engine", "async runtime", "garbage collector"),
        ("written from scratch", "code review", "benchmarks and surprises", "explained line by line", "debugging live"),
        ("programming", "rust", "software", "code"),
    ),
    Topic(
        "history",
        "Education",
        ("Parchment & Stone", "The Long Century", "Ruins Walk"),
        ("medieval castle", "Roman road", "Viking ship", "Silk Road town", "Bronze Age wreck", "cathedral vault"),
        ("how it was built", "daily life inside", "what the sources say", "a walk through the ruins", "the last siege"),
        ("history", "documentary", "archaeology", "medieval"),
    ),
)
