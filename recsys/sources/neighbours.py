"""What lies near what the person likes, by vector: the questions that one scan of the catalogue answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.nearest import best
from recsys.sources.base import Question
from recsys.taste import Taste


@dataclass(frozen=True, slots=True)
class OfPersonas:
    """The personas that are not muted: by the square root of their weight, so that small interests are heard too."""

    count: int = 110
    least: int = 6
    """Of each, however small."""
    members: int = 7
    """Liked videos that stand for a persona beside its centroid."""
    name: str = "persona"

    def __call__(self, taste: Taste) -> list[Question]:
        """Return a question for each."""
        personas, liked = taste.personas, taste.liked
        audible = np.flatnonzero(~personas.muted & personas.stands)
        mass = taste.persona_mass[audible]
        shares = np.sqrt(mass) / max(np.sqrt(mass).sum(), np.finfo(float).tiny)
        centres = taste.space.centre(personas.centroids)
        return [
            Question(
                np.concatenate([centres[[persona]], liked.vectors[self._heaviest(taste, int(persona))]]),
                max(self.least, round(self.count * float(share))),
            )
            for persona, share in zip(audible, shares, strict=True)
        ]

    def _heaviest(self, taste: Taste, persona: int) -> IntArray:
        liked = taste.liked
        own = (liked.personas == persona) & (liked.rows >= 0)
        return best(np.where(own, liked.weights, np.nan), self.members)


@dataclass(frozen=True, slots=True)
class OfLikes:
    """What was liked or watched most recently."""

    likes: int = 12
    count: int = 48
    name: str = "recent_like"

    def __call__(self, taste: Taste) -> list[Question]:
        """Return a question for each of the events that weigh most over the last days."""
        liked = taste.liked
        recent = best(np.where(liked.rows >= 0, liked.recent_weights, np.nan), self.likes)
        return _shared(liked.vectors[recent], self.count)


@dataclass(frozen=True, slots=True)
class OfTopics:
    """The topics the person picked, and their categories."""

    count: int = 40
    name: str = "topic"

    def __call__(self, taste: Taste) -> list[Question]:
        """Return a question for each; they are the last events of the evidence."""
        liked = taste.liked
        return _shared(liked.vectors[len(liked) - liked.topic_count :], self.count)


def _shared(vectors: FloatArray, count: int) -> list[Question]:
    """Return a question for each vector that is not zero, with equal shares of the count."""
    told = vectors[vectors.any(axis=1)]
    return [Question(vector[None], max(count // len(told), 1)) for vector in told]
