"""Reasons: what a card's score rests on, in words for the person.

They are told from the parts of the score, never made up afterwards: a part is by how much the score would fall
without its evidence, so a reason that is taken away lowers the score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from recsys.arrays import IntArray
from recsys.catalog import Catalog
from recsys.features import Features
from recsys.history import EventKind
from recsys.slate import Reason, Scores
from recsys.taste import Taste

SENTENCES: Mapping[str, str] = {
    "similar_liked": "Because you liked “{}”",
    "similar_saved": "Because you saved “{}”",
    "similar_watched": "Because you watched “{}”",
    "untitled_liked": "Close to a video you liked",
    "untitled_saved": "Close to a video you saved",
    "untitled_watched": "Close to a video you watched",
    "persona": "Close to your interest: {}",
    "channel_often": "From {}, which you often watch",
    "channel_followed": "From {}, which you follow",
    "channel_before": "From {}, which you have watched before",
    "topic": "You picked the topic {}",
    "category": "You often watch {}",
    "popular_now": "Popular right now",
    "popular": "Watched by many",
    "new_today": "New today",
    "new_week": "New this week",
    "mood": "Fits the mood you chose",
    "asked": "Close to what you asked for",
    "position": "Where YouTube put it: nothing of yours speaks for it yet",
    "exploration": "Something else, to learn what you like",
}
"""Every sentence by its form; the extension says them in the person's language (`_locales`, `reason_FORM`)."""
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


def _told(kind: str, form: str, *names: str, contribution: float, **evidence: Any) -> Reason:
    """Return a reason in the words of its form."""
    text = SENTENCES[form].format(*names)
    return Reason(kind, text, contribution=contribution, form=form, names=names, **evidence)


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
    form, names = (f"similar_{verb}", (video.title,)) if video.title else (f"untitled_{verb}", ())
    return _told("similar", form, *names, video_ids=(video.video_id,), contribution=contribution)


def _persona(card: _Card, contribution: float) -> Reason | None:
    persona = int(card.features.personas[card.index])
    if persona < 0:
        return None
    label, samples = card.taste.personas.labels[persona], card.taste.personas.samples[persona][:3]
    return _told("persona", "persona", label, video_ids=samples, persona=persona, contribution=contribution)


def _channel(card: _Card, contribution: float) -> Reason | None:
    channels, code = card.catalog.channels, int(card.catalog.channel[card.features.rows[card.index]])
    often = card.feature("channel_affinity") >= card.config.often
    form = "channel_often" if often else "channel_followed" if code in card.taste.followed else "channel_before"
    channel_id = channels.channel_id(code)
    return _told("channel", form, channels.name(code), channel_id=channel_id, contribution=contribution)


def _topic(card: _Card, contribution: float) -> Reason | None:
    label = card.taste.topics[int(card.features.topics[card.index])].label
    return _told("topic", "topic", label, contribution=contribution)


def _category(card: _Card, contribution: float) -> Reason | None:
    category = card.catalog.video(int(card.features.rows[card.index])).category
    return _told("category", "category", category, contribution=contribution) if category else None


def _popular(card: _Card, contribution: float) -> Reason | None:
    if card.catalog.view_count[card.features.rows[card.index]] < _POPULAR_FROM_VIEWS:
        return None
    form = "popular_now" if card.feature("age_days") <= _POPULAR_DAYS else "popular"
    return _told("popular", form, contribution=contribution)


def _new(card: _Card, contribution: float) -> Reason | None:
    age_days = card.feature("age_days")
    if not age_days <= card.config.new_days:
        return None
    return _told("new", "new_today" if age_days < 1 else "new_week", contribution=contribution)


_TELLERS: Mapping[str, Callable[[_Card, float], Reason | None]] = {
    "similar": _similar,
    "persona": _persona,
    "channel": _channel,
    "topic": _topic,
    "category": _category,
    "popular": _popular,
    "new": _new,
    "mood": lambda card, contribution: _told("mood", "mood", contribution=contribution),
    "asked": lambda card, contribution: _told("asked", "asked", contribution=contribution),
}
"""How each part of a score is told; a part that is not here is no reason by itself."""


def _fallback(card: _Card, contribution: float) -> Reason:
    if card.feature("position") >= 0:
        return _told("position", "position", contribution=contribution)
    return _told("exploration", "exploration", contribution=0.0)


def _first(told: list[Reason]) -> float:
    return told[0].contribution if told else 0.0
