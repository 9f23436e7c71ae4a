"""How usual a video's views are among the liked videos near it: hits in one interest, small channels in another."""

from __future__ import annotations

import numpy as np

from recsys.arrays import FloatArray, IntArray, picked
from recsys.attributes import PSEUDO_EVENTS, Match, Matched
from recsys.evidence import Evidence, Nearness


def match_views(
    liked: Evidence,
    near: Nearness,
    views: Match,
    log_views: FloatArray,
    loud_views: FloatArray,
    top: IntArray,
    personas: IntArray,
) -> Matched:
    """Compare (n,) log views with those of the liked videos, each as near as it is by vector; NaN unknown.

    The person's ratio at large, `views`, counts as so many pseudo-events as there.

    loud_views: (n,) log views of each loudest event, NaN unknown. top, personas: (n,) loudest event and nearest persona,
    -1 without.
    """
    shapes = _interpolated(liked.view_shapes, views.scale.grid, log_views)
    shapes += shapes * near.excess
    said, mass = shapes @ liked.columns, liked.total + near.said
    loud, own = np.append(liked.weights, 0.0)[top], np.where(personas >= 0, personas + 2, -1)
    usual = views.compared(log_views, loud_views, loud, personas)
    ratio = _ratio(said[:, 0], mass, usual.ratio)
    without_top = _ratio(
        said[:, 0] - loud * picked(shapes, top),
        mass - loud * (1 + picked(near.excess, top)),
        usual.ratio - usual.event_drop,
    )
    without_persona = _ratio(
        said[:, 0] - picked(said, own),
        mass - np.append(liked.column_sums, 0.0)[own] - picked(near.groups, personas),
        usual.ratio - usual.persona_drop,
    )
    known = ~np.isnan(log_views)
    return Matched(
        ratio=np.where(known, ratio, 0.0),
        event_drop=np.where(known, ratio - without_top, 0.0),
        persona_drop=np.where(known, ratio - without_persona, 0.0),
    )


def _ratio(said: FloatArray, mass: FloatArray, usual: FloatArray) -> FloatArray:
    """Return (n,) log((said + A e^usual) / (mass + A)); what rounding puts below zero counts as zero."""
    pseudo = PSEUDO_EVENTS * np.exp(usual)
    return np.asarray(np.log((np.maximum(said, 0.0) + pseudo) / (np.maximum(mass, 0.0) + PSEUDO_EVENTS)))


def _interpolated(curves: FloatArray, grid: FloatArray, places: FloatArray) -> FloatArray:
    """Return (n, m) the value of each of (g, m) curves at each of (n,) places; the grid is even."""
    exact = np.maximum((np.where(np.isnan(places), grid[0], places) - grid[0]) / (grid[1] - grid[0]), 0.0)
    left = np.minimum(exact, len(grid) - 2).astype(np.int64)
    low, high = curves[left], curves[left + 1]
    high -= low
    high *= np.minimum(exact - left, 1.0).astype(np.float32)[:, None]
    high += low
    return np.asarray(high)
