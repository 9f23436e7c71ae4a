"""What many watch now, among the videos a person knows: the feed of somebody of whom nothing is known."""

from __future__ import annotations

import numpy as np

from recsys.catalog import Catalog
from recsys.nearest import best
from recsys.sources import newly_viewed

from .limits import eligible_rows, refused
from .person import Person


def trending(catalog: Catalog, person: Person, category: str | None, limit: int, now: float) -> list[str]:
    """Return ids by views per day since publication (the first day counts whole), for videos of the last 30 days.

    Where none is so new, all that tell views and age take part; what the person refused never does. category: casefolded
    equality, None for all.
    """
    rows = np.flatnonzero(eligible_rows(person, catalog))
    if category is not None:
        code = catalog.category_code(category)
        rows = rows[(catalog.category[rows] == code) & (code >= 0)]
    rows = rows[~refused(person, catalog, rows, now)]
    return catalog.video_ids(rows[best(newly_viewed(catalog, rows, now), limit)])
