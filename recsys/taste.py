"""Everything learned of one person, as frozen arrays a ranker needs nothing beside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.affinity import channel_counts
from recsys.arrays import FloatArray
from recsys.catalog import Catalog
from recsys.events import Topic, liked_evidence, refused_evidence
from recsys.evidence import Evidence
from recsys.history import History
from recsys.personas import Personas
from recsys.space import Space

__all__ = ["Taste", "Topic", "learn"]

_WEAK_NEGATIVE = 0.02
"""Weight a₀ of every catalogue video as "not wanted"."""
_REGULARISATION = 0.5
_HALF_TRUSTED = 1.0
"""Weight of evidence at which the ridge counts half: one like is a hint, not a direction."""


@dataclass(frozen=True, slots=True)
class Taste:
    """One person's taste at one moment."""

    space: Space
    """The space `liked`, `refused` and `ridge` live in."""
    personas: Personas
    topics: tuple[Topic, ...]
    liked: Evidence
    refused: Evidence
    ridge: FloatArray
    """(d,) direction of what is liked against the whole catalogue; the catalogue's scores along it deviate by at most 1."""
    covariance: FloatArray
    """(d, d) A⁻¹ of the ridge: a video's uncertainty is sqrt(xᵀ A⁻¹ x)."""
    channel_counts: FloatArray
    """(channels,) decayed count of liked minus refused videos; codes beyond the end count 0."""
    followed: frozenset[int]
    """Codes of the channels the person subscribed to."""
    learned_at: float


def learn(
    catalog: Catalog,
    history: History,
    *,
    personas: Personas,
    topics: Sequence[Topic],
    now: float,
    followed: Collection[int] = (),
) -> Taste:
    """Learn a taste; any of history, personas and topics may be empty.

    followed: codes of `catalog.channels` the person subscribed to; each counts as one liked video of now.
    """
    space = catalog.space
    liked = liked_evidence(catalog, space, history, personas, topics, now)
    refused = refused_evidence(catalog, space, history, now)
    ridge, covariance = _ridge(space, liked, refused)
    counts = channel_counts(catalog, history, now, followed)
    return Taste(space, personas, tuple(topics), liked, refused, ridge, covariance, counts, frozenset(followed), now)


def _ridge(space: Space, liked: Evidence, refused: Evidence) -> tuple[FloatArray, FloatArray]:
    """Return w = A⁻¹ Σ c y x, scaled, and A⁻¹, with A = a₀ G + Σ c x xᵀ + λ I and y = ±1.

    The iALS step of one user on fixed item factors (Hu, Koren, Volinsky 2008): all the catalogue is a weak negative, in
    closed form. The deviation of w·x over the catalogue, sqrt(wᵀ G w / N), needs no pass over it either.
    """
    vectors = np.concatenate([liked.vectors, refused.vectors])
    weights = np.concatenate([liked.weights, refused.weights]).astype(np.float32)
    signs = np.repeat(np.array([1, -1], np.float32), [len(liked), len(refused)])
    d = vectors.shape[1]
    precision = _WEAK_NEGATIVE * space.gram + (vectors.T * weights) @ vectors + _REGULARISATION * np.eye(d)
    covariance = np.linalg.inv(precision).astype(np.float32)
    ridge = covariance @ (vectors.T @ (weights * signs))
    deviation = float(np.sqrt(ridge @ space.gram @ ridge / max(space.count, 1)))
    trust = weights.sum() / (weights.sum() + _HALF_TRUSTED)
    return (ridge * trust / deviation if deviation > 0 else np.zeros_like(ridge)), covariance
