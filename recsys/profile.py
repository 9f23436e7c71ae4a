"""What the videos a person likes are like apart from their subject, learned from weighted points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.attributes import (
    LabelMatch,
    Match,
    Matched,
    Scale,
    learn_labels,
    learn_match,
    log_age,
    log_length,
    measure_scale,
)
from recsys.catalog import Catalog
from recsys.events import Points
from recsys.evidence import Evidence
from recsys.pairs import PairMatch, Plane, learn_pairs, measure_plane
from recsys.steps import Steps, finish

LENGTH_WIDTH, AGE_WIDTH, VIEWS_WIDTH = 0.35, 0.25, 0.8
"""Kernel widths: a third of a length, a quarter of (one and an age in weeks), and more than twice the views."""
MATCHES = ("length_match", "age_match", "category_match", "language_match")
"""The feature columns a profile tells; the views' is told among what is near (`nearby_views`)."""

LATEST = ("age_recent", "views_for_age")
"""The columns told of the last few videos alone: what a person is after now shows in how fresh and how known they are."""
_LEAST_LATEST = 1e-4
"""Of the last eighty videos; what was wanted before them says nothing here."""

Told: TypeAlias = Mapping[str, Any]
"""Column → (n,) what is known of videos: log seconds, log age, codes."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Log ratios of a person's liked videos to the catalogue."""

    matches: Mapping[str, Match | LabelMatch]
    """By column: over log seconds; over log(1 + weeks), as the videos were when they were watched; over codes."""
    views: Match
    """Over log(1 + views)."""
    latest_ages: Match
    """Over log age, as in `matches`, but of the last few videos wanted, whenever that was."""
    latest_pairs: PairMatch
    """Of these, over log age and log(1 + views) together."""

    def told(self, catalog: Catalog, rows: IntArray, now: float) -> Told:
        """Return what is compared of (n,) rows."""
        return _told(catalog, rows, log_age(now - catalog.published_at[rows]))

    def columns(self, told: Told) -> dict[str, FloatArray]:
        """Return the feature columns, each (n,) nats, 0 for the unknown."""
        return {name: match(told[name]) for name, match in self.matches.items()}

    def compared(
        self, told: Told, catalog: Catalog, liked: Evidence, events: IntArray, personas: IntArray
    ) -> dict[str, Matched]:
        """Return the columns, and by how much they fall without one event of `liked` and one persona for each of n videos.

        events, personas: (n,), -1 for none.
        """
        rows = np.append(liked.rows, -1)[events]
        weights = np.where(rows >= 0, np.append(liked.weights, 0.0)[events], 0.0)
        latest = np.append(liked.latest, 0.0)[events]
        of_events = _told(catalog, rows, np.append(liked.ages, np.nan)[events])
        compared = {
            name: match.compared(told[name], of_events[name], weights, personas) for name, match in self.matches.items()
        }
        ages = self.latest_ages.compared(told["age_recent"], of_events["age_recent"], latest, personas)
        pairs = self.latest_pairs.compared(told["views_for_age"], of_events["views_for_age"], latest, personas)
        known = ~np.isnan(told["views_for_age"]).any(axis=1)
        return compared | {"age_recent": ages, "views_for_age": pairs.beyond(ages, known)}

    def with_event(self, catalog: Catalog, row: int, age: float, weight: float, persona: int) -> Profile:
        """Return the profile with one event more (weight below 0: one less) of the video in a row, at that log age."""
        told = _told(catalog, np.array([row]), np.array([age]))
        matches = {name: match.with_event(told[name][0], weight, persona) for name, match in self.matches.items()}
        views = self.views.with_event(float(np.log1p(catalog.view_count[row])), weight, persona)
        return replace(self, matches=matches, views=views)

    def with_latest(self, catalog: Catalog, liked: Evidence) -> Profile:
        """Return the profile with the last few videos of `liked`."""
        ages, pairs = _latest(catalog, liked, self.latest_ages.scale, self.latest_pairs.plane)
        return replace(self, latest_ages=ages, latest_pairs=pairs)


def _told(catalog: Catalog, rows: IntArray, ages: FloatArray) -> Told:
    log_views = np.log1p(catalog.view_count[rows])
    labels = (catalog.category[rows], catalog.language[rows])
    columns = (log_length(catalog.duration_seconds[rows]), ages, *labels, ages, np.column_stack([ages, log_views]))
    return dict(zip((*MATCHES, *LATEST), columns, strict=True))


def _latest(catalog: Catalog, liked: Evidence, ages: Scale, plane: Plane) -> tuple[Match, PairMatch]:
    """Learn from the last few of the events."""
    chosen = np.flatnonzero(liked.latest > _LEAST_LATEST)
    of_events = (liked.latest[chosen], liked.personas[chosen], liked.persona_count)
    pairs = np.column_stack([liked.ages[chosen], np.log1p(catalog.view_count[liked.rows[chosen]])])
    return finish(learn_match(ages, liked.ages[chosen], *of_events)), learn_pairs(plane, pairs, *of_events)


def learn_profile(catalog: Catalog, points: Points, liked: Evidence, views: Scale, now: float) -> Steps[Profile]:
    """Learn a profile; without points every ratio is 0. liked: the same points as evidence."""
    rows, of_points = points.rows, (points.weights, points.personas, liked.persona_count)
    lengths, ages = log_length(catalog.duration_seconds), log_age(now - catalog.published_at)
    length_scale, age_scale = measure_scale(lengths, LENGTH_WIDTH), measure_scale(ages, AGE_WIDTH)
    yield
    of_lengths = yield from learn_match(length_scale, lengths[rows], *of_points)
    of_ages = yield from learn_match(age_scale, points.ages, *of_points)
    of_views = yield from learn_match(views, np.log1p(catalog.view_count[rows]), *of_points)
    of_categories = learn_labels(catalog.category, rows, *of_points)
    yield
    of_languages = learn_labels(catalog.language, rows, *of_points)
    matches = (of_lengths, of_ages, of_categories, of_languages)
    yield
    log_views = np.log1p(catalog.view_count[: len(ages)])
    plane = measure_plane(np.column_stack([ages, log_views]), (AGE_WIDTH, VIEWS_WIDTH))
    latest_ages, latest_pairs = _latest(catalog, liked, age_scale, plane)
    return Profile(dict(zip(MATCHES, matches, strict=True)), of_views, latest_ages, latest_pairs)
