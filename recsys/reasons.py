"""Reasons: what a card's score rests on, in words for the person.

They are told from the parts of the score, never made up afterwards: a part is by how much the score would fall
without its evidence, so a reason that is taken away lowers the score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from recsys.arrays import IntArray
from recsys.catalog import Catalog
from recsys.features import Features
from recsys.history import EventKind
from recsys.slate import Reason, Scores
from recsys.taste import Taste

_POPULAR_FROM_VIEWS = 10_000
_POPULAR_DAYS = 30.0


@dataclass(frozen=True, slots=True)
class ReasonsConfig:
    """How much is said."""

    most: int = 2
    """Reasons of one card."""
    least: float = 0.1
    """Score a reason must be worth."""
    least_share: float = 0.1
    """Share of the first reason's worth that a second must have."""
    often: float = 0.6
    """Channel affinity from which on a channel is watched "often"."""
    new_days: float = 7.0
    """Age up to which a video is told to be new."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Tells the strongest reasons of cards."""

    config: ReasonsConfig = ReasonsConfig()

    def __call__(
        self, catalog: Catalog, taste: Taste, features: Features, scores: Scores, cards: IntArray
    ) -> list[tuple[Reason, ...]]:
        """Return one or two reasons for each of the cards, which are indices into the table, the strongest first."""
        kinds = sorted(scores.parts.keys() & {*_TELLERS, "position"})
        worths = np.column_stack([scores.parts[kind][cards] for kind in kinds]).tolist()
        return [
            self._of_card(_Card(catalog, taste, features, self.config, index), dict(zip(kinds, worth, strict=True)))
            for index, worth in zip(cards.tolist(), worths, strict=True)
        ]

    def _of_card(self, card: _Card, worth: Mapping[str, float]) -> tuple[Reason, ...]:
        enough = [kind for kind, value in worth.items() if value >= self.config.least and kind in _TELLERS]
        told: list[Reason] = []
        for kind in sorted(enough, key=lambda kind: -worth[kind]):  # ties by name: the kinds are sorted
            if len(told) == self.config.most or worth[kind] < self.config.least_share * _first(told):
                break
            reason = _TELLERS[kind](card, worth[kind])
            if reason is not None:
                told.append(reason)
        return tuple(told) or (_fallback(card, worth.get("position", 0.0)),)


@dataclass(frozen=True, slots=True)
class _Card:
    """One card of a feature table, and what its evidence points to."""

    catalog: Catalog
    taste: Taste
    features: Features
    config: ReasonsConfig
    index: int

    def feature(self, name: str) -> float:
        return float(self.features[name][self.index])


def _similar(card: _Card, contribution: float) -> Reason | None:
    """Tell the video whose loss would cost most; a video is no reason for itself."""
    event = int(card.features.top[card.index])
    row = int(card.taste.liked.rows[event]) if event >= 0 else -1
    if row < 0 or row == card.features.rows[card.index]:
        return None
    video = card.catalog.video(row)
    verb = {EventKind.THUMBS_UP: "liked", EventKind.SAVED: "saved"}.get(
        EventKind(card.taste.liked.kinds[event]), "watched"
    )
    text = f"Because you {verb} “{video.title}”" if video.title else f"Close to a video you {verb}"
    return Reason("similar", text, video_ids=(video.video_id,), contribution=contribution)


def _persona(card: _Card, contribution: float) -> Reason | None:
    persona = int(card.features.personas[card.index])
    if persona < 0:
        return None
    text = f"Close to your interest: {card.taste.personas.labels[persona]}"
    samples = card.taste.personas.samples[persona][:3]
    return Reason("persona", text, video_ids=samples, persona=persona, contribution=contribution)


def _channel(card: _Card, contribution: float) -> Reason | None:
    channels, code = card.catalog.channels, int(card.catalog.channel[card.features.rows[card.index]])
    often = card.feature("channel_affinity") >= card.config.often
    followed = code in card.taste.followed
    how = "which you often watch" if often else "which you follow" if followed else "which you have watched before"
    text = f"From {channels.name(code)}, {how}"
    return Reason("channel", text, channel_id=channels.channel_id(code), contribution=contribution)


def _topic(card: _Card, contribution: float) -> Reason | None:
    label = card.taste.topics[int(card.features.topics[card.index])].label
    return Reason("topic", f"You picked the topic {label}", contribution=contribution)


def _category(card: _Card, contribution: float) -> Reason | None:
    category = card.catalog.video(int(card.features.rows[card.index])).category
    return Reason("category", f"You often watch {category}", contribution=contribution) if category else None


def _popular(card: _Card, contribution: float) -> Reason | None:
    if card.catalog.view_count[card.features.rows[card.index]] < _POPULAR_FROM_VIEWS:
        return None
    text = "Popular right now" if card.feature("age_days") <= _POPULAR_DAYS else "Watched by many"
    return Reason("popular", text, contribution=contribution)


def _new(card: _Card, contribution: float) -> Reason | None:
    age_days = card.feature("age_days")
    if not age_days <= card.config.new_days:
        return None
    return Reason("new", "New today" if age_days < 1 else "New this week", contribution=contribution)


_TELLERS: Mapping[str, Callable[[_Card, float], Reason | None]] = {
    "similar": _similar,
    "persona": _persona,
    "channel": _channel,
    "topic": _topic,
    "category": _category,
    "popular": _popular,
    "new": _new,
    "mood": lambda card, contribution: Reason("mood", "Fits the mood you chose", contribution=contribution),
    "asked": lambda card, contribution: Reason("asked", "Close to what you asked for", contribution=contribution),
}
"""How each part of a score is told; a part that is not here is no reason by itself."""


def _fallback(card: _Card, contribution: float) -> Reason:
    if card.feature("position") >= 0:
        text = "Where YouTube put it: nothing of yours speaks for it yet"
        return Reason("position", text, contribution=contribution)
    return Reason("exploration", "Something else, to learn what you like")


def _first(told: list[Reason]) -> float:
    return told[0].contribution if told else 0.0
