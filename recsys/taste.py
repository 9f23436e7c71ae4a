"""Everything learned of one person, as frozen arrays a ranker needs nothing beside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recsys.affinity import HALF_LIFE_DAYS, channel_counts, decayed_counts
from recsys.arrays import FloatArray
from recsys.attributes import measure_scale
from recsys.catalog import Catalog
from recsys.events import SHORT_HALF_LIFE_DAYS, Topic, liked_evidence, liked_points, refused_evidence
from recsys.evidence import Evidence, NewPoint
from recsys.history import STRENGTHS, EventKind, History
from recsys.personas import Personas
from recsys.profile import VIEWS_WIDTH, Profile, learn_profile
from recsys.space import Space

__all__ = ["Ridge", "Taste", "Topic", "felt", "learn"]

_WEAK_NEGATIVE = 0.02
"""Weight a₀ of every catalogue video as "not wanted"."""
_REGULARISATION = 0.5
_HALF_TRUSTED = 1.0
"""Weight of evidence at which the ridge counts half: one like is a hint, not a direction."""


@dataclass(frozen=True, slots=True)
class Ridge:
    """A direction learned in closed form, and what a further event needs to be added to it."""

    covariance: FloatArray
    """(d, d) A⁻¹: a video's uncertainty is sqrt(xᵀ A⁻¹ x)."""
    sums: FloatArray
    """(d,) Σ c y x over the events."""
    weight: float
    """Σ c."""

    def direction(self, space: Space) -> FloatArray:
        """Return (d,) w = A⁻¹ Σ c y x, scaled so that the catalogue's scores along it deviate by at most 1.

        The deviation of w·x over the catalogue, sqrt(wᵀ G w / N), needs no pass over it.
        """
        ridge = self.covariance @ self.sums
        variance = float(ridge @ space.gram @ ridge) / max(space.count, 1)
        deviation = np.sqrt(max(variance, 0.0))
        trust = self.weight / (self.weight + _HALF_TRUSTED)
        return np.asarray(ridge * trust / deviation if deviation > 0 else np.zeros_like(ridge), dtype=np.float32)

    def updated(self, vector: FloatArray, weight: float, sign: float) -> Ridge:
        """Return the ridge with one more event (weight below 0: one less), by Sherman and Morrison's formula."""
        moved = self.covariance @ vector
        covariance = self.covariance - np.outer(moved, moved) * (weight / (1 + weight * float(vector @ moved)))
        sums = self.sums + weight * sign * vector
        return Ridge(covariance.astype(np.float32), sums.astype(np.float32), max(self.weight + weight, 0.0))


@dataclass(frozen=True, slots=True)
class Taste:
    """One person's taste at one moment."""

    space: Space
    """The space `liked`, `refused` and `ridge` live in."""
    personas: Personas
    topics: tuple[Topic, ...]
    liked: Evidence
    refused: Evidence
    profile: Profile
    regression: Ridge
    ridge: FloatArray
    """(d,) direction of what is liked against the whole catalogue; the catalogue's scores along it deviate by at most 1."""
    channel_counts: FloatArray
    """(channels,) decayed count of liked minus refused videos; codes beyond the end count 0."""
    channel_recent: FloatArray
    """(channels,) the same over days."""
    series_counts: FloatArray
    """(series,) the same over months, for titles of one channel that begin alike."""
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
    views = measure_scale(np.log1p(catalog.view_count), VIEWS_WIDTH)
    points = liked_points(catalog, space, views, history, personas, now)
    liked = liked_evidence(catalog, space, points, personas, topics, now)
    refused = refused_evidence(catalog, space, views, history, now)
    regression = _regression(space, liked, refused)
    return Taste(
        space=space,
        personas=personas,
        topics=tuple(topics),
        liked=liked,
        refused=refused,
        profile=learn_profile(catalog, points, views, len(personas), now),
        regression=regression,
        ridge=regression.direction(space),
        channel_counts=channel_counts(catalog, history, now, followed),
        channel_recent=decayed_counts(catalog.channel, history, now, SHORT_HALF_LIFE_DAYS),
        series_counts=decayed_counts(catalog.series, history, now, HALF_LIFE_DAYS),
        followed=frozenset(followed),
        learned_at=now,
    )


def felt(catalog: Catalog, taste: Taste, row: int, kind: EventKind, *, revoked: bool = False) -> Taste:
    """Return the taste with one event of this moment added: what was just rated is felt without learning anew.

    A rank-one update: the evidence grows by a point (a refused video leaves what is liked), the ridge by one event, the
    channel's and the series' counts by its strength. Profile and fading stay as they were until the next `learn`.
    revoked: only take the video's earlier evidence away, for or against: its rating was cleared.
    """
    liked, refused, regression = taste.liked, taste.refused, taste.regression
    strength = float(STRENGTHS[kind])
    vector = taste.space.centre(catalog.vectors[row : row + 1])[0]
    for evidence, sign in ((liked, 1.0), (refused, -1.0)):
        before = evidence.weight_of(row)
        if before and (revoked or sign * strength < 0):
            regression = regression.updated(vector, -before, sign)
    if revoked or strength < 0:
        liked = liked.without(row)
    if revoked or strength > 0:
        refused = refused.without(row)
    if not revoked and strength:
        regression = regression.updated(vector, abs(strength), np.sign(strength))
        persona = int(taste.personas.nearest(catalog.vectors[row : row + 1])[0])
        point = NewPoint(row, vector, catalog.lexicon.matrix(np.array([row])), abs(strength), int(kind), persona)
        liked, refused = (liked.with_point(point), refused) if strength > 0 else (liked, refused.with_point(point))
    change = 0.0 if revoked else strength
    return replace(
        taste,
        liked=liked,
        refused=refused,
        regression=regression,
        ridge=regression.direction(taste.space),
        channel_counts=_raised(taste.channel_counts, int(catalog.channel[row]), change),
        channel_recent=_raised(taste.channel_recent, int(catalog.channel[row]), change),
        series_counts=_raised(taste.series_counts, int(catalog.series[row]), change),
    )


def _raised(counts: FloatArray, code: int, change: float) -> FloatArray:
    """Return a copy of the counts, long enough, with one of them raised; as they are for code -1."""
    if code < 0:
        return counts
    raised = np.pad(counts, (0, max(code + 1 - len(counts), 0)))
    raised[code] += change
    return raised


def _regression(space: Space, liked: Evidence, refused: Evidence) -> Ridge:
    """Return A = a₀ G + Σ c x xᵀ + λ I, inverted, and Σ c y x, with y = ±1.

    The iALS step of one user on fixed item factors (Hu, Koren, Volinsky 2008): all the catalogue is a weak negative, in
    closed form.
    """
    vectors = np.concatenate([liked.vectors, refused.vectors])
    weights = np.concatenate([liked.weights, refused.weights]).astype(np.float32)
    signs = np.repeat(np.array([1, -1], np.float32), [len(liked), len(refused)])
    d = vectors.shape[1]
    precision = _WEAK_NEGATIVE * space.gram + (vectors.T * weights) @ vectors + _REGULARISATION * np.eye(d)
    covariance = np.linalg.inv(precision).astype(np.float32)
    return Ridge(covariance, vectors.T @ (weights * signs), float(weights.sum()))
