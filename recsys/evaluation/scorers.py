"""Everything that can score a whole catalogue for one person: the baselines, and the rankers the product serves."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from recsys import features
from recsys.arrays import FloatArray, IntArray
from recsys.evaluation import formulas
from recsys.evaluation.moment import Moment, centred, words
from recsys.rankers import RANKERS, Ranker
from recsys.slate import Context, Limits

_NEGATIVES, _MOST_NEGATIVES, _REGRESSION_STEPS = 5, 1_000, 50


class Scorer(Protocol):
    """Score all n videos of a catalogue for one person at one moment; it goes to other processes, so no closure."""

    def __call__(self, moment: Moment, rng: np.random.Generator) -> FloatArray:
        """Return (n,) scores, higher is better, never NaN; equal ones are ordered by chance."""
        ...


def by_chance(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score at random: the floor of every table."""
    return rng.random(len(moment.catalog))


def by_views(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score by public views; unknown counts as none."""
    return np.nan_to_num(moment.catalog.view_count, nan=0.0)


def by_age(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score the newest first; an unknown age counts as oldest."""
    return np.nan_to_num(moment.catalog.published_at, nan=-np.inf)


def by_mean_vector(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score by cosine with the mean of the liked videos' raw vectors: what a single query vector can do."""
    vectors = moment.catalog.vectors
    return np.asarray(vectors @ vectors[moment.liked].sum(axis=0))


def by_centred_mean(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score by cosine with the mean of the liked videos, both moved to the catalogue's centre."""
    vectors = centred(moment.catalog)
    return np.asarray(vectors @ vectors[moment.liked].sum(axis=0))


def by_nearest_liked(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score by the greatest cosine with any liked video, centred."""
    vectors = centred(moment.catalog)
    return np.asarray((vectors @ vectors[moment.liked].T).max(axis=1, initial=-1.0))


def by_regression(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score by a logistic regression of the liked videos against five times as many drawn from the rest, centred.

    At least as many as liked and at most a thousand are drawn, with balanced weights; more change nothing but the time.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    vectors, liked = centred(moment.catalog), moment.liked
    count = max(len(liked), min(_NEGATIVES * len(liked), _MOST_NEGATIVES))
    others = rng.permutation(np.setdiff1d(np.arange(len(vectors)), liked))[:count]
    if not len(liked) or not len(others):
        return np.zeros(len(vectors))
    model = LogisticRegression(class_weight="balanced", max_iter=_REGRESSION_STEPS, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(vectors[np.concatenate([liked, others])], np.arange(len(liked) + len(others)) < len(liked))
    return np.asarray(model.decision_function(vectors))


def by_words(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score by TF-IDF cosine with the sum of the liked videos' words."""
    matrix = words(moment.catalog)
    return np.asarray(matrix @ np.asarray(matrix[moment.liked].sum(axis=0)).T).ravel()


def by_ridge(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score by the ridge of the taste alone: one step of implicit matrix factorisation on fixed text vectors."""
    return np.asarray(centred(moment.catalog) @ moment.taste.ridge)


def by_formula(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score by the fixed sum of z-scores."""
    return formulas.z_sum(moment, np.arange(len(moment.catalog)))


def by_log_formula(moment: Moment, rng: np.random.Generator) -> FloatArray:
    """Score by the fixed sum of logarithms."""
    return formulas.log_sum(moment, np.arange(len(moment.catalog)))


@dataclass(frozen=True)
class Ranked:
    """Scores as one of the product's rankers does, any configuration of it."""

    ranker: Ranker
    with_personas: bool = False
    """Whether it looks at them: clustering is what takes longest."""

    def __call__(self, moment: Moment, rng: np.random.Generator) -> FloatArray:
        """Return the scores of the whole catalogue."""
        return self.of_rows(moment, np.arange(len(moment.catalog)))

    def of_rows(self, moment: Moment, rows: IntArray, positions: FloatArray | None = None) -> FloatArray:
        """Return the scores of (n,) rows; positions are their places on a page."""
        taste = moment.taste_with_personas if self.with_personas else moment.taste
        context = Context(surface="home", now=moment.now)
        table = features.build(moment.catalog, taste, rows, Limits(hide_watched=False), context, positions)
        return self.ranker_of(moment)(table, context).total

    def ranker_of(self, moment: Moment) -> Ranker:
        """Return the ranker that serves this person."""
        return self.ranker


@dataclass(frozen=True)
class Fitted(Ranked):
    """Scores as the hybrid does with each person's own weights."""

    def ranker_of(self, moment: Moment) -> Ranker:
        """Return the hybrid with this person's weights."""
        return moment.hybrid


PRODUCT: Final[Mapping[str, Ranked]] = {
    "persona": Ranked(RANKERS["persona"], with_personas=True),
    "hybrid": Fitted(RANKERS["hybrid"]),
    "hybrid, default weights": Ranked(RANKERS["hybrid"]),
}
SCORERS: Final[Mapping[str, Scorer]] = {
    "random": by_chance,
    "popularity": by_views,
    "recency": by_age,
    "mean embedding": by_mean_vector,
    "mean embedding, centred": by_centred_mean,
    "max similarity": by_nearest_liked,
    "tf-idf": by_words,
    "logistic regression": by_regression,
    "ridge": by_ridge,
    "formula": by_formula,
    "formula, log-additive": by_log_formula,
    **PRODUCT,
}
