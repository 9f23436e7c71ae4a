"""What the figures of a report do not show, in sentences that stand in the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from recsys.catalog import Catalog
from recsys.evaluation.dataset import DataSet
from recsys.evaluation.people import Person
from recsys.evaluation.shown import Viewer
from recsys.personas import MIN_POSITIVES

FEW_PEOPLE: Final = 100
_SYNTHETIC: Final = (
    "The people are synthetic: they want what their maker's model says, and the oracle knows it; how real people differ "
    "from the model, no figure here can show."
)


OF_REPLAY: Final = (
    "What you would have done with another order: of what was never shown to you nobody knows whether you would have watched it.",
    "Views and ages are those known today, not those of each week.",
    "One list stands for a whole week: what came out during it is ranked as if it were out at its start, the week's last "
    "uploads first by age, and is no news yet to the others; only what came out after the week is left out.",
    "On pages that stood in OwnFeed's order you clicked what stood in front, which favours that order.",
    "What was trained on your pages is judged only by those shown since, which may be few and other ones than the rest is judged by.",
    "Weeks of one person are few: the intervals are over weeks and pages, not over people.",
)
"""Of a replay of one person's own weeks and pages."""


def of_catalogue(
    data: DataSet, catalog: Catalog, people: Sequence[Person], *, split: str, crowd: bool, stand_in: bool
) -> list[str]:
    """Return the sentences for the catalogue protocol."""
    late = [each.now < catalog.published_at[each.relevant] for each in people]
    came_out_later = float(np.concatenate(late).mean()) if late else 0.0
    without = sum(len(np.unique(each.history.rows[each.history.positive])) < MIN_POSITIVES for each in people)
    told = {
        "Wanted is what people happened to find; a video they would have loved and never met counts against its ranker.": (
            data.truth is None
        ),
        _SYNTHETIC: data.truth is not None,
        "Each person's own last fifth is held out: public facts and other people's events may be later than the cut.": (
            split == "user"
        ),
        "Scorers marked (crowd) know other people's events, which a daemon on one machine never does.": crowd,
        "Views are stand-in public counts: the events of all other people of the data set before their own cuts, a few "
        "hundred who were asked the same, so they fit this data better than public views would.": stand_in,
        "Nobody knows the views here: popularity is chance, and every ranker lacks a strong prior it has on YouTube.": (
            not stand_in and not np.isfinite(catalog.view_count).any()
        ),
        "Views are as the data has them, counted after the events: a video that became popular later gains by it.": (
            not stand_in and bool(np.isfinite(catalog.view_count).any())
        ),
        "There are no times: nothing fades, and the order of the file stands for the order of what was done.": (
            not data.has_times
        ),
        f"{came_out_later:.0%} of what was wanted came out after the cut of whoever wanted it: it is ranked as if it were out, and is "
        "no news yet, as it was when it was wanted.": came_out_later >= 0.005,
        f"{without} of {len(people)} people liked fewer than {MIN_POSITIVES} videos and have no personas: coverage and "
        "calibration by persona are of the others only, and the persona ranker falls back to public facts for them.": (
            without > 0
        ),
        "Coverage is easy where there are few personas: a random list of a hundred often touches them all; read it beside "
        "calibration and accuracy.": True,
        "The hybrid's weights are fitted to each person's history before the cut; whether its defaults were chosen on these "
        "very people, the report cannot know.": True,
    }
    return [sentence for sentence, applies in told.items() if applies] + _few(len(people))


def of_slates(data: DataSet, people: Sequence[Viewer]) -> list[str]:
    """Return the sentences for the impressions protocol."""
    shown = data.impressions
    biased = shown is not None and np.isfinite(shown.examination).any()
    synthetic = shown is not None and np.isfinite(shown.utility).any()
    told = {
        _SYNTHETIC: synthetic,
        "Only what some other order chose to show is ranked: what was never shown is neither found nor missed.": True,
        "Raw clicks favour the order in which the cards were shown, because people click what they look at.": True,
        "Weighted figures divide by the true probability of a look, which nobody knows of real people; clicks on places "
        "hardly looked at weigh up to ten times and make the figures noisy.": biased,
        "Nobody knows which places were looked at: a ranker that differs from the shown order looks worse than it is.": (
            not biased
        ),
        "A slate without anything wanted is left out, so people who want little are judged by little.": True,
        "Personas are those at the first judged slate.": True,
    }
    return [sentence for sentence, applies in told.items() if applies] + _few(len(people))


def _few(people: int) -> list[str]:
    if people >= FEW_PEOPLE:
        return []
    return [f"Only {people} people were judged: intervals are wide, and differences inside of them mean nothing."]
