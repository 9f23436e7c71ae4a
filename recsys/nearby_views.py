"""How usual a video's views are among the liked videos near it: hits in one interest, small channels in another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.attributes import PSEUDO_EVENTS, Match
from recsys.evidence import Evidence


@dataclass(frozen=True, slots=True)
class ViewMatch:
    """How usual the views of n videos are among what was liked near them, in nats; 0 where views are unknown."""

    ratio: FloatArray
    """(n,) log ratio to the catalogue."""
    top_drop: FloatArray
    """(n,) by how much it falls without the loudest event …"""
    persona_drop: FloatArray
    """(n,) … and without the events of the video's persona."""


def match_views(
    liked: Evidence,
    excess: FloatArray,
    views: Match,
    log_views: FloatArray,
    of_events: FloatArray,
    top: IntArray,
    personas: IntArray,
) -> ViewMatch:
    """Compare (n,) log views with those of the liked videos, each as near as its (n, m) dense excess says.

    The person's ratio at large, `views`, counts as so many pseudo-events as there.

    of_events: (m,) log views of each event, NaN unknown. top, personas: (n,) loudest event and nearest persona, -1 without.
    """
    near = (1 + excess) * liked.weights
    shapes = _interpolated(liked.view_shapes, views.scale.grid, log_views)
    said, mass, usual = np.vecdot(near, shapes), near.sum(axis=1), views(log_views)
    weights, event_views = np.append(liked.weights, 0.0)[top], np.append(of_events, np.nan)[top]
    loud = _picked(near, top)
    own = np.where(liked.personas == np.where(personas >= 0, personas, -2)[:, None], near, 0)
    whole = _ratio(said, mass, usual)
    without_top = _ratio(
        said - loud * _picked(shapes, top),
        mass - loud,
        usual - views.drop_of_event(log_views, event_views, weights),
    )
    without_persona = _ratio(
        said - np.vecdot(own, shapes),
        mass - own.sum(axis=1),
        usual - views.drop_of_persona(log_views, personas),
    )
    known = ~np.isnan(log_views)
    return ViewMatch(
        ratio=np.where(known, whole, 0.0),
        top_drop=np.where(known, whole - without_top, 0.0),
        persona_drop=np.where(known, whole - without_persona, 0.0),
    )


def _ratio(said: FloatArray, mass: FloatArray, usual: FloatArray) -> FloatArray:
    """Return (n,) log((said + A e^usual) / (mass + A)); what rounding puts below zero counts as zero."""
    pseudo = PSEUDO_EVENTS * np.exp(usual)
    return np.asarray(np.log((np.maximum(said, 0.0) + pseudo) / (np.maximum(mass, 0.0) + PSEUDO_EVENTS)))


def _picked(table: FloatArray, columns: IntArray) -> FloatArray:
    """Return (n,) table[i, columns[i]], 0 for column -1."""
    if table.shape[1] == 0:
        return np.zeros(len(table))
    return np.where(columns >= 0, np.take_along_axis(table, columns[:, None], axis=1)[:, 0], 0.0)


def _interpolated(curves: FloatArray, grid: FloatArray, places: FloatArray) -> FloatArray:
    """Return (n, m) the value of each of (g, m) curves at each of (n,) places; the grid is even."""
    exact = np.clip((np.nan_to_num(places) - grid[0]) / (grid[1] - grid[0]), 0, len(grid) - 1.001)
    left = exact.astype(np.int64)
    low, high = curves[left], curves[left + 1]
    high -= low
    high *= (exact - left).astype(np.float32)[:, None]
    return np.asarray(high + low)
