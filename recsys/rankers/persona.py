"""The persona formula: the reference every other ranker is compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray
from recsys.features import Features
from recsys.slate import Context, Scores


@dataclass(frozen=True, slots=True)
class PersonaConfig:
    """Weights of what a person asks for at the moment, which the formula does not know."""

    mood: float = 1.0
    """Score of a cosine of 1 to the mood asked for."""
    topic: float = 2.0
    """Score of a cosine of 1 to the topic asked for."""


@dataclass(frozen=True, slots=True)
class PersonaRanker:
    """score = max_p cos(v, centroid_p) · activity_p · channel_boost · view_health · recency, each to its weight.

    A card without vector matches like the median card; without personas all match alike and the other factors decide.
    A card that is unlike every persona (a cosine below 0) is divided by the factors, so that each still speaks for it.
    """

    config: PersonaConfig = PersonaConfig()
    name: str = "persona"
    version: str = "2"

    def __call__(self, features: Features, context: Context) -> Scores:
        """Return the products, and by how much each would fall without a factor (set to 1) or without its persona."""
        weights = context.weights
        match = features.neutral("persona_match") if (features.personas >= 0).any() else np.ones(len(features))
        boost = features["channel_boost"] ** weights.channel_boost
        health = features["view_health"] ** weights.view_health
        recency = features["recency"] ** weights.recency
        formula = _times(match, boost * health * recency)
        mood = self.config.mood * features.neutral("mood")
        topic = self.config.topic * features.neutral("topic")
        next_best = _times(np.nan_to_num(features.runner_up), boost * health * recency)
        parts = {
            "persona": np.where(features.personas >= 0, formula - next_best, 0.0),
            "channel": formula - _times(match, health * recency),
            "popular": formula - _times(match, boost * recency),
            "new": formula - _times(match, boost * health),
            "mood": mood,
            "asked": topic,
        }
        return Scores(formula + mood + topic, parts)


def _times(match: FloatArray, factors: FloatArray) -> FloatArray:
    """Return matches times factors above 0, of which a greater one always means more."""
    return np.where(match >= 0, match * factors, match / factors)
