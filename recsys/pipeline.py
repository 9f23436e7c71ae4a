"""The pipeline: candidates → filters → features → ranker → ordering → reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

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
from recsys.rules import RuleFilter, beyond_number, filters_of, pushed, with_rules
from recsys.slate import Action, Breakdown, Context, Limits, Reason, Rule, Scores, Slate, Weights
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
    timed: Callable[[str], AbstractContextManager[object]] = nullcontext
    """timed(stage): entered around each stage, by whoever has a clock."""

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
        filters, places = self._filters(limits), np.arange(len(rows), dtype=np.float64)
        with self.timed("filters"):
            caught = caught_by(filters, catalog, rows, limits, context)
        with self.timed("features"):
            features = feature_table.build(catalog, taste, rows, limits, context, places)
        with self.timed("ranking"):
            scores = self._scores(catalog, features, limits, context)
        shown = np.flatnonzero(caught < 0)
        cards = _cards(catalog, taste, features, np.zeros(len(rows), dtype=np.bool_))
        with self.timed("ordering"):
            order = self.ordering.page(cards, shown, [each.total for each in scores], limits, rng)
        order, beyond = _numbered(order, catalog, rows, limits.rules)
        behind = by_score(scores[0].total)
        severity = np.array([_SEVERITY.index(filters[i].action) if i >= 0 else 0 for i in caught], dtype=np.int64)
        behind = behind[np.argsort(severity[behind], kind="stable")]
        order = order.followed_by(np.fromiter(beyond, np.int64)).followed_by(behind[caught[behind] >= 0])
        page = Proposals(rows, ("page",) * len(rows), np.ones(len(rows)))
        kept_back = {card: Verdict("demote", RuleFilter(rule).reason) for card, rule in beyond.items()}
        kept_back |= {card: _verdict(filters[caught[card]]) for card in np.flatnonzero(caught >= 0).tolist()}
        return self._slate(catalog, taste, features, scores, order, page, limits.rules, kept_back)

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
        filters = self._filters(limits)
        if lists is None:
            with self.timed("lists"):
                lists = self.candidates.lists(self.pool(catalog, taste, eligible, limits, context))

        def passes(rows: IntArray) -> BoolArray:
            return at(eligible, rows) & (caught_by(filters, catalog, rows, limits, context) < 0)

        with self.timed("candidates"):
            proposals = self.candidates.merge(catalog, taste, lists, passes, eligible, context, rng)
        with self.timed("features"):
            features = feature_table.build(catalog, taste, proposals.rows, limits, context)
        with self.timed("ranking"):
            scores = self._scores(catalog, features, limits, context)
        explored = np.array([source == EXPLORATION for source in proposals.sources], dtype=np.bool_)
        cards = _cards(catalog, taste, features, explored)
        with self.timed("ordering"):
            order = self.ordering.feed(cards, [each.total for each in scores], limits, rng)
        order, _ = _numbered(order, catalog, proposals.rows, limits.rules)
        return self._slate(catalog, taste, features, scores, order.first(limits.size), proposals, limits.rules, {})

    def pool(self, catalog: Catalog, taste: Taste, eligible: BoolArray, limits: Limits, context: Context) -> Pool:
        """Return what lists of candidates are made of: the (≤ n,) eligible rows that no filter catches."""
        allowed = np.zeros(len(catalog), np.bool_)
        rows = np.flatnonzero(eligible)
        allowed[rows] = caught_by(self._filters(limits), catalog, rows, limits, context) < 0
        return Pool.among(catalog, taste, allowed, context.now, limits)

    def _rankers(self) -> list[Ranker]:
        return [ranker for ranker in (self.ranker, self.versus) if ranker is not None]

    def _filters(self, limits: Limits) -> tuple[Filter, ...]:
        return (*self.filters, *filters_of(limits.rules))

    def _scores(self, catalog: Catalog, features: Features, limits: Limits, context: Context) -> list[Scores]:
        scores = [ranker(features, context) for ranker in self._rankers()]
        return [pushed(each, limits.rules, catalog, features.rows, context.now) for each in scores]

    def _slate(
        self,
        catalog: Catalog,
        taste: Taste,
        features: Features,
        scores: Sequence[Scores],
        order: Order,
        proposals: Proposals,
        rules: Sequence[Rule],
        kept_back: Mapping[int, Verdict],
    ) -> Slate:
        """Lay out the cards of `order`, which are indices into the feature table.

        Scores are the first ranker's, so that one list has one scale; reasons are those of the ranker that chose.
        """
        rankers, cards = self._rankers(), order.cards
        teams = order.teams[cards].tolist()
        verdicts = [kept_back.get(card) for card in cards.tolist()]
        with self.timed("reasons"):
            told = [self.reasons(catalog, taste, features, each, cards) for each in scores]
        return Slate(
            ranker=rankers[0].name,
            ranker_version=rankers[0].version,
            rows=features.rows[cards],
            scores=scores[0].total[cards],
            actions=tuple(verdict.action if verdict else "show" for verdict in verdicts),
            reasons=tuple(
                (verdict.reason,) if verdict else with_rules(told[team][place], scores[team], rules, int(cards[place]))
                for place, (verdict, team) in enumerate(zip(verdicts, np.maximum(teams, 0).tolist(), strict=True))
            ),
            personas=features.personas[cards],
            breakdowns=_breakdowns(features, cards),
            sources=tuple(proposals.sources[index] for index in cards.tolist()),
            propensities=(proposals.propensities * order.chances)[cards],
            teams=tuple(None if team == NO_TEAM else rankers[team].name for team in teams),
            features=features.values[cards],
            feature_names=FEATURE_NAMES,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What keeps a card of a page back, and why."""

    action: Action
    reason: Reason


def _verdict(filter_: Filter) -> Verdict:
    reason = filter_.reason if isinstance(filter_, RuleFilter) else Reason(filter_.name, filter_.text)
    return Verdict(filter_.action, reason)


def _numbered(order: Order, catalog: Catalog, rows: IntArray, rules: Sequence[Rule]) -> tuple[Order, dict[int, Rule]]:
    """Return the order without the cards a rule finds one too many, and those, in their order, with the rule."""
    beyond = beyond_number(rules, catalog, rows[order.cards])
    if not beyond:
        return order, {}
    kept = np.delete(order.cards, list(beyond))
    return replace(order, cards=kept), {int(order.cards[place]): beyond[place] for place in sorted(beyond)}


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
