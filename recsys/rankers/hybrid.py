"""The default ranker: evidence of several kinds, added as logarithms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.features import Features
from recsys.slate import Context, Scores


@dataclass(frozen=True, slots=True)
class HybridConfig:
    """Weights of the terms, in nats of score per unit of the feature."""

    dense: float = 0.75
    """Liked videos near by vector, over months."""
    dense_recent: float = 0.3
    """The same over days: what the person is after at the moment."""
    lexical: float = 1.5
    """Liked videos that share words."""
    refused: float = 1.0
    """How much of that is taken back near refused videos."""
    ridge: float = 1.0
    """The direction of what is liked."""
    channel: float = 0.5
    """log(affinity + 0.02) of the channel."""
    views: float = 0.15
    """log(1 + views): the taste of everybody."""
    age: float = 0.2
    """log(1 + age / 7 days), against the video; the freshness dial multiplies it."""
    position: float = 0.2
    """log(1 + place on the page), against the video: YouTube's own order as a weak prior."""
    mood: float = 6.0
    """Centred cosine to the mood asked for."""
    topic: float = 10.0
    """Centred cosine to the topic asked for."""


_CHANNEL_FLOOR = 0.02


@dataclass(frozen=True, slots=True)
class HybridRanker:
    """A log-additive score (docs/ranking.md): what is unknown stands at the median of the slate.

    Without any history the densities are 0 and topics, then freshness, views and the page's own order decide.
    """

    config: HybridConfig = HybridConfig()
    name: str = "hybrid"
    version: str = "1"

    def __call__(self, features: Features, context: Context) -> Scores:
        """Return the sums, and by how much each would fall without the strongest evidence of each kind."""
        config, weights = self.config, context.weights
        channel = config.channel * weights.channel_boost * np.log(features["channel_affinity"] / _CHANNEL_FLOOR + 1)
        views = config.views * weights.view_health * features.neutral("log_views")
        age = -config.age * weights.recency * np.log1p(features.neutral("age_days") / 7)
        position = -config.position * np.log1p(features.neutral("position"))
        mood = config.mood * features.neutral("mood")
        topic = config.topic * features.neutral("topic")
        taste = self._taste(features)
        total = taste + channel + views + age + position + mood + topic
        parts = self._evidence(features, taste) | {
            "channel": channel,
            "popular": _above_median(views),
            "new": _above_median(age),
            "mood": mood,
            "asked": topic,
            "position": position - position.min(initial=0.0),
        }
        return Scores(total, parts)

    def _taste(self, features: Features) -> FloatArray:
        """Return the terms that compare a video with what the person did."""
        config = self.config
        dense = features.neutral("dense") + config.refused * features["dense_refused"]
        lexical = features.neutral("lexical") + config.refused * features["lexical_refused"]
        recent, ridge = features.neutral("dense_recent"), features.neutral("ridge")
        return config.dense * dense + config.dense_recent * recent + config.lexical * lexical + config.ridge * ridge

    def _evidence(self, features: Features, taste: FloatArray) -> dict[str, FloatArray]:
        """Return by how much the densities fall without one video, one persona, one topic.

        None of it is a reason for a card the whole history speaks against.
        """
        dense, lexical = features.dense, features.lexical
        personas = self.config.dense * dense.persona_drop + self.config.lexical * lexical.persona_drop
        topics = self.config.dense * dense.topic_drop + self.config.lexical * lexical.topic_drop
        drops = {
            "similar": self.config.dense * dense.top_drop + self.config.lexical * lexical.top_drop,
            "persona": _column_of(personas, features.personas),
            "topic": _column_of(topics, features.topics),
        }
        return {kind: np.where(taste > 0, drop, 0.0) for kind, drop in drops.items()}


def _column_of(table: FloatArray, columns: IntArray) -> FloatArray:
    """Return (n,) table[i, columns[i]], 0 where the column is -1 or the table has none."""
    if table.shape[1] == 0:
        return np.zeros(len(table))
    return np.where(columns >= 0, table[np.arange(len(table)), columns], 0.0)


def _above_median(part: FloatArray) -> FloatArray:
    return part - np.median(part) if len(part) else part
