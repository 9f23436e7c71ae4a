"""Moods: passing tastes, each a prompt that is embedded like a video."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mood:
    """A named prompt."""

    name: str
    label: str
    prompt: str


MOODS = (
    Mood("calm", "Calm down", "calm relaxing slow nature ambience quiet walk rain sleep meditation"),
    Mood("learn", "Learn", "explained documentary science history lecture course introduction how it works"),
    Mood("laugh", "Laugh", "funny comedy sketch stand-up humor parody bloopers"),
    Mood("build", "Build", "how to build diy workshop project tutorial making woodworking electronics programming"),
    Mood("news", "News", "news today report politics world interview analysis"),
    Mood("music", "Music", "music song live session concert album acoustic cover playlist"),
    Mood("move", "Move", "workout training exercise running cycling yoga sport fitness"),
)
