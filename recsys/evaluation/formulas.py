"""Two fixed formulas the product's ranker is measured against; nothing here changes when that ranker does.

Both score some rows of the catalogue for one person: z-scores are over the rows given, as over the cards of a request.
Their parts are written down here once more on purpose, so that no improvement elsewhere moves the yardstick.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from recsys.arrays import DAY_SECONDS, FloatArray, IntArray
from recsys.evaluation.moment import Moment, centred, words
from recsys.history import EventKind, History

_HALF_LIFE_DAYS: Final = 180.0
_SHARPNESS: Final = 10.0
_LEXICAL_SHARPNESS, _LEXICAL_SLOPE = 8.0, 300.0
_BLOCK: Final = 1024


@dataclass(frozen=True, slots=True)
class _Points:
    """m different videos a person liked or refused."""

    rows: IntArray
    weights: FloatArray
    """(m,) c ≥ 0: how much, halved every 180 days."""
    signs: FloatArray
    """(m,) 1 liked, -1 refused."""


def z_sum(moment: Moment, rows: IntArray) -> FloatArray:
    """Return z(ridge) + 0.7 z(kernel) + 0.5 z(log views a day) + 0.5 channel rate, z over the (n,) rows."""
    points = _points(moment)
    kernel = np.log(1e-9 + _dense_sum(moment, rows, points))
    return np.asarray(
        _z(_ridge(moment, rows, points))
        + 0.7 * _z(kernel)
        + 0.5 * _z(_log_views_a_day(moment, rows))
        + 0.5 * _channel_rate(moment, rows, points)
    )


def log_sum(moment: Moment, rows: IntArray) -> FloatArray:
    """Return the log-additive form: densities, ridge, channel, views and age as logarithms, with hand-set weights."""
    points = _points(moment)
    catalog, likes = moment.catalog, points.weights[points.signs > 0].sum()
    age_days = _filled((moment.now - catalog.published_at[rows]) / DAY_SECONDS)
    liked = np.maximum(_channel_sums(moment, rows, points), 0.0)
    trust = points.weights.sum() / (points.weights.sum() + 1.0)
    return np.asarray(
        0.75 * np.log((1 + _dense_sum(moment, rows, points)) / (1 + likes))
        + 1.5 * np.log((1 + likes + _lexical_excess(moment, rows, points)) / (1 + likes))
        + trust * _z(_ridge(moment, rows, points))
        + 0.5 * np.log(liked / (liked + 2) + 0.02)
        + 0.15 * _filled(np.log1p(catalog.view_count[rows]))
        - 0.2 * np.log1p(np.maximum(age_days, 0) / 7)
    )


def _points(moment: Moment) -> _Points:
    history = moment.history
    strengths = _strengths(history) * np.exp2(-(moment.now - history.occurred_at) / DAY_SECONDS / _HALF_LIFE_DAYS)
    rows, inverse = np.unique(history.rows, return_inverse=True)
    sums = np.bincount(inverse, strengths, len(rows))
    told = sums != 0
    return _Points(rows[told], np.abs(sums[told]), np.sign(sums[told]))


def _strengths(history: History) -> FloatArray:
    """Return (m,) the fraction of a watch of at least half; 1.5 liked, 1 saved, -1 refused, 0 for all else."""
    watched = np.where(history.values >= 0.5, history.values, 0.0)
    of_kind = {
        EventKind.THUMBS_UP: 1.5,
        EventKind.SAVED: 1.0,
        EventKind.THUMBS_DOWN: -1.0,
        EventKind.NOT_INTERESTED: -1.0,
    }
    fixed = np.array([of_kind.get(kind, 0.0) for kind in EventKind])
    return np.where(history.kinds == EventKind.WATCH, watched, fixed[history.kinds])


def _dense_sum(moment: Moment, rows: IntArray, points: _Points) -> FloatArray:
    """Return (n,) Σ c exp(10 cos) over the liked videos."""
    liked, vectors = points.signs > 0, centred(moment.catalog)
    theirs, weights = vectors[points.rows[liked]].T, points.weights[liked].astype(np.float32)
    blocks = [rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK)]
    return np.concatenate(
        [np.zeros(0), *(np.exp(_SHARPNESS * (vectors[block] @ theirs)) @ weights for block in blocks)]
    )


def _lexical_excess(moment: Moment, rows: IntArray, points: _Points) -> FloatArray:
    """Return (n,) Σ c (exp(8 cos) - 1 + 300 cos) of TF-IDF rows over the liked videos."""
    liked, matrix = points.signs > 0, words(moment.catalog)
    cosines = (matrix[rows] @ matrix[points.rows[liked]].T).tocsr()
    cosines.data = np.expm1(_LEXICAL_SHARPNESS * cosines.data) + _LEXICAL_SLOPE * cosines.data
    return np.asarray(cosines @ points.weights[liked]).ravel()


def _ridge(moment: Moment, rows: IntArray, points: _Points) -> FloatArray:
    """Return w·x with w = (0.02 G + Σ c x xᵀ + 0.5 I)⁻¹ Σ c y x: every video of the catalogue is a weak negative."""
    vectors = centred(moment.catalog)
    theirs = vectors[points.rows]
    precision = 0.02 * moment.catalog.space.gram + (theirs.T * points.weights) @ theirs + 0.5 * np.eye(theirs.shape[1])
    w = np.linalg.solve(precision, theirs.T @ (points.weights * points.signs))
    return np.asarray(vectors[rows] @ w.astype(np.float32), dtype=np.float64)


def _channel_sums(moment: Moment, rows: IntArray, points: _Points) -> FloatArray:
    """Return (n,) Σ c y over the events of each row's channel, 0 for an unknown one."""
    return _per_channel(moment, points, points.weights * points.signs)[moment.catalog.channel[rows]]


def _channel_rate(moment: Moment, rows: IntArray, points: _Points) -> FloatArray:
    """Return (n,) (Σ c y + 5 g) / (Σ c + 5) of each row's channel, where g is the same over all channels."""
    if not len(points.rows):
        return np.zeros(len(rows))
    overall = float(points.weights @ points.signs / points.weights.sum())
    masses = _per_channel(moment, points, points.weights)[moment.catalog.channel[rows]]
    return np.asarray((_channel_sums(moment, rows, points) + 5 * overall) / (masses + 5))


def _per_channel(moment: Moment, points: _Points, values: FloatArray) -> FloatArray:
    """Return (channels + 1,) sums; the last, which the unknown channel -1 reads, is 0."""
    channel = moment.catalog.channel[points.rows]
    known = channel >= 0
    sums = np.bincount(channel[known], values[known], len(moment.catalog.channels) + 1)
    return sums.astype(np.float64)


def _log_views_a_day(moment: Moment, rows: IntArray) -> FloatArray:
    """Return (n,) log(1 + views / days); where nobody knows the age, log(1 + views)."""
    age_days = np.maximum((moment.now - moment.catalog.published_at[rows]) / DAY_SECONDS, 1.0)
    return np.log1p(moment.catalog.view_count[rows] / np.where(np.isnan(age_days), 1.0, age_days))


def _z(values: FloatArray) -> FloatArray:
    """Return deviations from the mean of the known; the unknown, and all when they are equal, stand at 0."""
    known = values[np.isfinite(values)]
    deviation = float(known.std()) if len(known) else 0.0
    return np.nan_to_num((values - known.mean()) / deviation) if deviation > 1e-12 else np.zeros(len(values))


def _filled(values: FloatArray) -> FloatArray:
    """Return the values with the unknown at the median of the known, 0 when nothing is known."""
    known = values[np.isfinite(values)]
    return np.where(np.isfinite(values), values, np.median(known) if len(known) else 0.0)
