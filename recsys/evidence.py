"""What a person did, as weighted points other videos are compared with: a density of vectors and one of words.

The density of a video x is Σ cᵢ k(x, xᵢ) over the events i, a soft nearest neighbour, with k = exp(τ · cos) for vectors.
It is told as log((b + density) / (b + Σ cᵢ)), with b a background event at cosine 0, where k = 1: 0 means "like nothing
in particular", also for a video without vector or words, and for a person without events. k - 1 is called the excess.
Taking events away can be computed exactly, which is what reasons are told from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from recsys.arrays import FloatArray, IntArray

BACKGROUND = 1.0
"""Weight b of the event at cosine 0 that everybody has."""


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
    kind: int
    persona: int
    age: float
    view_shape: FloatArray
    """(g,)"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """m weighted events, the t picked topics last."""

    rows: IntArray
    """(m,) rows of the catalogue; -1 for a group of old events, or a topic."""
    vectors: FloatArray
    """(m, d) centred, of length 1 (shorter for a group), 0 for an event without vector."""
    words: Any
    """(terms, m) TF-IDF, scipy CSR; an empty column for an event without words."""
    weights: FloatArray
    """(m,) float32, c over months."""
    recent_weights: FloatArray
    """(m,) float32, c over days."""
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

    def __len__(self) -> int:
        """Return m."""
        return len(self.rows)

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
        return replace(self, rows=np.where(own, -1, self.rows), weights=silent, recent_weights=recent)

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
            kinds=np.where(here, point.kind, self.kinds),
            ages=np.where(here, point.age, self.ages),
        )

    def _appended(self, point: NewPoint) -> Evidence:
        """Return the evidence with a further event, before the topics."""
        place = len(self) - self.topic_count
        words, column = self.words.tocsc(), point.words.T.tocsc()
        column.resize((max(words.shape[0], column.shape[0]), 1))
        words.resize((column.shape[0], words.shape[1]))
        return replace(
            self,
            rows=np.insert(self.rows, place, point.row),
            vectors=np.insert(self.vectors, place, point.vector, axis=0),
            words=sparse.hstack([words[:, :place], column, words[:, place:]]).tocsr(),
            weights=np.insert(self.weights, place, np.float32(point.weight)),
            recent_weights=np.insert(self.recent_weights, place, np.float32(point.weight)),
            kinds=np.insert(self.kinds, place, point.kind),
            personas=np.insert(self.personas, place, point.persona),
            ages=np.insert(self.ages, place, point.age),
            view_shapes=np.insert(self.view_shapes, place, point.view_shape, axis=1),
        )

    def mass(self, excess: FloatArray) -> FloatArray:
        """Return (n,) b + density for an (n, m) excess."""
        return np.asarray(BACKGROUND + self.weights.sum() + excess @ self.weights)

    def dense_excess(self, vectors: FloatArray, sharpness: float) -> FloatArray:
        """Return (n, m) exp(τ cos) - 1 of (n, d) centred vectors."""
        excess = (vectors * np.float32(sharpness)) @ self.vectors.T
        np.exp(excess, out=excess)  # exp of float32 is vectorised, expm1 is not
        excess -= 1
        return np.asarray(excess)

    def lexical_excess(self, words: Any, sharpness: float, slope: float) -> FloatArray:
        """Return (n, m) exp(τ cos) - 1 + slope · cos of (n, terms) TF-IDF rows.

        The slope lets many small overlaps add up: a word that runs through everything liked says as much as one title
        that is nearly the same. Words newer than the evidence match nothing.
        """
        known = words[:, : self.words.shape[0]]
        used, places = np.unique(known.indices, return_inverse=True)
        few = sparse.csr_matrix((known.data, places, known.indptr), shape=(known.shape[0], len(used)))
        cosines = np.asarray(few @ self.words[used].toarray())  # a third of the time of a product of two sparse ones
        excess = np.exp(np.float32(sharpness) * cosines)
        excess -= 1
        excess += np.float32(slope) * cosines
        return np.asarray(excess)

    def loudest(self, *excesses: FloatArray) -> IntArray:
        """Return (n,) the event of a known video with the greatest share of all masses together, -1 where none raises them."""
        weights = np.where(self.rows >= 0, self.weights, 0.0)
        if not weights.any():
            return np.full(len(excesses[0]), -1, dtype=np.int64)
        shares = np.zeros_like(excesses[0])
        for excess in excesses:
            shares += excess * (weights / self.mass(excess)[:, None])
        top = np.argmax(shares, axis=1)
        return np.where(np.take_along_axis(shares, top[:, None], axis=1)[:, 0] > 0, top, -1)

    def density(self, excess: FloatArray, top: IntArray) -> Density:
        """Return the density for an (n, m) excess and the (n,) loudest events."""
        mass, total = self.mass(excess), BACKGROUND + self.weights.sum()
        recent_total = BACKGROUND + self.recent_weights.sum()
        groups, split = self._groups(), self.persona_count
        group_drop = _drop(mass[:, None], total, (1 + excess) @ groups, groups.sum(axis=0))
        return Density(
            log_ratio=np.log(mass / total),
            recent=np.log1p(excess @ self.recent_weights / recent_total),
            top_drop=self._top_drop(excess, top, mass, total),
            persona_drop=group_drop[:, :split],
            topic_drop=group_drop[:, split:],
        )

    def _top_drop(self, excess: FloatArray, top: IntArray, mass: FloatArray, total: float) -> FloatArray:
        if len(self) == 0:
            return np.zeros(len(excess))
        weight = np.where(top >= 0, self.weights[top], 0.0)
        said = weight * (1 + np.take_along_axis(excess, top[:, None], axis=1)[:, 0])
        return _drop(mass, total, said, weight)

    def _groups(self) -> FloatArray:
        """Return (m, k + t) weights, one column for each persona and each topic."""
        groups = np.zeros((len(self), self.persona_count + self.topic_count), dtype=np.float32)
        owned = np.flatnonzero(self.personas >= 0)
        groups[owned, self.personas[owned]] = self.weights[owned]
        topics = np.arange(self.topic_count)
        events = len(self) - self.topic_count + topics
        groups[events, self.persona_count + topics] = self.weights[events]
        return groups


def _drop(mass: FloatArray, total: float, said: FloatArray, weight: FloatArray) -> FloatArray:
    """Return by how much log(mass / total) falls when events of this weight, which say so much of the mass, are gone."""
    without = np.maximum(mass - said, BACKGROUND * 1e-6)
    return np.asarray(np.log(mass / total) - np.log(without / np.maximum(total - weight, BACKGROUND)))
