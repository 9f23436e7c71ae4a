"""What the videos a person likes are like apart from their subject, learned from weighted points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.attributes import (
    LabelMatch,
    Match,
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

LENGTH_WIDTH, AGE_WIDTH, VIEWS_WIDTH = 0.35, 0.25, 0.8
"""Kernel widths: a third of a length, a quarter of (one and an age in weeks), and more than twice the views."""
MATCHES = ("length_match", "age_match", "category_match", "language_match")
"""The feature columns a profile tells."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Log ratios of a person's liked videos to the catalogue."""

    length: Match
    """Over log seconds."""
    age: Match
    """Over log(1 + weeks), as the videos were when they were watched: how fresh a person likes them."""
    views: Match
    """Over log(1 + views)."""
    category: LabelMatch
    language: LabelMatch

    def columns(self, catalog: Catalog, rows: IntArray, now: float) -> dict[str, FloatArray]:
        """Return the feature columns of (n,) rows, each (n,) nats, 0 for the unknown."""
        return {
            "length_match": self.length(log_length(catalog.duration_seconds[rows])),
            "age_match": self.age(log_age(now - catalog.published_at[rows])),
            "category_match": self.category(catalog.category[rows]),
            "language_match": self.language(catalog.language[rows]),
        }

    def drops_of_events(
        self, catalog: Catalog, rows: IntArray, liked: Evidence, events: IntArray, now: float
    ) -> dict[str, FloatArray]:
        """Return by how much the columns of (n,) rows fall without one event of `liked` each, -1 for none."""
        weights = np.where(events >= 0, liked.weights[events], 0.0) if len(liked) else np.zeros(len(rows))
        of_events = np.where(events >= 0, liked.rows[events], -1) if len(liked) else np.full(len(rows), -1)
        ages = liked.ages[events] if len(liked) else np.full(len(rows), np.nan)
        own = np.where(of_events >= 0, weights, 0.0)
        return {
            "length_match": self.length.drop_of_event(
                log_length(catalog.duration_seconds[rows]), log_length(catalog.duration_seconds[of_events]), own
            ),
            "age_match": self.age.drop_of_event(log_age(now - catalog.published_at[rows]), ages, own),
            "category_match": self.category.drop_of_event(catalog.category[rows], catalog.category[of_events], own),
            "language_match": self.language.drop_of_event(catalog.language[rows], catalog.language[of_events], own),
        }

    def drops_of_personas(
        self, catalog: Catalog, rows: IntArray, personas: IntArray, now: float
    ) -> dict[str, FloatArray]:
        """Return by how much the columns of (n,) rows fall without the events of one persona each, -1 for none."""
        return {
            "length_match": self.length.drop_of_persona(log_length(catalog.duration_seconds[rows]), personas),
            "age_match": self.age.drop_of_persona(log_age(now - catalog.published_at[rows]), personas),
            "category_match": self.category.drop_of_persona(catalog.category[rows], personas),
            "language_match": self.language.drop_of_persona(catalog.language[rows], personas),
        }


def learn_profile(catalog: Catalog, points: Points, views: Scale, persona_count: int, now: float) -> Profile:
    """Learn a profile; without points every ratio is 0."""
    rows, weights, personas = points.rows, points.weights, points.personas
    lengths, ages = log_length(catalog.duration_seconds), log_age(now - catalog.published_at)
    lengths_of, views_of = lengths[rows], np.log1p(catalog.view_count[rows])
    of_points = (weights, personas, persona_count)
    return Profile(
        length=learn_match(measure_scale(lengths, LENGTH_WIDTH), lengths_of, *of_points),
        age=learn_match(measure_scale(ages, AGE_WIDTH), points.ages, *of_points),
        views=learn_match(views, views_of, *of_points),
        category=learn_labels(catalog.category, rows, *of_points),
        language=learn_labels(catalog.language, rows, *of_points),
    )
