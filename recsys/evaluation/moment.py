"""What a ranker may know when it is judged, and what is the same for everybody and so is computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from recsys import personas
from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.evaluation.seen import Seen
from recsys.fitting import fit
from recsys.history import History
from recsys.metrics import intra_list_distance
from recsys.personas import Personas
from recsys.rankers import HybridRanker
from recsys.taste import Taste, learn


@dataclass(frozen=True)
class Moment:
    """One person at one moment. What is learned of them is learned once, whoever asks."""

    catalog: Catalog
    history: History
    """What was done before `now`."""
    now: float
    """Seconds since the epoch."""
    seed: int = 0
    """Of the clustering: everybody who asks for the personas gets the same."""
    clustered: Personas | None = None
    """Personas of an earlier moment that still serve."""
    fitted: HybridRanker | None = None
    """The hybrid with weights fitted at an earlier moment that still serve."""
    seen: Seen | None = None
    """The cards the person saw, also later; None where nobody knows."""

    @cached_property
    def liked(self) -> IntArray:
        """The different rows wanted so far."""
        return np.unique(self.history.rows[self.history.positive])

    @cached_property
    def personas(self) -> Personas:
        """The personas as the product would have them: clustered, with the activity of now; none for too few likes."""
        if self.clustered is not None:
            return personas.decay(self.clustered, self.history, self.catalog, self.now)
        return clustered(self.catalog, self.history, self.now, np.random.default_rng(self.seed))

    @cached_property
    def taste(self) -> Taste:
        """The taste without personas: these take no part in the scores of the default ranker."""
        return self._learned(Personas.none(self.catalog.dimensions))

    @cached_property
    def taste_with_personas(self) -> Taste:
        """The taste as the product learns it."""
        return self._learned(self.personas)

    def _learned(self, personas: Personas) -> Taste:
        in_vain = self.seen.in_vain(self.history, self.now) if self.seen else None
        return learn(self.catalog, self.history, personas=personas, topics=(), now=self.now, in_vain=in_vain)

    def earlier(self, now: float) -> Moment:
        """Return the same person at an earlier moment."""
        return Moment(self.catalog, before(self.history, now), now, self.seed, seen=self.seen)

    @cached_property
    def hybrid(self) -> HybridRanker:
        """The default ranker with the weights the product would fit to this person."""
        if self.fitted is not None:
            return self.fitted
        rng = np.random.default_rng(self.seed)
        return HybridRanker(fit(self.catalog, self.history, now=self.now, rng=rng))


def clustered(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> Personas:
    """Return the personas of a history, none when it has too few likes."""
    none = Personas.none(catalog.dimensions)
    rows, weights = personas.positives(catalog, history)
    if len(rows) < personas.MIN_POSITIVES:
        return none
    clustering = personas.cluster(catalog.vectors[rows], weights, k=None, rng=rng)
    return personas.assemble(catalog, history, rows, clustering, previous=none, now=now)


@lru_cache(maxsize=4)
def centred(catalog: Catalog) -> FloatArray:
    """Return the (n, d) centred vectors of a catalogue that does not grow any more."""
    return catalog.space.centre(catalog.vectors)


@lru_cache(maxsize=4)
def words(catalog: Catalog) -> Any:
    """Return the (n, terms) TF-IDF of a catalogue that does not grow any more."""
    return catalog.lexicon.matrix(np.arange(len(catalog)))


@lru_cache(maxsize=4)
def random_distance(catalog: Catalog) -> float:
    """Return the distance@10 of a list drawn by chance, on average: that between any two videos, centred."""
    return intra_list_distance(centred(catalog)[catalog.has_vector])


def before(history: History, moment: float) -> History:
    """Return what was done strictly before a moment (seconds since the epoch)."""
    return first(history, int(np.searchsorted(history.occurred_at, moment, side="left")))


def first(history: History, count: int) -> History:
    """Return the first events of a history."""
    return History(history.rows[:count], history.kinds[:count], history.occurred_at[:count], history.values[:count])
