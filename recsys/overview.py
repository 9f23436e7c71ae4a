"""What a person watched as a picture: each video a place in a plane, each week how much there was of each persona."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray

WEEK_SECONDS = 604_800.0
_AXES = 2


@dataclass(frozen=True, slots=True)
class Weeks:
    """w weeks in a row, of k personas."""

    began_at: FloatArray
    """(w,) seconds since the epoch."""
    counts: IntArray
    """(w, k) events of each persona."""


def plane(vectors: FloatArray, anchors: FloatArray) -> FloatArray:
    """Return (n, 2) places of (n, d) vectors, in [-1, 1]: those that are alike lie close to each other.

    anchors: (k, d) what is to lie as far apart as a plane allows, by principal components; fewer than three span no
        plane, and then the vectors themselves are laid apart. The same input gives the same places, sign included.
    """
    if len(vectors) == 0:
        return np.zeros((0, _AXES), dtype=np.float32)
    laid_apart = anchors if len(anchors) > _AXES else vectors
    axes = _axes(laid_apart - laid_apart.mean(axis=0))
    places = (vectors - vectors.mean(axis=0)) @ axes
    return np.asarray(places / max(float(np.abs(places).max()), 1e-12), dtype=np.float32)


def _axes(centred: FloatArray) -> FloatArray:
    """Return (d, 2) unit directions of the most spread; from (d, d) products, so that 20,000 rows cost a tenth of a second."""
    _, directions = np.linalg.eigh(centred.T @ centred)
    axes = directions[:, : -_AXES - 1 : -1]
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=0, keepdims=True), axis=0)
    return np.asarray(axes * np.where(largest < 0, -1, 1), dtype=np.float32)


def by_week(moments: FloatArray, personas: IntArray, k: int, *, now: float, most: int) -> Weeks:
    """Return how many events of each persona fell into each of up to `most` weeks that end now; older ones are left out.

    moments: (m,) seconds since the epoch; personas: (m,) indexes, -1 for none, which is counted nowhere.
    """
    ago = np.maximum((now - moments) // WEEK_SECONDS, 0).astype(np.int64)
    told = (personas >= 0) & (ago < most)
    count = int(ago[told].max()) + 1 if told.any() else 0
    counts = np.zeros((count, k), dtype=np.int64)
    np.add.at(counts, (count - 1 - ago[told], personas[told]), 1)
    return Weeks(now - WEEK_SECONDS * np.arange(count, 0, -1), counts)
