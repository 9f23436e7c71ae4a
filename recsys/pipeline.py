"""The pipeline: candidates → filters → features → ranker → ordering → reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from recsys import features as feature_table
from recsys.arrays import BoolArray, IntArray
from recsys.candidates import EXPLORATION, Candidates, Proposals
from recsys.catalog import Catalog
from recsys.features import FEATURE_NAMES, Features
from recsys.filters import FILTERS, Filter, caught_by
from recsys.ordering import Diversity, explore, spread_channels
from recsys.rankers import HybridRanker, Ranker
from recsys.reasons import Reasons
from recsys.slate import Action, Breakdown, Context, Limits, Reason, Scores, Slate, Weights
from recsys.sources import Pool
from recsys.taste import Taste

__all__ = ["Action", "Breakdown", "Context", "Limits", "Pipeline", "Reason", "Slate", "Weights"]

_SEVERITY: tuple[Action, ...] = ("show", "demote", "hide")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages of a slate, each with its parameters."""

    ranker: Ranker = field(default_factory=HybridRanker)
    candidates: Candidates = field(default_factory=Candidates)
    filters: tuple[Filter, ...] = FILTERS
    diversity: Diversity = field(default_factory=Diversity)
    reasons: Reasons = field(default_factory=Reasons)

    def rank(
        self,
        catalog: Catalog,
        taste: Taste,
        rows: IntArray,
        limits: Limits,
        context: Context,
        rng: np.random.Generator,
    ) -> Slate:
        """Order the (n,) different rows of a page's cards, given in the page's own order; each comes back once.

        What a filter demotes stands behind the rest, what it hides stands last. `rng` is not drawn from yet.
        """
        caught = caught_by(self.filters, catalog, rows, limits, context)
        features = feature_table.build(catalog, taste, rows, limits, context, np.arange(len(rows), dtype=np.float64))
        scores = self.ranker(features, context)
        order = self._order(catalog, taste, rows, scores, limits)
        severity = np.array([_SEVERITY.index(self.filters[i].action) if i >= 0 else 0 for i in caught], dtype=np.int64)
        order = order[np.argsort(severity[order], kind="stable")]
        page = Proposals(rows, ("page",) * len(rows), np.ones(len(rows)))
        return self._slate(catalog, taste, features, scores, order, page, caught)

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
        rows = np.flatnonzero(eligible)
        rows = rows[caught_by(self.filters, catalog, rows, limits, context) < 0]
        proposals = self.candidates(Pool(catalog, taste, rows, context, rng))
        features = feature_table.build(catalog, taste, proposals.rows, limits, context)
        scores = self.ranker(features, context)
        order = self._order(catalog, taste, proposals.rows, scores, limits)
        explored = np.array([source == EXPLORATION for source in proposals.sources], dtype=np.bool_)
        order = explore(order, explored, limits.explore_every)[: limits.size]
        return self._slate(catalog, taste, features, scores, order, proposals)

    def _order(self, catalog: Catalog, taste: Taste, rows: IntArray, scores: Scores, limits: Limits) -> IntArray:
        channels, vectors = catalog.channel[rows], taste.space.centre(catalog.vectors[rows])
        return spread_channels(self.diversity(scores.total, vectors, channels), channels, limits.max_in_a_row)

    def _slate(
        self,
        catalog: Catalog,
        taste: Taste,
        features: Features,
        scores: Scores,
        order: IntArray,
        proposals: Proposals,
        caught: IntArray | None = None,
    ) -> Slate:
        """Lay out the cards of `order`, which are indices into the feature table."""
        filters = [self.filters[caught[i]] if caught is not None and caught[i] >= 0 else None for i in order]
        return Slate(
            ranker=self.ranker.name,
            ranker_version=self.ranker.version,
            rows=features.rows[order],
            scores=scores.total[order],
            actions=tuple(filter_.action if filter_ else "show" for filter_ in filters),
            reasons=tuple(
                (Reason(filter_.name, filter_.text),)
                if filter_
                else self.reasons(catalog, taste, features, scores, index)
                for index, filter_ in zip(order.tolist(), filters, strict=True)
            ),
            personas=features.personas[order],
            breakdowns=tuple(_breakdown(features, index) for index in order.tolist()),
            sources=tuple(proposals.sources[index] for index in order.tolist()),
            propensities=proposals.propensities[order],
            features=features.values[order],
            feature_names=FEATURE_NAMES,
        )


def _breakdown(features: Features, index: int) -> Breakdown:
    named = dict(zip(FEATURE_NAMES, features.values[index].tolist(), strict=True))
    persona = int(features.personas[index])
    return Breakdown(
        content_score=named["persona_match"] if persona >= 0 else 0.0,
        matching_persona=persona if persona >= 0 else None,
        channel_boost=named["channel_boost"],
        view_health=named["view_health"],
        recency_factor=named["recency"],
    )
