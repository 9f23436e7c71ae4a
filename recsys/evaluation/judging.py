"""What is the same for everybody who is judged by the catalogue protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray
from recsys.catalog import Catalog
from recsys.evaluation.moment import Moment
from recsys.evaluation.people import Person, event_counts
from recsys.evaluation.scorers import Scorer
from recsys.pipeline import Pipeline


@dataclass(frozen=True)
class Judging:
    """Goes once to each process, whose catalogue it is from then on."""

    catalog: Catalog
    scorers: Mapping[str, Scorer]
    seed: int
    counts: FloatArray
    """(n,) events of all people together before their cuts."""
    stand_in: bool
    """Whether these, without the person's own, stand in for public views."""
    pipeline: Pipeline | None
    """Judged beside its ranker's plain order."""

    def moment(self, person: Person) -> Moment:
        """Return the person at their cut, with the views of the catalogue as they find them then."""
        if self.stand_in:
            self.catalog.view_count[:] = self.counts - event_counts([person], len(self.catalog))
        return Moment(self.catalog, person.history, person.now, self.seed, seen=person.seen)

    def rng(self, number: int) -> np.random.Generator:
        """Return the chance of the person of this number: the same for every scorer and in every process."""
        return np.random.default_rng([self.seed, number])
