"""Everything learned of one person, as frozen arrays a ranker needs nothing beside."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recsys.affinity import HALF_LIFE_DAYS, channel_counts, counts_by_deed, decayed_counts
from recsys.arrays import FloatArray
from recsys.attributes import log_age, measure_scale
from recsys.catalog import Catalog
from recsys.events import SHORT_HALF_LIFE_DAYS, Topic, liked_evidence, liked_points, refused_evidence
from recsys.evidence import Evidence, NewPoint
from recsys.history import EventKind, History
from recsys.passed import InVain, Passed, learning_passed
from recsys.personas import Personas
from recsys.profile import VIEWS_WIDTH, Profile, learn_profile
from recsys.space import Space
from recsys.steps import Steps, at_once

__all__ = ["Ridge", "Taste", "Topic", "felt", "learn", "learning"]

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
    channel_deeds: Mapping[EventKind, FloatArray]
    """(channels,) what of the counts was watched, liked and saved; refusals take nothing off."""
    series_counts: FloatArray
    """(series,) the same over months, for titles of one channel that begin alike."""
    passed: Passed
    """What was shown and passed over."""
    followed: frozenset[int]
    """Codes of the channels the person subscribed to."""
    learned_at: float

    @property
    def persona_mass(self) -> FloatArray:
        """(k,) what was liked of each persona, faded and dialled; where all of it has faded, its videos times its dial."""
        mass = self.liked.persona_weights.astype(np.float64)
        return mass if mass.any() else self.personas.counts * self.personas.weights


def learning(
    catalog: Catalog,
    history: History,
    *,
    personas: Personas,
    topics: Sequence[Topic],
    now: float,
    followed: Collection[int] = (),
    in_vain: InVain | None = None,
) -> Steps[Taste]:
    """Learn a taste; any of history, personas and topics may be empty. The catalogue may grow between two steps, its rows never move.

    followed: codes of `catalog.channels` the person subscribed to; each counts as one liked video of now.
    in_vain: cards seen and not clicked, of which those count that nothing else has come of since; None where nobody looked at pages.
    """
    space, views = catalog.space, measure_scale(np.log1p(catalog.view_count), VIEWS_WIDTH)
    yield
    points = yield from liked_points(catalog, space, views, history, personas, now)
    liked = yield from liked_evidence(catalog, space, points, personas, topics, now)
    refused = yield from refused_evidence(catalog, space, views, history, now)
    profile = yield from learn_profile(catalog, points, liked, views, now)
    unanswered = (in_vain or InVain.nothing()).unanswered(history)
    passed = yield from learning_passed(catalog, points, unanswered, now)
    regression = _regression(space, liked, refused)
    yield
    return Taste(
        space=space,
        personas=personas,
        topics=tuple(topics),
        liked=liked,
        refused=refused,
        profile=profile,
        regression=regression,
        ridge=regression.direction(space),
        channel_counts=channel_counts(catalog, history, now, followed),
        channel_recent=decayed_counts(catalog.channel, history, now, SHORT_HALF_LIFE_DAYS),
        channel_deeds=counts_by_deed(catalog, history, now),
        series_counts=decayed_counts(catalog.series, history, now, HALF_LIFE_DAYS),
        passed=passed,
        followed=frozenset(followed),
        learned_at=now,
    )


learn = at_once(learning)


def felt(catalog: Catalog, taste: Taste, row: int, kind: EventKind, strength: float, now: float) -> Taste:
    """Return the taste with one event of this moment added: what was just done is felt without learning anew.

    A rank-one update: the evidence grows by a point, the ridge by one event, the profile and the counts of channel and
    series by its strength. What speaks against a video takes all that was liked of it away; what speaks for one that is
    refused has to be learned anew. Nothing else fades until the next `learn`, nor is more passed over.

    strength: how much the event says, or by how much more than what is known of it already.
    """
    against = strength < 0
    persona = int(taste.personas.nearest(catalog.vectors[row : row + 1])[0])
    weight = -strength if against else strength * taste.personas.dial(persona)
    point = _point(catalog, taste, row, kind, weight, persona, now)
    taste = _without_liked(catalog, taste, point) if against else _with_liked(catalog, taste, point)
    regression = taste.regression.updated(point.vector, weight, np.sign(strength))
    return replace(
        taste,
        refused=taste.refused.with_point(replace(point, persona=-1)) if against else taste.refused,
        regression=regression,
        ridge=regression.direction(taste.space),
        channel_counts=_raised(taste.channel_counts, int(catalog.channel[row]), strength),
        channel_recent=_raised(taste.channel_recent, int(catalog.channel[row]), strength),
        channel_deeds={
            each: _raised(counts, int(catalog.channel[row]), strength if each == kind else 0.0)
            for each, counts in taste.channel_deeds.items()
        },
        series_counts=_raised(taste.series_counts, int(catalog.series[row]), strength),
    )


def _with_liked(catalog: Catalog, taste: Taste, point: NewPoint) -> Taste:
    """Return the taste with a point more in what is liked and how; a video counts at the age of its last event."""
    if point.weight == 0:
        return taste
    row, before = point.row, taste.liked.weight_of(point.row)
    profile = _profile_without(catalog, taste, point)
    profile = profile.with_event(catalog, row, point.age, before + point.weight, point.persona)
    liked = taste.liked.with_point(point)
    return replace(taste, liked=liked, profile=profile.with_latest(catalog, liked))


def _without_liked(catalog: Catalog, taste: Taste, point: NewPoint) -> Taste:
    """Return the taste without what was liked of a point's video; its channel and series keep their counts."""
    before, liked = taste.liked.weight_of(point.row), taste.liked.without(point.row)
    return replace(
        taste,
        liked=liked,
        profile=_profile_without(catalog, taste, point).with_latest(catalog, liked),
        regression=taste.regression.updated(point.vector, -before, 1.0) if before else taste.regression,
    )


def _profile_without(catalog: Catalog, taste: Taste, point: NewPoint) -> Profile:
    place = np.flatnonzero(taste.liked.rows == point.row)
    if len(place) == 0:
        return taste.profile
    weight, age = float(taste.liked.weights[place[0]]), float(taste.liked.ages[place[0]])
    return taste.profile.with_event(catalog, point.row, age, -weight, point.persona)


def _point(
    catalog: Catalog, taste: Taste, row: int, kind: EventKind, weight: float, persona: int, now: float
) -> NewPoint:
    log_views = np.log1p(catalog.view_count[row : row + 1])
    return NewPoint(
        row=row,
        vector=taste.space.centre(catalog.vectors[row : row + 1])[0],
        words=catalog.lexicon.matrix(np.array([row])),
        weight=weight,
        at=now,
        kind=int(kind),
        persona=persona,
        dial=taste.personas.dial(persona),
        age=float(log_age(now - catalog.published_at[row : row + 1])[0]),
        view_shape=taste.profile.views.scale.kernel(log_views)[:, 0].astype(np.float32),
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
