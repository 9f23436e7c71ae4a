"""The days of one synthetic person: pages shown, cards looked at, clicked and watched, and what they found elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from recsys.arrays import DAY_SECONDS, BoolArray, FloatArray, IntArray
from scripts.data_sets.people.parameters import Parameters
from scripts.data_sets.people.taste import Taste, log_odds
from scripts.data_sets.people.world import World


@dataclass(slots=True)
class Life:
    """What happened, as rows of the data set without the user's id."""

    events: list[dict[str, Any]] = field(default_factory=list)
    impressions: list[dict[str, Any]] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    """Rows watched or refused: they are not shown or looked for again."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person in one world."""

    world: World
    taste: Taste
    parameters: Parameters
    rng: np.random.Generator

    def live(self, pages: int | None = None) -> Life:
        """Return a life of so many pages; without a number it is drawn."""
        behaviour, life = self.parameters.behaviour, Life()
        low, high = np.log(behaviour.fewest_pages), np.log(behaviour.most_pages)
        count = round(float(np.exp(self.rng.uniform(low, high)))) if pages is None else pages
        for number, day in enumerate(np.sort(self.rng.uniform(0, behaviour.days, count))):
            now = self.world.ends_at - (behaviour.days - day) * DAY_SECONDS
            self._page(life, number, now)
            self._elsewhere(life, now + 1800)
        return life

    def utilities(self, now: float) -> FloatArray:
        """Return (n,) true probabilities that each video is wanted."""
        return _probability(log_odds(self.world, self.taste, self.parameters.utility, self._shares(now), now))

    def utilities_since(self, moment: float) -> FloatArray:
        """Return (n,) utilities with the mean shares from a moment to the end."""
        shares = self.taste.shares[self._day(moment) :].mean(axis=0)
        return _probability(log_odds(self.world, self.taste, self.parameters.utility, shares, self.world.ends_at))

    def _page(self, life: Life, number: int, now: float) -> None:
        behaviour = self.parameters.behaviour
        rows, utility = self._shown(life, now), self.utilities(now)
        examination = (1.0 + np.arange(len(rows))) ** -behaviour.examination_exponent
        looked = self.rng.random(len(rows)) < examination
        wanted = looked & (self.rng.random(len(rows)) < utility[rows])
        clicked = wanted | (looked & (self.rng.random(len(rows)) < behaviour.random_clicks))
        fractions = self._fractions(wanted)
        refused = looked & ~clicked & (utility[rows] < 0.02) & (self.rng.random(len(rows)) < behaviour.not_interested)
        for place, row in enumerate(rows.tolist()):
            at = now + 20 + 10 * place
            life.impressions.append(
                {
                    "slate_id": number,
                    "position": place,
                    "item_id": self.world.videos[row].video_id,
                    "timestamp": round(now),
                    "clicked": int(clicked[place]),
                    "watched_fraction": round(float(fractions[place]), 3) if clicked[place] else None,
                    "examination": round(float(examination[place]), 4),
                    "utility": round(float(utility[row]), 5),
                }
            )
            if clicked[place]:
                self._watch(life, row, at, float(fractions[place]))
            if refused[place]:
                life.closed.add(row)
                life.events.append(_event(self.world, row, at, 0.0, "not_interested"))

    def _elsewhere(self, life: Life, now: float) -> None:
        """Watch what the person looks for: drawn by utility squared from everything that is out."""
        count = int(self.rng.poisson(self.parameters.behaviour.direct_watches))
        weights = self.utilities(now) ** 2 * self._open(life, now)
        if count and np.count_nonzero(weights) > count:
            drawn = self.rng.choice(len(weights), count, replace=False, p=weights / weights.sum())
            for place, (row, fraction) in enumerate(
                zip(drawn.tolist(), self._fractions(np.ones(count, bool)), strict=True)
            ):
                self._watch(life, row, now + 600 * place, float(fraction))

    def _watch(self, life: Life, row: int, at: float, fraction: float) -> None:
        life.closed.add(row)
        life.events.append(_event(self.world, row, at, fraction, "watch"))
        if fraction > 0.5 and self.rng.random() < self.parameters.behaviour.thumbs_up:
            life.events.append(_event(self.world, row, at + 5, 1.0, "thumbs_up"))

    def _shown(self, life: Life, now: float) -> IntArray:
        """Return the rows of a page as a site orders it that knows the taste late, without series and quirks."""
        shown = self.parameters.shown
        candidates = self.rng.choice(
            np.flatnonzero(self._open(life, now)),
            min(shown.candidates, int(np.count_nonzero(self._open(life, now)))),
            replace=False,
        )
        shares = self._shares(now - shown.interest_delay_days * DAY_SECONDS)
        known = np.log(0.01 + (self.taste.match[:, candidates] * (shares * len(shares))[:, None]).sum(axis=0))
        score = shown.taste * known + shown.popularity * self.world.views_per_day[candidates]
        score = score + self.rng.normal(scale=shown.noise, size=len(candidates))
        best: IntArray = candidates[np.argsort(-score, kind="stable")[: shown.cards]]
        return best

    def _open(self, life: Life, now: float) -> BoolArray:
        """Return (n,) what is out and neither watched nor refused."""
        out = self.world.published_at <= now
        out[list(life.closed)] = False
        return out

    def _fractions(self, wanted: BoolArray) -> FloatArray:
        """Return how much of each card would be watched: most of it when it is wanted, as a rule."""
        long = wanted & (self.rng.random(len(wanted)) < self.parameters.behaviour.finished)
        return np.where(long, self.rng.beta(6, 1.5, len(wanted)), self.rng.beta(1, 6, len(wanted)))

    def _shares(self, now: float) -> FloatArray:
        shares: FloatArray = self.taste.shares[self._day(now)]
        return shares

    def _day(self, now: float) -> int:
        days = self.parameters.behaviour.days
        return int(np.clip(days - (self.world.ends_at - now) / DAY_SECONDS, 0, days - 1))


def _event(world: World, row: int, at: float, fraction: float, kind: str) -> dict[str, Any]:
    value = round(fraction, 3)
    return {"item_id": world.videos[row].video_id, "timestamp": round(at), "value": value, "kind": kind}


def _probability(odds: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-odds)))


def last_fifth_begins(events: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> float:
    """Return the moment from which the last 20 % of events are, as the harness cuts them."""
    times = sorted(event["timestamp"] for event in events)
    return float(times[len(times) - max(1, round(0.2 * len(times)))])
