"""The default ranker: evidence of several kinds, added as logarithms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from recsys.arrays import FloatArray, picked
from recsys.features import Features
from recsys.slate import Context, Scores


@dataclass(frozen=True, slots=True)
class HybridConfig:
    """Weights of the terms, in nats of score per unit of the feature; docs/evaluation.md says on whom they were fitted."""

    dense: float = 0.5
    """Liked videos near by vector, over months."""
    dense_recent: float = 0.25
    """The same over days: what the person is after at the moment."""
    lexical: float = 0.5
    """Liked videos that share words."""
    refused: float = 2.0
    """How much of that is taken back near refused videos."""
    ridge: float = 0.15
    """The direction of what is liked."""
    channel: float = 1.2
    """log(affinity / 0.02 + 1) of the channel, over months."""
    channel_recent: float = 0.6
    """The same over days."""
    series: float = 0.15
    """The same for titles of the channel that begin alike."""
    passed: float = 1.2
    """Against the video: how much of its channel was shown and passed over."""
    category: float = 1.0
    """Log ratio of its category among what is liked."""
    language: float = 1.4
    """Log ratio of its language."""
    length: float = 0.7
    """Log ratio of its length."""
    length_shown: float = 1.0
    """Log ratio of its length to what is shown, instead of to the catalogue."""
    age_match: float = 0.45
    """Log ratio of its age: how fresh the person likes videos."""
    age_recent: float = 0.9
    """The same of the last few: how fresh they are after now."""
    view_match: float = 0.9
    """Log ratio of its views among the liked videos near it."""
    views_for_age: float = 0.6
    """Log ratio of its views among the last few of its age."""
    views: float = 0.7
    """log(1 + views): the taste of everybody."""
    age: float = 0.25
    """log(1 + age / 7 days), against the video; the freshness dial multiplies it, and not `age_match`, which may be for old ones."""
    news: float = 0.35
    """The same of its first two months, beside it: after that one is as old as another. What is not out yet is no news."""
    position: float = 0.7
    """log(1 + place on the page), against the video: YouTube's own order as a weak prior."""
    mood: float = 30.0
    """Centred cosine to the mood asked for: enough to come before what the whole history speaks for."""
    topic: float = 16.0
    """Centred cosine to the topic asked for, or to the playing video, beside which taste still has a say."""


ON_A_PAGE: Final[Mapping[str, float]] = {
    **dict.fromkeys(("dense", "dense_recent", "lexical", "ridge", "channel", "channel_recent", "series"), 0.5),
    "view_match": 0.5,
    "views": 0.25,
}
"""How much of some weights is left on a home page that a site made for the person: by likeness and views its cards were chosen.

A card that was taken in spite of being unlike had something else for it (Berkson 1946), and what all of them have tells none apart.
"""
_NEWS_DAYS = 60.0
_CHANNEL_FLOOR = 0.02
_TASTE = ("dense", "dense_recent", "lexical", "ridge")
"""The terms that compare a video with what the person did."""


@dataclass(frozen=True, slots=True)
class HybridRanker:
    """A log-additive score (docs/ranking.md): what is unknown stands at the median of the slate.

    Without any history the densities are 0 and topics, then freshness, views and the page's own order decide. On a home page that
    was made for the person the weights count as `ON_A_PAGE` says.
    """

    config: HybridConfig = HybridConfig()
    name: str = "hybrid"
    version: str = "7"

    def __call__(self, features: Features, context: Context) -> Scores:
        """Return the sums, and by how much each would fall without the strongest evidence of each kind."""
        config = self._weights(features, context)
        terms = self._terms(config, features, context)
        taste = sum((terms[name] for name in _TASTE), np.zeros(len(features)))
        total = sum(terms.values(), np.zeros(len(features)))
        views, age, position = terms["views"], terms["age"] + terms["news"], terms["position"]
        parts = _evidence(config, features, context, taste) | {
            "channel": terms["channel"] + terms["channel_recent"] + terms["series"],
            "category": terms["category"],
            "popular": _above_median(views) + terms["view_match"] + terms["views_for_age"],
            "new": _above_median(age) + terms["age_match"] + terms["age_recent"] + terms["views_for_age"],
            "mood": terms["mood"],
            "asked": terms["topic"],
            "position": position - position.min(initial=0.0),
        }
        return Scores(total, parts)

    def terms(self, features: Features, context: Context) -> dict[str, FloatArray]:
        """Return (n,) summands by the name of their weight (`refused` shares those of the densities)."""
        return self._terms(self._weights(features, context), features, context)

    def _terms(self, config: HybridConfig, features: Features, context: Context) -> dict[str, FloatArray]:
        return {name: getattr(config, name) * column for name, column in self.columns(features, context).items()}

    def _weights(self, features: Features, context: Context) -> HybridConfig:
        """Return the weights as they count for these cards."""
        if context.surface != "home" or np.isnan(features["position"]).all():
            return self.config
        return replace(self.config, **{name: share * getattr(self.config, name) for name, share in ON_A_PAGE.items()})

    def columns(self, features: Features, context: Context) -> dict[str, FloatArray]:
        """Return what each weight is multiplied with; a dial of the person's is part of it."""
        refused, weights = self.config.refused, context.weights
        boost, days = weights.channel_boost, features.neutral("age_days")
        return {
            "dense": features.neutral("dense") + refused * features["dense_refused"],
            "dense_recent": features.neutral("dense_recent"),
            "lexical": features.neutral("lexical") + refused * features["lexical_refused"],
            "ridge": features.neutral("ridge"),
            "channel": boost * np.log(features["channel_affinity"] / _CHANNEL_FLOOR + 1),
            "channel_recent": boost * np.log(features["channel_recent"] / _CHANNEL_FLOOR + 1),
            "series": boost * np.log(features["series_affinity"] / _CHANNEL_FLOOR + 1),
            "passed": -features["channel_passed"],
            "category": features["category_match"],
            "language": features["language_match"],
            "length": features["length_match"],
            "length_shown": features["length_shown"],
            "age_match": features["age_match"],
            "age_recent": features["age_recent"],
            "view_match": weights.view_health * features["view_match"],
            "views_for_age": weights.view_health * features["views_for_age"],
            "views": weights.view_health * features.neutral("log_views"),
            "age": -weights.recency * np.log1p(np.maximum(days, 0.0) / 7),
            "news": -weights.recency * np.log1p(np.where(days < 0, _NEWS_DAYS, np.minimum(days, _NEWS_DAYS)) / 7),
            "position": -np.log1p(features.neutral("position")),
            "mood": features.neutral("mood"),
            "topic": features.neutral("topic"),
        }


def _above_median(part: FloatArray) -> FloatArray:
    return part - np.median(part) if len(part) else part


def _evidence(config: HybridConfig, features: Features, context: Context, taste: FloatArray) -> dict[str, FloatArray]:
    """Return by how much the score falls without one video, one persona, one topic, as far as that is for being near.

    What else such evidence says (its length, age, views …) is no nearness and is not claimed; where it speaks against
    the card, it is taken off. None of it is a reason for a card the whole history speaks against.
    """
    dense, lexical = features.dense, features.lexical
    personas = config.dense * dense.persona_drop + config.lexical * lexical.persona_drop
    topics = config.dense * dense.topic_drop + config.lexical * lexical.topic_drop
    similar = config.dense * dense.top_drop + config.lexical * lexical.top_drop
    drops = {
        "similar": similar + np.minimum(_matched(config, features.top_drops, context), 0.0),
        "persona": picked(personas, features.personas)
        + np.minimum(_matched(config, features.persona_drops, context), 0.0),
        "topic": picked(topics, features.topics),
    }
    return {kind: np.where(taste > 0, drop, 0.0) for kind, drop in drops.items()}


def _matched(config: HybridConfig, drops: Mapping[str, FloatArray], context: Context) -> FloatArray:
    """Return (n,) what the fall of each `…_match` column costs."""
    weights = context.weights
    return np.asarray(
        config.length * drops["length_match"]
        + config.category * drops["category_match"]
        + config.language * drops["language_match"]
        + config.age_match * drops["age_match"]
        + config.age_recent * drops["age_recent"]
        + config.view_match * weights.view_health * drops["view_match"]
        + config.views_for_age * weights.view_health * drops["views_for_age"]
    )
