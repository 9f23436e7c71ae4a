"""Everything that can order the cards of a slate: the baselines, the product's rankers, and the seam for learned ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from recsys.arrays import FloatArray
from recsys.evaluation import formulas
from recsys.evaluation.moment import Moment, centred
from recsys.evaluation.scorers import PRODUCT, Ranked
from recsys.evaluation.shown import JudgedSlate, Page


class SlateScorer(Protocol):
    """Score the k cards of a page for one person at the moment it was shown."""

    def __call__(self, moment: Moment, page: Page, rng: np.random.Generator) -> FloatArray:
        """Return (k,) scores, higher is better, never NaN; equal ones are ordered by chance."""
        ...


class SlateRanker(Protocol):
    """Makes a scorer for one person; it goes to other processes, so no closure."""

    def fit(self, moment: Moment, earlier: Sequence[JudgedSlate], rng: np.random.Generator) -> SlateScorer:
        """Learn from a person's earlier slates, oldest first.

        moment: the person as they are just before the first slate that is judged. What was known when an earlier
        slate was shown is `before(moment.history, slate.page.shown_at)`.
        """
        ...


@dataclass(frozen=True)
class Untrained:
    """A scorer that learns nothing from earlier slates."""

    scorer: SlateScorer

    def fit(self, moment: Moment, earlier: Sequence[JudgedSlate], rng: np.random.Generator) -> SlateScorer:
        """Return the scorer as it is."""
        return self.scorer


def by_chance(moment: Moment, page: Page, rng: np.random.Generator) -> FloatArray:
    """Score at random."""
    return rng.random(len(page.rows))


def as_shown(moment: Moment, page: Page, rng: np.random.Generator) -> FloatArray:
    """Keep the order in which the cards were shown."""
    return -page.positions


def by_views(moment: Moment, page: Page, rng: np.random.Generator) -> FloatArray:
    """Score by public views; unknown counts as none."""
    return np.nan_to_num(moment.catalog.view_count[page.rows])


def by_age(moment: Moment, page: Page, rng: np.random.Generator) -> FloatArray:
    """Score the newest first; an unknown age counts as oldest."""
    return np.nan_to_num(moment.catalog.published_at[page.rows], nan=-np.inf)


def by_nearest_liked(moment: Moment, page: Page, rng: np.random.Generator) -> FloatArray:
    """Score by the greatest cosine with any liked video, centred."""
    vectors = centred(moment.catalog)
    return np.asarray((vectors[page.rows] @ vectors[moment.liked].T).max(axis=1, initial=-1.0))


def by_formula(moment: Moment, page: Page, rng: np.random.Generator) -> FloatArray:
    """Score by the fixed sum of z-scores, over the cards of the page."""
    return formulas.z_sum(moment, page.rows)


def by_log_formula(moment: Moment, page: Page, rng: np.random.Generator) -> FloatArray:
    """Score by the fixed sum of logarithms."""
    return formulas.log_sum(moment, page.rows)


@dataclass(frozen=True)
class RankedPage:
    """Scores as one of the product's rankers does on a page."""

    ranked: Ranked
    sees_positions: bool = False
    """Whether it knows the order in which the cards were shown, as it does on a page of YouTube's."""

    def __call__(self, moment: Moment, page: Page, rng: np.random.Generator) -> FloatArray:
        """Return the ranker's scores of the cards."""
        return self.ranked.of_rows(moment, page.rows, page.positions if self.sees_positions else None)


SLATE_RANKERS: Final[Mapping[str, SlateRanker]] = {
    "random": Untrained(by_chance),
    "shown order": Untrained(as_shown),
    "popularity": Untrained(by_views),
    "recency": Untrained(by_age),
    "max similarity": Untrained(by_nearest_liked),
    "formula": Untrained(by_formula),
    "formula, log-additive": Untrained(by_log_formula),
    "persona": Untrained(RankedPage(PRODUCT["persona"])),
    "hybrid": Untrained(RankedPage(PRODUCT["hybrid"])),
    "hybrid, default weights": Untrained(RankedPage(PRODUCT["hybrid, default weights"])),
    "hybrid, told the order": Untrained(RankedPage(PRODUCT["hybrid"], sees_positions=True)),
}
