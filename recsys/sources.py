"""Where candidates come from: each source is one small class, and this is the list of them all.

A source proposes for a person among what no filter caught; its list is kept until taste or catalogue change. A model
learned from many people joins as a further entry, made with the model it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

import numpy as np

from recsys.affinity import affinity
from recsys.arrays import DAY_SECONDS, BoolArray, FloatArray, IntArray, at
from recsys.catalog import Catalog
from recsys.nearest import Best, best
from recsys.slate import Limits
from recsys.taste import Taste

Need: TypeAlias = Literal["taste", "catalog"]


@dataclass(frozen=True, slots=True)
class Pool:
    """The n videos candidates may come from, and whom they are for."""

    catalog: Catalog
    taste: Taste
    allowed: BoolArray
    """(all,) which rows of the catalogue no filter caught; it may grow beyond them."""
    rows: IntArray
    """(n,) the same as rows, ascending."""
    now: float
    limits: Limits

    @classmethod
    def among(cls, catalog: Catalog, taste: Taste, allowed: BoolArray, now: float, limits: Limits) -> Pool:
        """Return the pool of the rows that are allowed."""
        return cls(catalog, taste, allowed, np.flatnonzero(allowed), now, limits)

    def best(self, scores: FloatArray, count: int) -> Best:
        """Return the best `count` of the pool by (n,) scores, NaN never."""
        chosen = best(scores, count)
        return Best(self.rows[chosen], scores[chosen])

    def age_days(self) -> FloatArray:
        """Return (n,) days since publication, NaN unknown."""
        ages: FloatArray = np.maximum(self.now - self.catalog.published_at[self.rows], 0.0)
        return ages / DAY_SECONDS

    def trusted(self, least_affinity: float) -> BoolArray:
        """Return (n,) whether the channel is followed or often watched."""
        codes = np.arange(len(self.catalog.channels))
        trusted = affinity(at(self.taste.channel_counts, codes)) >= least_affinity
        trusted[[code for code in self.taste.followed if 0 <= code < len(trusted)]] = True
        return at(trusted, self.catalog.channel[self.rows])


class CandidateSource(Protocol):
    """Proposes videos by a score of its own."""

    @property
    def name(self) -> str:
        """The name in slates."""

    @property
    def count(self) -> int:
        """How many candidates it may bring."""

    @property
    def needs(self) -> Need:
        """What it cannot do without: nobody asks for a `taste` where nothing is known of the person."""

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return at most `count` rows of the pool, the best first."""


@dataclass(frozen=True, slots=True)
class Question:
    """Vectors whose neighbours are wanted: a video is as near as it is to the nearest of them."""

    vectors: FloatArray
    """(g, d), g ≥ 1."""
    quota: int
    """How many candidates it may bring."""


class Anchors(Protocol):
    """Proposes the neighbours of some vectors. The questions of all anchors are answered by the same scan."""

    @property
    def name(self) -> str:
        """The name in slates."""

    def __call__(self, taste: Taste) -> list[Question]:
        """Return the questions; none is ordinary."""


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
        audible = np.flatnonzero(~personas.muted)
        mass = _mass_of_personas(taste)[audible]
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


def _mass_of_personas(taste: Taste) -> FloatArray:
    """Return (k,) what was liked of each persona, faded; the number of its videos where all of it has faded away."""
    liked, personas = taste.liked, taste.personas
    owned = liked.personas >= 0
    mass = np.bincount(liked.personas[owned], liked.weights[owned], len(personas)).astype(np.float64)
    return mass if mass.any() else personas.counts * personas.weights


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


@dataclass(frozen=True, slots=True)
class TrustedChannels:
    """Newest from channels the person follows or often watches."""

    least_affinity: float = 0.3
    of_each: int = 8
    count: int = 30
    name: str = "channel"
    needs: Need = "taste"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return the newest; a video without date counts as old."""
        newest = np.nan_to_num(pool.catalog.published_at[pool.rows])
        found = pool.best(np.where(pool.trusted(self.least_affinity), newest, np.nan), len(pool.rows))
        return _spread(found, pool.catalog.channel[found.rows], self.of_each, count)


@dataclass(frozen=True, slots=True)
class OldGems:
    """What trusted channels are known for and this person has never seen."""

    least_affinity: float = 0.3
    least_age_days: float = 180.0
    least_known: int = 3
    """Videos of a channel that must be known before one of them stands out."""
    of_each: int = 3
    count: int = 16
    name: str = "gem"
    needs: Need = "taste"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return old videos by the logarithm of their views over the median of their channel; only those above it."""
        limits, catalog = pool.limits, pool.catalog
        trusted = np.flatnonzero(pool.trusted(self.least_affinity) & ~np.isnan(catalog.view_count[pool.rows]))
        codes, views = catalog.channel[pool.rows[trusted]], np.log1p(catalog.view_count[pool.rows[trusted]])
        unseen = (at(limits.watched, pool.rows[trusted]) == 0) & (at(limits.impressions, pool.rows[trusted]) == 0)
        old = pool.age_days()[trusted] >= self.least_age_days
        above = _above_median(views, codes, self.least_known)
        scores = np.full(len(pool.rows), np.nan)
        scores[trusted] = np.where(unseen & old & (above > 0), above, np.nan)
        found = pool.best(scores, len(pool.rows))
        return _spread(found, catalog.channel[found.rows], self.of_each, count)


def _above_median(values: FloatArray, groups: IntArray, least: int) -> FloatArray:
    """Return (n,) values minus the (lower) median of their group; NaN in groups of fewer than `least`."""
    order = np.lexsort((values, groups))
    _, starts, inverse, sizes = np.unique(groups[order], return_index=True, return_inverse=True, return_counts=True)
    medians = values[order][starts + (sizes - 1) // 2] if len(values) else np.zeros(0)
    above = np.empty(len(values))
    above[order] = np.where(sizes[inverse] >= least, values[order] - medians[inverse], np.nan)
    return above


def _spread(found: Best, channels: IntArray, of_each: int, count: int) -> Best:
    """Return the first `count`, at most so many of each channel."""
    order = np.argsort(channels, kind="stable")
    _, starts, inverse = np.unique(channels[order], return_index=True, return_inverse=True)
    numbers = np.empty(len(channels), np.int64)
    numbers[order] = np.arange(len(channels)) - starts[inverse]
    chosen = np.flatnonzero(numbers < of_each)[:count]
    return Best(found.rows[chosen], found.scores[chosen])


@dataclass(frozen=True, slots=True)
class SharedWords:
    """Most of the words that occur in what was liked: finds what the embedder cannot read."""

    count: int = 30
    name: str = "words"
    needs: Need = "taste"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return the videos with the greatest overlap with everything liked."""
        liked = pool.taste.liked
        overlap = pool.catalog.lexicon.overlap(liked.words @ liked.weights)[pool.rows]
        return pool.best(np.where(overlap > 0, overlap, np.nan), count)


@dataclass(frozen=True, slots=True)
class Trending:
    """Most views a day: what everybody watches right now."""

    count: int = 24
    name: str = "trending"
    needs: Need = "catalog"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return the videos with the most views for each day since publication."""
        return pool.best(views_per_day(pool.catalog, pool.rows, pool.now), count)


@dataclass(frozen=True, slots=True)
class Usual:
    """What is like most of what the person watches, by everything but its neighbours: direction, length, age, views, kind.

    Neighbours find what is near one video or interest; this finds what fits all of them a little.
    """

    count: int = 60
    ridge: float = 0.5
    matches: float = 0.7
    """Weight of each log ratio of the profile."""
    views: float = 0.2
    """Weight of log views."""
    name: str = "usual"
    needs: Need = "taste"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return the videos of the greatest sum; what is unknown counts as usual; a video nobody described is left out."""
        catalog, taste, rows = pool.catalog, pool.taste, pool.rows
        log_views = np.log1p(catalog.view_count[rows])
        matches = sum(taste.profile.columns(catalog, rows, pool.now).values(), taste.profile.views(log_views))
        along = (catalog.vectors @ taste.ridge)[rows] - float(taste.space.mean @ taste.ridge)
        described = catalog.has_vector[rows]
        scores = self.ridge * np.where(described, along, 0.0) + self.matches * matches
        scores += self.views * np.nan_to_num(log_views)
        return pool.best(np.where(described | ~np.isnan(log_views), scores, np.nan), count)


NEW_DAYS = 30.0
"""Older videos have had their time, whatever they gathered in it."""


def views_per_day(catalog: Catalog, rows: IntArray, now: float) -> FloatArray:
    """Return (n,) views for each day since publication, the first counting whole; NaN unknown, or older than 30 days.

    Where none is so new, all that tell views and age take part.
    """
    age_days = np.maximum((now - catalog.published_at[rows]) / DAY_SECONDS, 1.0)
    per_day: FloatArray = catalog.view_count[rows] / age_days
    new = np.where(age_days <= NEW_DAYS, per_day, np.nan)
    return per_day if np.isnan(new).all() else new


@dataclass(frozen=True, slots=True)
class Newest:
    """Newest of all."""

    count: int = 16
    name: str = "new"
    needs: Need = "catalog"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return the newest."""
        return pool.best(-pool.age_days(), count)


ANCHORS: tuple[Anchors, ...] = (OfPersonas(), OfLikes(), OfTopics())
SOURCES: tuple[CandidateSource, ...] = (TrustedChannels(), OldGems(), SharedWords(), Usual(), Trending(), Newest())
"""Anchors first, then sources: a video proposed twice keeps the first."""
