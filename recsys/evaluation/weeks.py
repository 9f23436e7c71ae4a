"""A person's own weeks: at the start of each only what was known then, and what they wanted in it."""

from __future__ import annotations

from typing import Final

import numpy as np

from recsys.arrays import DAY_SECONDS, FloatArray
from recsys.evaluation.moment import before
from recsys.evaluation.people import Person
from recsys.history import History

WEEK_SECONDS: Final = 7 * DAY_SECONDS
MOST_WEEKS: Final = 8


def weeks_of(history: History, published_at: FloatArray, most: int = MOST_WEEKS) -> list[Person]:
    """Return the last weeks of a history, the oldest first, counted back from its last event.

    Each is a person of its own: what was done before the week is known, the videos first wanted in it are relevant, and what
    was first wanted later is left out, for nobody knows whether it would have been wanted then. Left out, too, is what came
    out after the week: nobody could have shown it, and an order by age would put it first. What was wanted in the week was
    there, whatever its date says. A week in which nothing new was wanted, or before which nothing was, is no week.

    published_at: (n,) the catalogue's, NaN unknown: such a video may have been there, and is ranked.
    """
    if len(history) == 0:
        return []
    end, weeks = float(history.occurred_at[-1]) + 1.0, []
    wanted = history.rows[history.positive]
    wanted_at = history.occurred_at[history.positive]
    for start in (end - number * WEEK_SECONDS for number in range(most, 0, -1)):
        known, over = before(history, start), start + WEEK_SECONDS
        relevant = np.setdiff1d(wanted[(wanted_at >= start) & (wanted_at < over)], known.rows)
        later = np.union1d(history.rows[history.occurred_at >= over], np.flatnonzero(published_at >= over))
        if len(relevant) and known.positive.any():
            unjudged = np.setdiff1d(later, np.union1d(relevant, known.rows))
            weeks.append(Person(known, relevant, start, unjudged=unjudged))
    return weeks
