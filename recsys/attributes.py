"""What a person's videos are like apart from their subject: length, age when watched, views, category, language.

Each is told in nats, as how much denser liked videos lie there than the catalogue: log((C p(x) + A q(x)) / ((C + A) q(x)))
with p the density of what was liked, C its weight, q the density of the catalogue, and A pseudo-events that are like
everybody's. 0 means: no more usual than anywhere; also for the unknown, and for a person without events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from recsys.arrays import DAY_SECONDS, BoolArray, FloatArray, IntArray, at, blocks
from recsys.steps import Steps

PSEUDO_EVENTS = 5.0
"""A: so much weight it takes until a person's own counts as much as everybody's."""

_POINTS = 96
_SAMPLE = 2_048
_LEAST_DENSITY = 1e-4
_GREATEST_RATIO = 20.0
"""One event in an empty corner must not outshine everything else that is known."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The catalogue along one number: where it is dense."""

    grid: FloatArray
    """(g,) places, ascending."""
    density: FloatArray
    """(g,) of the catalogue, per unit."""
    width: float
    """Standard deviation of the kernel an event is spread by."""

    def kernel(self, places: FloatArray) -> FloatArray:
        """Return (g, m) how much denser an event at (m,) places makes each place of the grid; 1 for an unknown one."""
        ratio = self._denser(np.arange(len(self.grid))[:, None], np.nan_to_num(places)[None, :])
        return np.where(np.isnan(places)[None, :], 1.0, ratio)

    def shapes(self, places: FloatArray) -> FloatArray:
        """Return (m, g) float32, the kernel of many events, one in each row."""
        shapes = np.empty((len(places), len(self.grid)), dtype=np.float32)
        for block in blocks(len(places)):
            shapes[block] = self.kernel(places[block]).T
        return shapes

    def kernel_at(self, values: FloatArray, places: FloatArray) -> FloatArray:
        """Return (n,) the same for one event at its own place for each of (n,) values, between two points as all events are."""
        left, share = self.between(values)
        return self._denser(left, places) * (1 - share) + self._denser(left + 1, places) * share

    def between(self, values: FloatArray) -> tuple[IntArray, FloatArray]:
        """Return the (n,) points of the grid, which is even, left of (n,) values, and how far each is on the way to the next; 0 for NaN."""
        places = (np.nan_to_num(values, nan=self.grid[0]) - self.grid[0]) / (self.grid[1] - self.grid[0])
        places = places.clip(0, len(self.grid) - 1)
        left = np.minimum(places.astype(np.int64), len(self.grid) - 2)
        return left, places - left

    def _denser(self, points: IntArray, places: FloatArray) -> FloatArray:
        """Return how much denser events at places make points of the grid; both are broadcast against each other."""
        distance = (self.grid[points] - places) / self.width
        spread = np.exp(-0.5 * distance**2) / (self.width * np.sqrt(2 * np.pi))
        return np.asarray(np.minimum(spread / self.density[points], _GREATEST_RATIO))


def measure_scale(values: FloatArray, width: float) -> Scale:
    """Return the scale of a catalogue's (n,) values, NaN unknown; flat where none is known."""
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return Scale(np.array([0.0, 1.0]), np.ones(2), width)
    known = known[np.linspace(0, len(known) - 1, min(len(known), _SAMPLE)).astype(np.int64)]
    grid = np.linspace(known.min() - width, known.max() + width, _POINTS)
    distance = (grid[:, None] - known[None, :]) / width
    density = np.exp(-0.5 * distance**2).mean(axis=1) / (width * np.sqrt(2 * np.pi))
    return Scale(grid, np.maximum(density, _LEAST_DENSITY), width)


@dataclass(frozen=True, slots=True)
class Matched:
    """How usual n videos are among what was liked, in nats; 0 for the unknown."""

    ratio: FloatArray
    """(n,) log ratio to the catalogue."""
    event_drop: FloatArray
    """(n,) by how much it falls without one event …"""
    persona_drop: FloatArray
    """(n,) … and without the events of one persona."""

    def beyond(self, other: Matched, known: BoolArray) -> Matched:
        """Return what this says beside the other, 0 where it is not (n,) known."""
        return Matched(
            ratio=np.where(known, self.ratio - other.ratio, 0.0),
            event_drop=np.where(known, self.event_drop - other.event_drop, 0.0),
            persona_drop=np.where(known, self.persona_drop - other.persona_drop, 0.0),
        )


@dataclass(frozen=True, slots=True)
class Match:
    """How much denser liked videos are than the catalogue along one number."""

    scale: Scale
    liked: FloatArray
    """(g,) Σ c × density ratio of each event."""
    total: float
    """Σ c over the events whose place is known."""
    of_personas: FloatArray
    """(k, g) the part of each persona in `liked`."""
    persona_totals: FloatArray
    """(k,) its part in `total`."""

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return (n,) nats for (n,) values; 0 for the unknown."""
        return np.where(np.isnan(values), 0.0, log_ratio(self._at(values, self.liked), self.total))

    def compared(self, values: FloatArray, places: FloatArray, weights: FloatArray, personas: IntArray) -> Matched:
        """Return how usual (n,) values are, and without one event of each, (n,) places and weights, or one (n,) persona.

        A place that is unknown (NaN) and persona -1 take nothing away.
        """
        known, is_told = ~np.isnan(values), ~np.isnan(places)
        liked, own = self._at(values, self.liked), np.where(is_told, weights, 0.0)
        kernel = self.scale.kernel_at(values, np.where(is_told, places, 0.0))
        ratio = log_ratio(liked, self.total)
        without_event = log_ratio(liked - own * kernel, self.total - own)
        persona_totals = np.append(self.persona_totals, 0.0)[personas]
        without_persona = log_ratio(liked - self._of_persona(values, personas), self.total - persona_totals)
        return Matched(
            ratio=np.where(known, ratio, 0.0),
            event_drop=np.where(known, ratio - without_event, 0.0),
            persona_drop=np.where(known & (personas >= 0), ratio - without_persona, 0.0),
        )

    def with_event(self, place: float, weight: float, persona: int) -> Match:
        """Return the match with one event more (weight below 0: one less); NaN, an unknown place, changes nothing."""
        if np.isnan(place):
            return self
        shape = weight * self.scale.kernel(np.array([place]))[:, 0]
        own = np.arange(len(self.persona_totals)) == persona
        return replace(
            self,
            liked=self.liked + shape,
            total=self.total + weight,
            of_personas=self.of_personas + own[:, None] * shape,
            persona_totals=self.persona_totals + own * weight,
        )

    def _of_persona(self, values: FloatArray, personas: IntArray) -> FloatArray:
        """Return (n,) the part of each value's own persona in `liked` there."""
        if len(self.of_personas) == 0:
            return np.zeros(len(values))
        left, share = self.scale.between(values)
        low, high = self.of_personas[personas, left], self.of_personas[personas, left + 1]
        return np.asarray(low + share * (high - low))

    def _at(self, values: FloatArray, curve: FloatArray) -> FloatArray:
        """Return (n,) the curve's value at each place; NaN stays NaN."""
        return np.interp(values, self.scale.grid, curve)


def learn_match(scale: Scale, places: FloatArray, weights: FloatArray, personas: IntArray, count: int) -> Steps[Match]:
    """Learn how (m,) weighted events at `places` (NaN unknown), of `count` personas, differ from a catalogue."""
    known = ~np.isnan(places)
    places, weights, owner = places[known], weights[known], personas[known]
    liked, of_personas, totals = np.zeros(len(scale.grid)), np.zeros((count, len(scale.grid))), np.zeros(count)
    for block in blocks(len(places)):
        kernel = scale.kernel(places[block])
        shares = np.where(owner[block] == np.arange(count)[:, None], weights[block], 0.0)
        liked += kernel @ weights[block]
        of_personas += shares @ kernel.T
        totals += shares.sum(axis=1)
        yield
    return Match(scale, liked, float(weights.sum()), of_personas, totals)


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """How much more usual each label is among liked videos than in the catalogue."""

    base: FloatArray
    """(l,) share of the catalogue."""
    liked: FloatArray
    """(l,) weight of the events."""
    of_personas: FloatArray
    """(k, l) the part of each persona in it."""

    def __call__(self, codes: IntArray) -> FloatArray:
        """Return (n,) nats for (n,) codes; 0 for -1 and for a label newer than this."""
        return self._ratio(codes, at(self.liked, codes), self.liked.sum())

    def compared(self, codes: IntArray, of_events: IntArray, weights: FloatArray, personas: IntArray) -> Matched:
        """Return how usual (n,) codes are, and without one event of each, (n,) codes and weights, or one (n,) persona.

        A code that is unknown (-1) and persona -1 take nothing away.
        """
        liked, total = at(self.liked, codes), self.liked.sum()
        ratio, own = self._ratio(codes, liked, total), np.where(of_events >= 0, weights, 0.0)
        without_event = self._ratio(codes, liked - np.where(of_events == codes, own, 0.0), total - own)
        return Matched(ratio, ratio - without_event, ratio - self._without_persona(codes, liked, total, personas))

    def with_event(self, code: int, weight: float, persona: int) -> LabelMatch:
        """Return the match with one event more (weight below 0: one less); a code newer than this changes nothing."""
        event = weight * (np.arange(len(self.liked)) == code)
        own = np.arange(len(self.of_personas)) == persona
        return replace(self, liked=self.liked + event, of_personas=self.of_personas + own[:, None] * event)

    def _without_persona(self, codes: IntArray, liked: FloatArray, total: float, personas: IntArray) -> FloatArray:
        if self.of_personas.size == 0:
            return self._ratio(codes, liked, total)
        own = np.where((codes >= 0) & (codes < len(self.liked)), codes, 0)
        owned = np.where(personas >= 0, self.of_personas[personas, own], 0.0)
        totals = np.append(self.of_personas.sum(axis=1), 0.0)[personas]
        return self._ratio(codes, liked - owned, total - totals)

    def _ratio(self, codes: IntArray, liked: FloatArray, total: FloatArray | float) -> FloatArray:
        base = at(self.base, codes)
        usual = (np.maximum(liked, 0.0) + PSEUDO_EVENTS * base) / (np.maximum(total, 0.0) + PSEUDO_EVENTS)
        return np.where(base > 0, np.log(np.maximum(usual, 1e-12) / np.maximum(base, 1e-12)), 0.0)


def learn_labels(codes: IntArray, rows: IntArray, weights: FloatArray, personas: IntArray, count: int) -> LabelMatch:
    """Learn from weighted rows, of `count` personas, of a catalogue's (n,) codes, -1 unknown."""
    labels = int(codes.max(initial=-1)) + 1
    of_rows = codes[rows]
    known = of_rows >= 0
    liked = np.bincount(of_rows[known], weights[known], minlength=labels).astype(np.float64)
    owned = [known & (personas == persona) for persona in range(count)]
    of_personas = [np.bincount(of_rows[own], weights[own], minlength=labels) for own in owned]
    base = np.bincount(codes[codes >= 0], minlength=labels) / max(int((codes >= 0).sum()), 1)
    return LabelMatch(base, liked, np.array(of_personas, dtype=np.float64).reshape(count, labels))


def log_ratio(liked: FloatArray, total: FloatArray | float) -> FloatArray:
    """Return log((liked + A) / (total + A)); what rounding puts below zero counts as zero."""
    return np.asarray(np.log((np.maximum(liked, 0.0) + PSEUDO_EVENTS) / (np.maximum(total, 0.0) + PSEUDO_EVENTS)))


def log_length(duration_seconds: FloatArray) -> FloatArray:
    """Return the log of (n,) lengths in seconds, at least ten; NaN unknown."""
    return np.log(np.maximum(duration_seconds, 10.0))


def log_age(age_seconds: FloatArray) -> FloatArray:
    """Return log(1 + age in weeks) of (n,) ages; below zero counts as zero, NaN unknown."""
    return np.log1p(np.maximum(age_seconds, 0.0) / (7 * DAY_SECONDS))


def views_per_day(view_count: FloatArray, age_days: FloatArray) -> FloatArray:
    """Return (n,) views for each day since publication, the first counting whole; NaN unknown."""
    return view_count / np.maximum(age_days, 1.0)
