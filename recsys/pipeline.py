"""The pipeline: candidates → filters → features → ranker → ordering → reasons, in running order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import BoolArray, IntArray
from recsys.catalog import Catalog
from recsys.rankers import DEFAULT_RANKER
from recsys.slate import Action, Breakdown, Context, Limits, Reason, Slate, Weights
from recsys.taste import Taste

__all__ = ["Action", "Breakdown", "Context", "Limits", "Pipeline", "Reason", "Slate", "Weights"]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages of a slate, each with its parameters."""

    ranker: str = DEFAULT_RANKER

    def rank(
        self,
        catalog: Catalog,
        taste: Taste,
        rows: IntArray,
        limits: Limits,
        context: Context,
        rng: np.random.Generator,
    ) -> Slate:
        """Order the (n,) different rows of a page's cards, given in the page's own order; each comes back once."""
        raise NotImplementedError

    def feed(
        self,
        catalog: Catalog,
        taste: Taste,
        eligible: BoolArray,
        limits: Limits,
        context: Context,
        rng: np.random.Generator,
    ) -> Slate:
        """Choose and order at most `limits.size` videos among the (≤ n,) eligible rows of the catalogue."""
        raise NotImplementedError
