"""Reasons: what a card's score rests on, in words for the person.

They are told from the parts of the score, never made up afterwards: a part is by how much the score would fall
without its evidence, so a reason that is taken away lowers the score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from recsys.affinity import DEEDS, affinity
from recsys.arrays import IntArray, at
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
    "channel_liked": "From {}, where you have liked a video",
    "channel_saved": "From {}, where you have saved a video",
    "topic": "You picked the topic {}",
    "category": "You often choose {}",
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
_VERBS = {int(EventKind.THUMBS_UP): "liked", int(EventKind.SAVED): "saved"}
_CHANNEL_FORMS = {
    EventKind.WATCH: "channel_before",
    EventKind.THUMBS_UP: "channel_liked",
    EventKind.SAVED: "channel_saved",
}
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
    """Affinity by what was watched alone from which on a channel is watched "often"."""
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
        kinds = sorted(scores.parts.keys() & _TELLERS.keys())
        worths = np.array([scores.parts[kind] for kind in kinds]).reshape(len(kinds), -1)[:, cards].T
        strongest = np.argsort(-worths, axis=1, kind="stable")  # ties by name: the kinds are sorted
        position = scores.parts.get("position", np.zeros(len(features)))[cards]
        source = _Source.of(catalog, taste, self.config, features)
        return [
            self._of_card(source, card, kinds, order, worth) or (_fallback(source, card, own),)
            for card, order, worth, own in zip(
                cards.tolist(), strongest.tolist(), worths.tolist(), position.tolist(), strict=True
            )
        ]

    def _of_card(
        self, source: _Source, card: int, kinds: Sequence[str], strongest: Sequence[int], worths: Sequence[float]
    ) -> tuple[Reason, ...]:
        told: list[Reason] = []
        for place in strongest:
            worth = worths[place]
            least = max(self.config.least, self.config.least_share * told[0].contribution if told else 0.0)
            if not worth >= least or len(told) == self.config.most:
                break
            reason = _TELLERS[kinds[place]](source, card, worth)
            if reason is not None:
                told.append(reason)
        return tuple(told)


@dataclass(frozen=True, slots=True)
class _Source:
    """What reasons are told from; lists are by card, for a look at one of an array's numbers takes ten times as long."""

    catalog: Catalog
    taste: Taste
    config: ReasonsConfig
    rows: list[int]
    events: list[int]
    """The loudest one of each card."""
    personas: list[int]
    topics: list[int]
    channel_forms: list[str]
    """How each card's channel is told."""
    age_days: list[float]
    positions: list[float]

    @classmethod
    def of(cls, catalog: Catalog, taste: Taste, config: ReasonsConfig, features: Features) -> _Source:
        arrays = (features.rows, features.top, features.personas, features.topics)
        columns = (features[name] for name in ("age_days", "position"))
        forms = _channel_forms(taste, config, catalog.channel[features.rows])
        return cls(catalog, taste, config, *(array.tolist() for array in (*arrays, forms, *columns)))


def _told(kind: str, form: str, *names: str, contribution: float, **evidence: Any) -> Reason:
    """Return a reason in the words of its form."""
    text = SENTENCES[form].format(*names)
    return Reason(kind, text, contribution=contribution, form=form, names=names, **evidence)


def _similar(source: _Source, card: int, contribution: float) -> Reason | None:
    """Tell the video whose loss would cost most; a video is no reason for itself."""
    liked, event = source.taste.liked, source.events[card]
    row = int(liked.rows[event]) if event >= 0 else -1
    if row < 0 or row == source.rows[card]:
        return None
    video, verb = source.catalog.video(row), _VERBS.get(int(liked.kinds[event]), "watched")
    form, names = (f"similar_{verb}", (video.title,)) if video.title else (f"untitled_{verb}", ())
    return _told("similar", form, *names, video_ids=(video.video_id,), contribution=contribution)


def _persona(source: _Source, card: int, contribution: float) -> Reason | None:
    persona = source.personas[card]
    if persona < 0:
        return None
    personas = source.taste.personas
    label, samples = personas.labels[persona], personas.samples[persona][:3]
    return _told("persona", "persona", label, video_ids=samples, persona=persona, contribution=contribution)


def _channel(source: _Source, card: int, contribution: float) -> Reason | None:
    channels, code = source.catalog.channels, int(source.catalog.channel[source.rows[card]])
    form, channel_id = source.channel_forms[card], channels.channel_id(code)
    return _told("channel", form, channels.name(code), channel_id=channel_id, contribution=contribution)


def _channel_forms(taste: Taste, config: ReasonsConfig, codes: IntArray) -> npt.NDArray[np.str_]:
    """Return (n,) how channels are told: watched often, or followed, else by most of what was done with their videos.

    A thumb or a save is no watch: whoever never played a video of a channel is not told to have watched it.
    """
    deeds = np.array([at(taste.channel_deeds[kind], codes) for kind in DEEDS])
    often = affinity(deeds[DEEDS.index(EventKind.WATCH)]) >= config.often
    followed = np.isin(codes, list(taste.followed))
    most = np.array([_CHANNEL_FORMS[kind] for kind in DEEDS])[deeds.argmax(axis=0)]
    return np.where(often, "channel_often", np.where(followed, "channel_followed", most))


def _topic(source: _Source, card: int, contribution: float) -> Reason | None:
    label = source.taste.topics[source.topics[card]].label
    return _told("topic", "topic", label, contribution=contribution)


def _category(source: _Source, card: int, contribution: float) -> Reason | None:
    category = source.catalog.video(source.rows[card]).category
    return _told("category", "category", category, contribution=contribution) if category else None


def _popular(source: _Source, card: int, contribution: float) -> Reason | None:
    if source.catalog.view_count[source.rows[card]] < _POPULAR_FROM_VIEWS:
        return None
    form = "popular_now" if source.age_days[card] <= _POPULAR_DAYS else "popular"
    return _told("popular", form, contribution=contribution)


def _new(source: _Source, card: int, contribution: float) -> Reason | None:
    age_days = source.age_days[card]
    if not 0 <= age_days <= source.config.new_days:
        return None
    return _told("new", "new_today" if age_days < 1 else "new_week", contribution=contribution)


_TELLERS: Mapping[str, Callable[[_Source, int, float], Reason | None]] = {
    "similar": _similar,
    "persona": _persona,
    "channel": _channel,
    "topic": _topic,
    "category": _category,
    "popular": _popular,
    "new": _new,
    "mood": lambda _source, _card, contribution: _told("mood", "mood", contribution=contribution),
    "asked": lambda _source, _card, contribution: _told("asked", "asked", contribution=contribution),
}
"""How each part of a score is told; a part that is not here is no reason by itself."""


def _fallback(source: _Source, card: int, contribution: float) -> Reason:
    if source.positions[card] >= 0:
        return _told("position", "position", contribution=contribution)
    return _told("exploration", "exploration", contribution=0.0)
