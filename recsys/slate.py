"""What the pipeline is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray

Surface: TypeAlias = Literal["home", "watch_next", "search", "subscriptions", "popup", "shelf", "dashboard"]
Action: TypeAlias = Literal["show", "demote", "hide"]


def _no_counts() -> IntArray:
    return np.zeros(0, dtype=np.int64)


def _no_flags() -> BoolArray:
    return np.zeros(0, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part of a score matters to this person; 1 is the default, 0 leaves the part out."""

    channel_boost: float = 1.0
    view_health: float = 1.0
    recency: float = 1.0
    """The `freshness` dial: how much being new counts; that a person likes videos of a certain age is not part of it."""


@dataclass(frozen=True, slots=True)
class Context:
    """The moment a slate is made for."""

    surface: Surface
    now: float
    """Seconds since the epoch."""
    mood: FloatArray | None = None
    """(d,) vector of the mood's prompt as embedded, not centred."""
    topic: FloatArray | None = None
    """(d,) vector of what the person asked for right now: a chip, a category, the video that is playing."""
    weights: Weights = Weights()
    hour: float = float("nan")
    """Of the person's day, 0 to 24; NaN unknown."""
    weekday: float = float("nan")
    """Of the person's week, Monday 0; NaN unknown."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of a list, which sum to 1; what each kind is says `recsys.ordering.mix_kinds`."""

    subscribed: float
    familiar: float
    new: float
    surprise: float


@dataclass(frozen=True, slots=True)
class Length:
    """The range a person wishes videos to be in."""

    min_seconds: float = 0.0
    max_seconds: float = float("inf")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a person's that is in force: what it does (`recsys.rules`) with which videos; None is no condition."""

    rule_id: str
    action: Literal["block", "limit", "boost", "demote"]
    text: str
    """In the person's words."""
    amount: float | None = None
    """For `limit` so many of what is meant in one list, for `boost` and `demote` deviations of the list's scores."""
    channel: int | None = None
    """Code of `catalog.channel`; one no video has means nothing."""
    phrase: str | None = None
    topic: str | None = None
    topic_vector: FloatArray | None = None
    """(d,) of the topic as embedded; None where it has no known word."""
    language: int | None = None
    """Code of `catalog.language`."""
    is_short: bool | None = None
    is_live: bool | None = None
    min_seconds: float | None = None
    max_seconds: float | None = None
    max_age_days: float | None = None
    min_views: float | None = None

    @property
    def bounds(self) -> bool:
        """Whether it sets a bound."""
        bounds = (self.min_seconds, self.max_seconds, self.max_age_days, self.min_views)
        return any(bound is not None for bound in bounds)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a person has seen, refused, or does not want to see, and how they want the rest arranged.

    Columns are indexed by the catalogue's row and may be shorter than the catalogue: rows beyond their end count as 0.
    """

    watched: FloatArray = field(default_factory=lambda: np.zeros(0))
    """(≤ n,) greatest watched fraction of a video; 0 never, 1 for a watch whose length nobody knows."""
    rejected: BoolArray = field(default_factory=_no_flags)
    """(≤ n,) whether its current rating is "not interested" or thumbs down."""
    impressions: IntArray = field(default_factory=_no_counts)
    """(≤ n,) how often its card was shown since it was last clicked."""
    blocked_channels: frozenset[int] = frozenset()
    """Codes from `catalog.channels.code(name, channel_id)`."""
    hide_watched: bool = True
    hide_watched_from: float = 0.5
    """The watched fraction from which on a video counts as watched."""
    hide_age_restricted: bool = False
    impressions_before_hiding: int = 3
    max_age_days: float | None = None
    min_views: int | None = None
    max_in_a_row: int = 3
    """Cards of one channel that may follow each other."""
    explore_every: int = 12
    """One place of a feed in so many goes to a video nothing speaks for, drawn by chance; 0 lets it win its place."""
    mix: Mix | None = None
    """None: as measured best."""
    rules: tuple[Rule, ...] = ()
    length: Length | None = None
    """A soft preference: a video outside of the range stands lower, and is not hidden."""
    size: int = 200
    """Videos in a feed; a page's cards all come back."""


class Reason(NamedTuple):
    """Why a card stands where it stands, in words for the person, with the evidence behind them.

    Taking the evidence away lowers the card's score by about `contribution`. A page makes more than a hundred, and a
    frozen dataclass takes three times as long to make.
    """

    kind: str
    """`similar`, `persona`, `channel`, `topic`, `category`, `mood`, `asked`, `popular`, `new`, `position`, `exploration`, `rule`, or a filter's name."""
    text: str
    video_ids: tuple[str, ...] = ()
    channel_id: str | None = None
    persona: int | None = None
    rule_id: str | None = None
    contribution: float = 0.0
    form: str = ""
    """Which sentence `text` is, for whoever says it in another language; by default there is one of its kind."""
    names: tuple[str, ...] = ()
    """What stands in the sentence: a title, a channel, a topic."""


class Breakdown(NamedTuple):
    """The factors of the persona formula for one card, shown whatever ranker is in use."""

    content_score: float
    """Best cosine to a persona times its activity; 0 without personas or vector."""
    matching_persona: int | None
    channel_boost: float
    view_health: float
    recency_factor: float


@dataclass(frozen=True, slots=True)
class Slate:
    """One ranked list: n cards, best first. For a page every row asked comes back once, hidden ones last."""

    ranker: str
    ranker_version: str
    rows: IntArray
    """(n,) rows of the catalogue."""
    scores: FloatArray
    """(n,) the ranker's scores; a card may stand above one of a higher score for the sake of variety."""
    actions: tuple[Action, ...]
    reasons: tuple[tuple[Reason, ...], ...]
    """One or two for each card."""
    personas: IntArray
    """(n,) index of the nearest persona, -1 without."""
    breakdowns: tuple[Breakdown, ...]
    sources: tuple[str, ...]
    """Who proposed the card: `page`, or the name of a candidate source."""
    propensities: FloatArray
    """(n,) probability with which the card was let in and drawn for its place; 1 where no chance was involved."""
    teams: tuple[str | None, ...]
    """Name of the ranker that put the card there, where two are compared; None for neither, or without a comparison."""
    features: FloatArray
    """(n, f) the feature table as scored, NaN unknown."""
    feature_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """A ranker's answer for n candidates."""

    total: FloatArray
    """(n,) higher is better, never NaN."""
    parts: Mapping[str, FloatArray]
    """Name → (n,) by how much the score would fall without this part; reasons are told from these."""
