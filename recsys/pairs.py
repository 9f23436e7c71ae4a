"""Two numbers of a video told together: known for its age is another thing than known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray, picked
from recsys.attributes import Matched, log_ratio

_POINTS = 96
_LEAST_DENSITY = 1e-6
_GREATEST_RATIO = 40.0
"""Twice that of one number: a plane has emptier corners than a line."""


@dataclass(frozen=True, slots=True)
class Plane:
    """The catalogue along two numbers: where it is dense."""

    grids: tuple[FloatArray, FloatArray]
    """(g,) places of the first number and of the second, even and ascending."""
    density: FloatArray
    """(g, g) of the catalogue, per unit of both."""
    widths: tuple[float, float]
    """Standard deviations of the kernel an event is spread by."""

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return the (n,) densities at (n, 2) values, between the four points around each; NaN stays NaN."""
        exact = [self._place(values[:, axis], axis) for axis in (0, 1)]
        (row, down), (column, right) = [(np.minimum(each, _POINTS - 2).astype(np.int64), each) for each in exact]
        down, right = down - row, right - column
        above = self.density[row, column] * (1 - right) + self.density[row, column + 1] * right
        below = self.density[row + 1, column] * (1 - right) + self.density[row + 1, column + 1] * right
        return np.where(np.isnan(values).any(axis=1), np.nan, above * (1 - down) + below * down)

    def ratios(self, values: FloatArray, places: FloatArray) -> FloatArray:
        """Return how much denser events at places (…, 2) make values (…, 2), which are broadcast against each other."""
        first, second = self.widths
        squares = ((values[..., 0] - places[..., 0]) / first) ** 2 + ((values[..., 1] - places[..., 1]) / second) ** 2
        spread = np.exp(-0.5 * squares) / (2 * np.pi * first * second)
        density = self(values.reshape(-1, 2)).reshape(values.shape[:-1])
        return np.asarray(np.minimum(spread / density, _GREATEST_RATIO))

    def _place(self, values: FloatArray, axis: int) -> FloatArray:
        grid = self.grids[axis]
        places = (np.nan_to_num(values, nan=grid[0]) - grid[0]) / _gap(grid)
        return np.asarray(np.clip(places, 0.0, _POINTS - 1))


def measure_plane(values: FloatArray, widths: tuple[float, float]) -> Plane:
    """Return the plane of a catalogue's (n, 2) values, NaN unknown; flat where no pair is known."""
    known = values[_both_known(values)]
    if len(known) == 0:
        unit = np.linspace(0.0, 1.0, _POINTS)
        return Plane((unit, unit), np.ones((_POINTS, _POINTS)), widths)
    edges = [(known[:, axis].min() - widths[axis], known[:, axis].max() + widths[axis]) for axis in (0, 1)]
    grids = (np.linspace(*edges[0], _POINTS), np.linspace(*edges[1], _POINTS))
    nearest = [np.rint((known[:, axis] - grids[axis][0]) / _gap(grids[axis])).astype(np.int64) for axis in (0, 1)]
    counts = np.bincount(nearest[0] * _POINTS + nearest[1], minlength=_POINTS**2).reshape(_POINTS, _POINTS)
    density = _blur(grids[0], widths[0]) @ (counts / len(known)) @ _blur(grids[1], widths[1]).T
    return Plane(grids, np.maximum(density, _LEAST_DENSITY), widths)


def _both_known(values: FloatArray) -> BoolArray:
    """Return (n,) of (n, 2) values."""
    return np.asarray(~np.isnan(values).any(axis=1))


def _gap(grid: FloatArray) -> float:
    return float(grid[1] - grid[0])


def _blur(grid: FloatArray, width: float) -> FloatArray:
    """Return (g, g) how dense a point of the grid, in columns, makes each other one."""
    distance = (grid[:, None] - grid[None, :]) / width
    return np.asarray(np.exp(-0.5 * distance**2) / (width * np.sqrt(2 * np.pi)))


@dataclass(frozen=True, slots=True)
class PairMatch:
    """How much denser some liked videos are than the catalogue along two numbers; so few that each is compared."""

    plane: Plane
    places: FloatArray
    """(m, 2) where the events are, all known."""
    weights: FloatArray
    """(m,)"""
    of_personas: FloatArray
    """(m, k) the same for the events of each persona, 0 for the others'."""

    def compared(self, values: FloatArray, places: FloatArray, weights: FloatArray, personas: IntArray) -> Matched:
        """Return how usual (n, 2) values are, and without one event of each, (n, 2) places and (n,) weights, or one (n,) persona.

        What is half unknown is unknown. A place that is unknown (NaN) and persona -1 take nothing away.
        """
        known, is_told = _both_known(values), _both_known(places)
        safe = np.where(known[:, None], values, 0.0)
        ratios, total = self.plane.ratios(safe[:, None, :], self.places[None]), self.weights.sum()
        liked, own = ratios @ self.weights, np.where(is_told, weights, 0.0)
        event = self.plane.ratios(safe, np.where(is_told[:, None], places, 0.0))
        ratio = log_ratio(liked, total)
        without_event = log_ratio(liked - own * event, total - own)
        persona_totals = np.append(self.of_personas.sum(axis=0), 0.0)[personas]
        without_persona = log_ratio(liked - picked(ratios @ self.of_personas, personas), total - persona_totals)
        return Matched(
            ratio=np.where(known, ratio, 0.0),
            event_drop=np.where(known, ratio - without_event, 0.0),
            persona_drop=np.where(known & (personas >= 0), ratio - without_persona, 0.0),
        )


def learn_pairs(plane: Plane, places: FloatArray, weights: FloatArray, personas: IntArray, count: int) -> PairMatch:
    """Learn how (m,) weighted events at (m, 2) places (NaN unknown), of `count` personas, differ from a catalogue."""
    known = _both_known(places)
    weights, owners = weights[known], personas[known]
    return PairMatch(plane, places[known], weights, (owners[:, None] == np.arange(count)) * weights[:, None])
