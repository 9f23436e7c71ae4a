"""What many watch now, among the videos a person knows: the feed of somebody of whom nothing is known."""

from __future__ import annotations

import numpy as np

from recsys.arrays import DAY_SECONDS
from recsys.catalog import Catalog

from .limits import eligible_rows
from .person import Person

NEW_DAYS = 30.0
"""Older videos have had their time, whatever they gathered in it."""


def trending(catalog: Catalog, person: Person, category: str | None, limit: int, now: float) -> list[str]:
    """Return ids by views per day since publication (the first day counts whole), for videos of the last 30 days.

    Where none is so new, all that tell views and age take part. category: casefolded equality, None for all.
    """
    rows = np.flatnonzero(eligible_rows(person, catalog))
    age_days = np.maximum((now - catalog.published_at[rows]) / DAY_SECONDS, 1.0)
    per_day = catalog.view_count[rows] / age_days
    told = np.isfinite(per_day)
    if category is not None:
        told &= [(catalog.video(row).category or "").casefold() == category.casefold() for row in rows.tolist()]
    fresh = told & (age_days <= NEW_DAYS)
    chosen = np.flatnonzero(fresh if fresh.any() else told)
    best = chosen[np.argsort(-per_day[chosen], kind="stable")][:limit]
    return catalog.video_ids(rows[best])
