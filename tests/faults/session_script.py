"""What a person does on YouTube, written down: `watch; play 3; ad; skip 20; rate 2; play 4; away 3; next; play 2; close`.

Seconds are seconds of the film, whatever the speed. `play`, `away` and `pip` always show what was not shown yet, and `again`
nothing else, so that a script alone says how much of its films is watched at least.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

FILM_SECONDS: Final = 90
LAST_SECONDS: Final = 1.5
"""How much of a film is left to play when autoplay is waited for."""

ACTS: Final[Mapping[str, str]] = {
    "watch": "open a video",
    "ads": "open a video; advertisements before each",
    "live": "open a live stream",
    "playlist": "open a video of a playlist",
    "shorts": "open the Shorts player",
    "play": "watch so many seconds",
    "skip": "seek so many seconds ahead",
    "again": "seek so many seconds back, and watch them again",
    "rate": "change the speed",
    "ad": "an advertisement breaks in",
    "pause": "until something else plays",
    "away": "watch so many seconds behind another tab",
    "pip": "watch so many seconds in picture-in-picture",
    "next": "click on the next video",
    "autoplay": "seek to the end and wait until the next video begins",
    "reload": "load the page anew",
    "mini": "go home with the player in its corner",
    "preview": "hover over a card until its preview has played so many seconds",
    "swipe": "scroll to the next Short",
    "loop": "wait until a Short has begun anew",
    "leave": "go elsewhere in the tab",
    "close": "close the tab",
}
SHOWING: Final = ("play", "away", "pip")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a person does."""

    name: str
    amount: float | None = None

    def __str__(self) -> str:
        return self.name if self.amount is None else f"{self.name} {self.amount:g}"


Script: TypeAlias = Sequence[Act]


def parsed(text: str) -> Script:
    """Read a script; a word that is no act is refused."""
    acts = [Act(words[0], *map(float, words[1:])) for words in map(str.split, text.split(";"))]
    if unknown := {act.name for act in acts} - ACTS.keys():
        raise ValueError(f"nobody knows how to {min(unknown)}")
    return acts


def told(script: Script) -> str:
    """Write a script as it is read."""
    return "; ".join(map(str, script))


def least_watched(script: Script) -> float:
    """How many seconds of its films a script shows at least."""
    return sum(act.amount or 0 for act in script if act.name in SHOWING)


# What follows what: phrases, any of which may follow any other of the same menu.
PHRASES: Final[Mapping[str, Sequence[str]]] = {
    "watch": (
        "play 4", "play 7", "skip 8; play 3", "skip 3; play 2", "play 4; again 2", "play 5; again 4; play 2", "rate 2; play 6",
        "rate 0.5; play 1.5", "rate 1; play 2", "ad; play 3", "play 2; ad; play 2", "pause; play 2", "away 3", "play 2; away 4; play 2",
        "pip 3", "next; play 3", "next; play 2; skip 30; play 3", "autoplay; play 3", "reload; play 3", "rate 2; play 30",
    ),
    "live": ("play 4", "play 7", "pause; play 2", "away 4", "pip 3", "ad; play 3"),
    "shorts": ("swipe; play 3", "swipe; play 5", "swipe; loop", "swipe; away 3", "swipe; play 2; pause; play 2", "swipe; play 1"),
}  # fmt: skip
ENDINGS: Final[Mapping[str, Sequence[str]]] = {
    "watch": ("close", "close", "leave", "pause; close", "mini; play 3; close", "mini; preview 3; play 2; close", "pause; mini; preview 3; leave"),
    "shorts": ("close", "leave", "pause; close"),
}  # fmt: skip
BEGINNINGS: Final = ("watch", "watch", "watch", "ads", "playlist", "live", "shorts")


def written(rng: random.Random) -> Script:
    """Make up a session: how it begins, three to seven phrases, how it ends."""
    beginning = rng.choice(BEGINNINGS)
    menu = beginning if beginning in PHRASES else "watch"
    phrases = [f"{beginning}; play 3", *rng.choices(PHRASES[menu], k=rng.randint(3, 7))]
    ending = rng.choice(ENDINGS.get(menu, ENDINGS["watch"]))
    return _within_films([act for phrase in [*phrases, ending] for act in parsed(phrase)])


def _within_films(script: Script) -> Script:
    """Leave out what would go beyond the end of a film."""
    at, kept = 0.0, []
    for act in script:
        if act.name in ("watch", "next", "autoplay", "reload", "swipe"):
            at = 0.0
        ahead = act.amount or 0 if act.name in (*SHOWING, "skip") else 0
        if at + ahead < FILM_SECONDS - 2 * LAST_SECONDS:
            at += ahead
            kept.append(act)
    return kept
