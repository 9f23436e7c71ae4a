"""The persona formula: the reference every other ranker is compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
    """

    config: PersonaConfig = PersonaConfig()
    name: str = "persona"
    version: str = "1"

    def __call__(self, features: Features, context: Context) -> Scores:
        """Return the products, and by how much each would fall without a factor (set to 1) or without its persona."""
        weights = context.weights
        match = features.neutral("persona_match") if (features.personas >= 0).any() else np.ones(len(features))
        boost = features["channel_boost"] ** weights.channel_boost
        health = features["view_health"] ** weights.view_health
        recency = features["recency"] ** weights.recency
        formula = match * boost * health * recency
        mood = self.config.mood * features.neutral("mood")
        topic = self.config.topic * features.neutral("topic")
        next_best = np.nan_to_num(features.runner_up)
        parts = {
            "persona": np.where(features.personas >= 0, formula - next_best * boost * health * recency, 0.0),
            "channel": formula - formula / boost,
            "popular": formula - formula / health,
            "new": formula - formula / recency,
            "mood": mood,
            "asked": topic,
        }
        return Scores(formula + mood + topic, parts)
