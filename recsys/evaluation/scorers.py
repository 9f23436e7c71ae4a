"""Everything that can score a whole catalogue for one person: the baselines, and the rankers the product serves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

import numpy as np

from recsys import features, personas
from recsys.arrays import FloatArray
from recsys.catalog import Catalog
from recsys.history import History
from recsys.personas import Personas
from recsys.rankers import RANKERS
from recsys.slate import Context, Limits
from recsys.taste import learn


class Scorer(Protocol):
    """Score all n videos of a catalogue for one person at one moment."""

    def __call__(self, catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
        """Return (n,) scores, higher is better, never NaN; equal ones are ordered by chance."""
        ...


def by_chance(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
    """Score at random: the floor of every table."""
    return rng.random(len(catalog))


def by_views(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
    """Score by public views; unknown counts as none."""
    return np.nan_to_num(catalog.view_count, nan=0.0)


def by_age(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
    """Score the newest first; an unknown age counts as oldest."""
    return np.nan_to_num(catalog.published_at, nan=-np.inf)


def by_mean_vector(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
    """Score by cosine with the mean of the liked videos' raw vectors: what a single query vector can do."""
    return np.asarray(catalog.vectors @ _liked(catalog, history).sum(axis=0))


def by_centred_mean(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
    """Score by cosine with the mean of the liked videos, both moved to the catalogue's centre."""
    space = catalog.space
    return np.asarray(space.centre(catalog.vectors) @ space.centre(_liked(catalog, history)).sum(axis=0))


def by_nearest_liked(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
    """Score by the greatest cosine with any liked video, centred."""
    space = catalog.space
    cosines = space.centre(catalog.vectors) @ space.centre(_liked(catalog, history)).T
    return np.asarray(cosines.max(axis=1, initial=-1.0))


def by_regression(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
    """Score by a logistic regression of the liked videos against ten times as many drawn from the rest, centred."""
    from sklearn.linear_model import LogisticRegression

    liked = np.unique(history.rows[history.positive])
    others = rng.permutation(np.setdiff1d(np.arange(len(catalog)), liked))[: 10 * len(liked)]
    if not len(liked) or not len(others):
        return np.zeros(len(catalog))
    vectors = catalog.space.centre(catalog.vectors)
    model = LogisticRegression(class_weight="balanced")
    model.fit(vectors[np.concatenate([liked, others])], np.arange(len(liked) + len(others)) < len(liked))
    return np.asarray(model.decision_function(vectors))


def by_words(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
    """Score by TF-IDF cosine with the sum of the liked videos' words."""
    words = catalog.lexicon.matrix(np.arange(len(catalog)))
    liked = catalog.lexicon.matrix(np.unique(history.rows[history.positive])).sum(axis=0)
    return np.asarray(words @ np.asarray(liked).T).ravel()


def by_persona(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
    """Score by the persona formula, with personas clustered as the product clusters them."""
    return _ranked("persona", catalog, history, clustered(catalog, history, now, rng), now)


def by_hybrid(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
    """Score by the ranker served by default; personas take no part in its scores."""
    return _ranked("hybrid", catalog, history, Personas.none(catalog.dimensions), now)


def clustered(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> Personas:
    """Return the personas of a history, none when it has too few likes."""
    none = Personas.none(catalog.dimensions)
    rows, weights = personas.positives(catalog, history)
    if len(rows) < personas.MIN_POSITIVES:
        return none
    clustering = personas.cluster(catalog.vectors[rows], weights, k=None, rng=rng)
    return personas.assemble(catalog, history, rows, clustering, previous=none, now=now)


SCORERS: Final[Mapping[str, Scorer]] = {
    "random": by_chance,
    "popularity": by_views,
    "recency": by_age,
    "mean embedding": by_mean_vector,
    "mean embedding, centred": by_centred_mean,
    "max similarity": by_nearest_liked,
    "logistic regression": by_regression,
    "tf-idf": by_words,
    "persona": by_persona,
    "hybrid": by_hybrid,
}


def _liked(catalog: Catalog, history: History) -> FloatArray:
    return catalog.vectors[np.unique(history.rows[history.positive])]


def _ranked(name: str, catalog: Catalog, history: History, of_person: Personas, now: float) -> FloatArray:
    taste = learn(catalog, history, personas=of_person, topics=(), now=now)
    context = Context(surface="home", now=now)
    table = features.build(catalog, taste, np.arange(len(catalog)), Limits(hide_watched=False), context)
    return RANKERS[name](table, context).total
