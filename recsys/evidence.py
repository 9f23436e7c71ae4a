"""What a person did, as weighted points other videos are compared with: a density of vectors and one of words.

The density of a video x is Σ cᵢ k(x, xᵢ) over the events i, a soft nearest neighbour, with k = exp(τ · cos) for vectors.
It is told as log((b + density) / (b + Σ cᵢ)), with b a background event at cosine 0, where k = 1: 0 means "like nothing
in particular", also for a video without vector or words, and for a person without events. k - 1 is called the excess.
Taking events away can be computed exactly, which is what reasons are told from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from recsys.arrays import FloatArray, IntArray, picked
from recsys.lexical import Terms
from recsys.postings import Postings

BACKGROUND = 1.0
"""Weight b of the event at cosine 0 that everybody has."""

ONE_FURTHER_BACK = 2 ** (-1 / 6)
"""What the last but one counts, where the last few videos are told by their order: by half for every six further back."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near n videos are to each of m events, and what the events weigh there."""

    excess: FloatArray
    """(n, m) k - 1."""
    said: FloatArray
    """(n,) Σ c (k - 1)."""
    recent: FloatArray
    """(n,) the same over the last days."""
    groups: FloatArray
    """(n, k + t) the same over the events of each persona, and for each picked topic."""


@dataclass(frozen=True, slots=True)
class Density:
    """How dense the evidence is around n videos, all in nats."""

    log_ratio: FloatArray
    """(n,) log((b + density) / (b + Σ c)); 0 where nothing is known."""
    recent: FloatArray
    """(n,) the same over the last days alone."""
    top_drop: FloatArray
    """(n,) by how much log_ratio falls without the loudest event."""
    persona_drop: FloatArray
    """(n, k) … without the events of one persona."""
    topic_drop: FloatArray
    """(n, t) … without one picked topic."""


@dataclass(frozen=True, slots=True)
class NewPoint:
    """One event to be added."""

    row: int
    vector: FloatArray
    """(d,) centred."""
    words: Any
    """(1, terms) TF-IDF, scipy CSR."""
    weight: float
    at: float
    """Seconds since the epoch."""
    kind: int
    persona: int
    dial: float
    age: float
    view_shape: FloatArray
    """(g,)"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """m weighted events, the t picked topics last."""

    rows: IntArray
    """(m,) rows of the catalogue; -1 for a group of old events, or a topic."""
    vectors: FloatArray
    """(m, d) centred, of length 1 (shorter for a group), 0 for an event without vector; stored column by column, as a
    product with a few videos reads them fastest."""
    words: Postings
    """The words of the m events."""
    weights: FloatArray
    """(m,) float32, c over months."""
    recent_weights: FloatArray
    """(m,) float32, c over days."""
    last_at: FloatArray
    """(m,) seconds since the epoch of the last event of each video; NaN for a group, or a topic."""
    dials: FloatArray
    """(m,) what the dial of its persona is at."""
    kinds: IntArray
    """(m,) the strongest EventKind done with the video."""
    personas: IntArray
    """(m,) nearest persona, -1 without."""
    ages: FloatArray
    """(m,) log age of each video when the event happened; NaN unknown, or of a group or topic."""
    view_shapes: FloatArray
    """(g, m) float32, how much denser than the catalogue each event is at each place of the scale of views."""
    persona_count: int
    topic_count: int

    total: float = field(init=False)
    """Σ c."""
    columns: FloatArray = field(init=False)
    """(m, 2 + k + t) float32: the weights, the recent ones, and the weights of each persona and each topic alone."""
    column_sums: FloatArray = field(init=False)
    """(2 + k + t,)"""
    latest: FloatArray = field(init=False)
    """(m,) the dial of the video wanted last, less by `ONE_FURTHER_BACK` for each that came after; 0 for a group, or a topic."""
    videos_alone: FloatArray = field(init=False)
    """(m,) the weights of the events of known videos, 0 for the others."""

    def __post_init__(self) -> None:
        """Make once, when something is learned, what otherwise every page would make."""
        columns = self._columns()
        for name, value in (
            ("total", float(self.weights.sum())),
            ("columns", columns),
            ("column_sums", columns.sum(axis=0)),
            ("latest", self._latest()),
            ("videos_alone", np.where(self.rows >= 0, self.weights, np.float32(0))),
        ):
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        """Return m."""
        return len(self.rows)

    @property
    def persona_weights(self) -> FloatArray:
        """(k,) Σ c of each persona."""
        return self.column_sums[2 : 2 + self.persona_count]

    def weight_of(self, row: int) -> float:
        """Return the weight of a video's own event, 0 without."""
        return float(self.weights[self.rows == row].sum())

    def without(self, row: int) -> Evidence:
        """Return the evidence with nothing of this video left; the others stay where they are."""
        own = self.rows == row
        if not own.any():
            return self
        silent = np.where(own, np.float32(0), self.weights)
        recent = np.where(own, np.float32(0), self.recent_weights)
        last_at = np.where(own, np.nan, self.last_at)
        return replace(self, rows=np.where(own, -1, self.rows), weights=silent, recent_weights=recent, last_at=last_at)

    def with_point(self, point: NewPoint) -> Evidence:
        """Return the evidence with one event more: a video that has one already has a heavier one, as of now."""
        place = np.flatnonzero(self.rows == point.row)
        return self._raised(int(place[0]), point) if len(place) else self._appended(point)

    def _raised(self, place: int, point: NewPoint) -> Evidence:
        here = np.arange(len(self)) == place
        weight = np.where(here, np.float32(point.weight), np.float32(0))
        return replace(
            self,
            weights=self.weights + weight,
            recent_weights=self.recent_weights + weight,
            last_at=np.where(here, point.at, self.last_at),
            kinds=np.where(here, point.kind, self.kinds),
            ages=np.where(here, point.age, self.ages),
        )

    def _appended(self, point: NewPoint) -> Evidence:
        """Return the evidence with a further event, before the topics."""
        place = len(self) - self.topic_count
        return replace(
            self,
            rows=np.insert(self.rows, place, point.row),
            vectors=np.insert(self.vectors, place, point.vector, axis=0),
            words=self.words.with_text(point.words, place),
            weights=np.insert(self.weights, place, np.float32(point.weight)),
            recent_weights=np.insert(self.recent_weights, place, np.float32(point.weight)),
            last_at=np.insert(self.last_at, place, point.at),
            dials=np.insert(self.dials, place, point.dial),
            kinds=np.insert(self.kinds, place, point.kind),
            personas=np.insert(self.personas, place, point.persona),
            ages=np.insert(self.ages, place, point.age),
            view_shapes=np.insert(self.view_shapes, place, point.view_shape, axis=1),
        )

    def near_vectors(self, vectors: FloatArray, sharpness: float) -> Nearness:
        """Return the nearness of (n, d) centred vectors, k = exp(τ cos)."""
        excess = (vectors * np.float32(sharpness)) @ self.vectors.T
        np.exp(excess, out=excess)  # exp of float32 is vectorised, expm1 is not
        excess -= 1
        return self._nearness(excess)

    def near_words(self, words: Terms, sharpness: float, slope: float) -> Nearness:
        """Return the nearness of the words of n videos, k = exp(τ cos) + slope · cos.

        The slope lets many small overlaps add up: a word that runs through everything liked says as much as one title
        that is nearly the same. Words newer than the evidence match nothing.
        """
        cosines = self.words.cosines(words)
        excess = cosines * np.float32(sharpness)
        np.exp(excess, out=excess)
        excess -= 1
        cosines *= np.float32(slope)
        excess += cosines
        return self._nearness(excess)

    def _nearness(self, excess: FloatArray) -> Nearness:
        said = excess @ self.columns
        return Nearness(excess, said[:, 0], said[:, 1], said[:, 2:])

    def mass(self, near: Nearness) -> FloatArray:
        """Return (n,) b + density."""
        return np.asarray(BACKGROUND + self.total + near.said)

    def loudest(self, one: Nearness, other: Nearness) -> IntArray:
        """Return (n,) the event of a known video with the greatest share of both masses together, -1 where none raises them."""
        if not self.videos_alone.any():
            return np.full(len(one.excess), -1, dtype=np.int64)
        shares = other.excess * (self.mass(one) / self.mass(other))[:, None]  # told in shares of the first one's mass
        shares += one.excess
        shares *= self.videos_alone
        top = np.argmax(shares, axis=1)
        return np.where(picked(shares, top) > 0, top, -1)

    def density(self, near: Nearness, top: IntArray) -> Density:
        """Return the density of n videos, given the (n,) loudest events."""
        mass, total = self.mass(near), BACKGROUND + self.total
        recent_total = BACKGROUND + self.column_sums[1]
        group_weights, split = self.column_sums[2:], self.persona_count
        group_drop = _drop(mass[:, None], total, group_weights + near.groups, group_weights)
        return Density(
            log_ratio=np.log(mass / total),
            recent=np.log1p(near.recent / recent_total),
            top_drop=self._top_drop(near.excess, top, mass, total),
            persona_drop=group_drop[:, :split],
            topic_drop=group_drop[:, split:],
        )

    def _top_drop(self, excess: FloatArray, top: IntArray, mass: FloatArray, total: float) -> FloatArray:
        weight = np.append(self.weights, np.float32(0))[top]
        return _drop(mass, total, weight * (1 + picked(excess, top)), weight)

    def _latest(self) -> FloatArray:
        """Return the weights by order; what comes after counts as its dial says, so that turning one shifts nothing at once."""
        latest, timed = np.zeros(len(self)), np.flatnonzero(~np.isnan(self.last_at))
        order = timed[np.argsort(-self.last_at[timed], kind="stable")]
        dials = self.dials[order]
        latest[order] = dials * ONE_FURTHER_BACK ** (np.cumsum(dials) - dials)
        return latest

    def _columns(self) -> FloatArray:
        columns = np.zeros((len(self), 2 + self.persona_count + self.topic_count), dtype=np.float32)
        columns[:, 0], columns[:, 1] = self.weights, self.recent_weights
        owned = np.flatnonzero(self.personas >= 0)
        columns[owned, 2 + self.personas[owned]] = self.weights[owned]
        topics = np.arange(self.topic_count)
        events = len(self) - self.topic_count + topics
        columns[events, 2 + self.persona_count + topics] = self.weights[events]
        return columns


def _drop(mass: FloatArray, total: float, said: FloatArray, weight: FloatArray) -> FloatArray:
    """Return by how much log(mass / total) falls when events of this weight, which say so much of the mass, are gone."""
    without = np.maximum(mass - said, BACKGROUND * 1e-6)
    return np.asarray(np.log(mass / total) - np.log(without / np.maximum(total - weight, BACKGROUND)))
