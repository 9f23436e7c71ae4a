"""The pipeline: candidates → filters → features → ranker → ordering → reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from recsys import features as feature_table
from recsys.arrays import BoolArray, IntArray, at
from recsys.candidates import EXPLORATION, Candidates, Lists, Proposals
from recsys.catalog import Catalog
from recsys.features import FEATURE_NAMES, Features
from recsys.filters import FILTERS, Filter, caught_by
from recsys.interleaving import NO_TEAM
from recsys.ordering import Cards, Order, Ordering, by_score, mix_kinds, persona_shares
from recsys.rankers import HybridRanker, Ranker
from recsys.reasons import Reasons
from recsys.slate import Action, Breakdown, Context, Limits, Reason, Scores, Slate, Weights
from recsys.sources import Pool
from recsys.taste import Taste

__all__ = ["Action", "Breakdown", "Context", "Limits", "Pipeline", "Reason", "Slate", "Weights"]

_SEVERITY: tuple[Action, ...] = ("show", "demote", "hide")
_BROKEN_DOWN = [FEATURE_NAMES.index(name) for name in ("persona_match", "channel_boost", "view_health", "recency")]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages of a slate, each with its parameters."""

    ranker: Ranker = field(default_factory=HybridRanker)
    versus: Ranker | None = None
    """A second ranker, whose order is interleaved with the first's so that clicks compare them."""
    candidates: Candidates = field(default_factory=Candidates)
    filters: tuple[Filter, ...] = FILTERS
    ordering: Ordering = field(default_factory=Ordering)
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

        What a filter demotes stands behind the rest, what it hides stands last. `rng` decides who picks first where
        two rankers are compared, and nothing else.
        """
        caught = caught_by(self.filters, catalog, rows, limits, context)
        features = feature_table.build(catalog, taste, rows, limits, context, np.arange(len(rows), dtype=np.float64))
        scores = self._scores(features, context)
        shown = np.flatnonzero(caught < 0)
        cards = _cards(catalog, taste, features, np.zeros(len(rows), dtype=np.bool_))
        order = self.ordering.page(cards, shown, [each.total for each in scores], limits, rng)
        behind = by_score(scores[0].total)
        severity = np.array([_SEVERITY.index(self.filters[i].action) if i >= 0 else 0 for i in caught], dtype=np.int64)
        behind = behind[np.argsort(severity[behind], kind="stable")]
        order = order.followed_by(behind[caught[behind] >= 0])
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
        lists: Lists | None = None,
    ) -> Slate:
        """Choose and order at most `limits.size` videos among the (≤ n,) eligible rows of the catalogue.

        lists: what was made in the background for this person, maybe of an older taste; made here if not given.
        """
        if lists is None:
            lists = self.candidates.lists(self.pool(catalog, taste, eligible, limits, context))

        def passes(rows: IntArray) -> BoolArray:
            return at(eligible, rows) & (caught_by(self.filters, catalog, rows, limits, context) < 0)

        proposals = self.candidates.merge(catalog, taste, lists, passes, eligible, context, rng)
        features = feature_table.build(catalog, taste, proposals.rows, limits, context)
        scores = self._scores(features, context)
        explored = np.array([source == EXPLORATION for source in proposals.sources], dtype=np.bool_)
        cards = _cards(catalog, taste, features, explored)
        order = self.ordering.feed(cards, [each.total for each in scores], limits, rng)
        return self._slate(catalog, taste, features, scores, order.first(limits.size), proposals)

    def pool(self, catalog: Catalog, taste: Taste, eligible: BoolArray, limits: Limits, context: Context) -> Pool:
        """Return what lists of candidates are made of: the (≤ n,) eligible rows that no filter catches."""
        allowed = np.zeros(len(catalog), np.bool_)
        rows = np.flatnonzero(eligible)
        allowed[rows] = caught_by(self.filters, catalog, rows, limits, context) < 0
        return Pool.among(catalog, taste, allowed, context.now, limits)

    def _rankers(self) -> list[Ranker]:
        return [ranker for ranker in (self.ranker, self.versus) if ranker is not None]

    def _scores(self, features: Features, context: Context) -> list[Scores]:
        return [ranker(features, context) for ranker in self._rankers()]

    def _slate(
        self,
        catalog: Catalog,
        taste: Taste,
        features: Features,
        scores: Sequence[Scores],
        order: Order,
        proposals: Proposals,
        caught: IntArray | None = None,
    ) -> Slate:
        """Lay out the cards of `order`, which are indices into the feature table.

        Scores are the first ranker's, so that one list has one scale; reasons are those of the ranker that chose.
        """
        rankers, cards = self._rankers(), order.cards
        teams = order.teams[cards].tolist()
        filters = [self.filters[caught[i]] if caught is not None and caught[i] >= 0 else None for i in cards]
        told = [self.reasons(catalog, taste, features, each, cards) for each in scores]
        return Slate(
            ranker=rankers[0].name,
            ranker_version=rankers[0].version,
            rows=features.rows[cards],
            scores=scores[0].total[cards],
            actions=tuple(filter_.action if filter_ else "show" for filter_ in filters),
            reasons=tuple(
                (Reason(filter_.name, filter_.text),) if filter_ else told[max(team, 0)][place]
                for place, (filter_, team) in enumerate(zip(filters, teams, strict=True))
            ),
            personas=features.personas[cards],
            breakdowns=_breakdowns(features, cards),
            sources=tuple(proposals.sources[index] for index in cards.tolist()),
            propensities=(proposals.propensities * order.chances)[cards],
            teams=tuple(None if team == NO_TEAM else rankers[team].name for team in teams),
            features=features.values[cards],
            feature_names=FEATURE_NAMES,
        )


def _cards(catalog: Catalog, taste: Taste, features: Features, explored: BoolArray) -> Cards:
    """Return what the order depends on beside the scores."""
    rows = features.rows
    return Cards(
        vectors=features.vectors,
        channels=catalog.channel[rows],
        personas=taste.personas.nearest(catalog.vectors[rows]),
        kinds=mix_kinds(features, catalog.channel[rows], taste.followed),
        durations=catalog.duration_seconds[rows],
        uncertainty=features["uncertainty"],
        explored=explored,
        shares=persona_shares(taste),
    )


def _breakdowns(features: Features, cards: IntArray) -> tuple[Breakdown, ...]:
    """Return the factors of the persona formula; a card without persona matches nothing."""
    personas, factors = features.personas[cards], features.values[cards][:, _BROKEN_DOWN]
    return tuple(
        Breakdown(match if persona >= 0 else 0.0, persona if persona >= 0 else None, *others)
        for persona, (match, *others) in zip(personas.tolist(), factors.tolist(), strict=True)
    )
