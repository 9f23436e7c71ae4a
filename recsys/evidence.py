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
from recsys.attributes import PSEUDO_EVENTS, Match

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
class ViewMatch:
    """How usual the views of n videos are among what was liked near them, in nats."""

    ratio: FloatArray
    """(n,) log ratio to the catalogue; 0 where views are unknown."""
    top_drop: FloatArray
    """(n,) by how much it falls without the loudest event …"""
    persona_drop: FloatArray
    """(n,) … and without the events of the video's persona."""


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
    """(m, g) float32, how much denser than the catalogue each event is at each place of the scale of views."""
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
        """Return the evidence with one event more, before the topics; an earlier event of the video stays beside it."""
        place = len(self) - self.topic_count
        words = self.words.tocsc()
        column = point.words.T.tocsc()
        column.resize((max(words.shape[0], column.shape[0]), 1))
        words.resize((column.shape[0], words.shape[1]))
        joined = sparse.hstack([words[:, :place], column, words[:, place:]]).tocsr()
        return replace(
            self,
            rows=np.insert(self.rows, place, point.row),
            vectors=np.insert(self.vectors, place, point.vector, axis=0),
            words=joined,
            weights=np.insert(self.weights, place, np.float32(point.weight)),
            recent_weights=np.insert(self.recent_weights, place, np.float32(point.weight)),
            kinds=np.insert(self.kinds, place, point.kind),
            personas=np.insert(self.personas, place, point.persona),
            ages=np.insert(self.ages, place, np.nan),
            view_shapes=np.insert(self.view_shapes, place, 1.0, axis=0),
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

    def view_match(
        self,
        excess: FloatArray,
        views: Match,
        log_views: FloatArray,
        of_events: FloatArray,
        top: IntArray,
        own: IntArray,
    ) -> ViewMatch:
        """Return how usual each of n videos' views are among what was liked near it; 0 for unknown views.

        The person's ratio at large, `views`, counts as so many pseudo-events as there. of_events: (m,) log views of each
        event; top, own: (n,) loudest event and nearest persona of each video, -1 without.
        """
        near = (1 + excess) * self.weights
        shapes = _interpolated(self.view_shapes, views.scale.grid, log_views)  # (n, m)
        liked, total, usual = (near * shapes).sum(axis=1), near.sum(axis=1), views(log_views)
        whole = _view_ratio(liked, total, usual)
        loud, shape = _picked(near, top), _picked(shapes, top)
        weights, places = (np.append(each, last)[top] for each, last in ((self.weights, 0.0), (of_events, np.nan)))
        without_top = _view_ratio(
            liked - loud * shape, total - loud, usual - views.drop_of_event(log_views, places, weights)
        )
        of_persona = np.where(self.personas == np.where(own >= 0, own, -2)[:, None], near, 0)
        without_persona = _view_ratio(
            liked - (of_persona * shapes).sum(axis=1),
            total - of_persona.sum(axis=1),
            usual - views.drop_of_persona(log_views, own),
        )
        drops = (np.where(np.isnan(log_views), 0.0, whole - each) for each in (0.0, without_top, without_persona))
        return ViewMatch(*drops)

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


def _view_ratio(liked: FloatArray, total: FloatArray, usual: FloatArray) -> FloatArray:
    pseudo = PSEUDO_EVENTS * np.exp(usual)
    return np.asarray(np.log((np.maximum(liked, 0.0) + pseudo) / (np.maximum(total, 0.0) + PSEUDO_EVENTS)))


def _picked(table: FloatArray, columns: IntArray) -> FloatArray:
    """Return (n,) table[i, columns[i]], 0 for column -1."""
    if table.shape[1] == 0:
        return np.zeros(len(table))
    return np.where(columns >= 0, np.take_along_axis(table, columns[:, None], axis=1)[:, 0], 0.0)


def _interpolated(curves: FloatArray, grid: FloatArray, places: FloatArray) -> FloatArray:
    """Return (n, m) the value of each of (m, g) curves at each of (n,) places; the grid is even."""
    exact = np.clip((np.nan_to_num(places) - grid[0]) / (grid[1] - grid[0]), 0, len(grid) - 1.001)
    left = exact.astype(np.int64)
    share = (exact - left).astype(np.float32)[:, None]
    columns = np.ascontiguousarray(curves.T) if len(places) > len(grid) else curves.T  # (g, m)
    low, high = columns[left], columns[left + 1]
    high -= low
    high *= share
    return np.asarray(low + high)


def _drop(mass: FloatArray, total: float, said: FloatArray, weight: FloatArray) -> FloatArray:
    """Return by how much log(mass / total) falls when events of this weight, which say so much of the mass, are gone."""
    without = np.maximum(mass - said, BACKGROUND * 1e-6)
    return np.asarray(np.log(mass / total) - np.log(without / np.maximum(total - weight, BACKGROUND)))
