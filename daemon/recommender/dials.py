"""The dials a person owns, with what each does when nobody has touched it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

LENGTHS_MINUTES: Mapping[str, tuple[float | None, float | None]] = {
    "short": (None, 4.0),
    "medium": (4.0, 20.0),
    "long": (20.0, None),
}
"""What each word for a length means: from, to."""

MODES = ("off", "decorate", "rerank", "shelf", "replace")


def _first_modes() -> dict[str, str]:
    return {
        "home": "rerank",
        "watch_next": "rerank",
        "search": "decorate",
        "subscriptions": "decorate",
        "channel": "decorate",
    }


@dataclass(frozen=True, slots=True)
class Dials:
    """Settings of taste; every one of them changes the next slate, but `mode`, which the extension reads."""

    hide_watched: bool = True
    hide_watched_fraction: float = 0.5
    """The watched share of a video from which on it counts as watched."""
    hide_age_restricted: bool = False
    """Whether what YouTube shows to adults alone is hidden: an adult who is signed in can watch it."""
    impressions_before_hiding: int = 3
    """How often a card may be seen without a click before it is put behind; 0 never does."""
    max_age_days: float | None = None
    min_views: int | None = None
    max_in_a_row: int = 3
    """Cards of one channel that may follow each other."""
    freshness: float = 1.0
    """How much age matters: 0 not at all, 1 as measured best, more for those who want the newest."""
    channel_boost: float = 1.0
    view_health: float = 1.0
    mix: Mapping[str, float] | None = None
    """Shares of `subscribed`, `familiar`, `new` and `surprise`, which sum to 1; None: as measured best."""
    length: str | Mapping[str, float | None] | None = None
    """The length wished for: a word of LENGTHS_MINUTES, or `min_minutes` and `max_minutes`; None: any."""
    ranker: str = "auto"
    """`auto` is the best that passed the gate: the trained ranker, or `hybrid`; a name is that ranker whatever the gate says."""
    compare: Sequence[str] | None = None
    """Two rankers whose orders are interleaved in the place of `ranker`'s, so that clicks tell which is better."""
    mode: Mapping[str, str] = field(default_factory=_first_modes)
    """What happens on each surface of the page."""

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Dials:
        """Return the dials a person has set; a name that is no dial (any more) is ignored."""
        names = {each.name for each in fields(cls)}
        known = {name: value for name, value in stored.items() if name in names}
        dials = cls(**known)
        return replace(dials, mode={**_first_modes(), **dials.mode})
