"""The ordering stage: its steps in running order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.interleaving import NO_TEAM, team_draft
from recsys.ordering.channels import spread_channels
from recsys.ordering.diversity import Diversity
from recsys.ordering.exploration import Exploration
from recsys.ordering.length import prefer_length
from recsys.ordering.mix import follow_mix
from recsys.ordering.turns import Turns
from recsys.slate import Limits


@dataclass(frozen=True, slots=True)
class Cards:
    """n cards, and what their order depends on beside their scores."""

    vectors: FloatArray
    """(n, d) centred, zero rows without."""
    channels: IntArray
    """(n,) codes, -1 unknown."""
    personas: IntArray
    """(n,) nearest persona by cosine, -1 without."""
    kinds: IntArray
    """(n,) of the mix."""
    durations: FloatArray
    """(n,) seconds, NaN unknown."""
    uncertainty: FloatArray
    """(n,) of the score, NaN unknown."""
    explored: BoolArray
    """(n,) whether chance let it in, and nothing else."""
    shares: FloatArray
    """(k,) of the personas in what the person likes."""

    def __len__(self) -> int:
        """Return n."""
        return len(self.channels)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of some or all of n cards."""

    cards: IntArray
    """Different indices, the best first."""
    chances: FloatArray
    """(n,) by index: the chance with which a card drawn for a place was drawn, 1 where none was involved."""
    teams: IntArray
    """(n,) by index: which of the interleaved rankers put the card there, NO_TEAM for neither."""

    def first(self, count: int) -> Order:
        """Return the first so many cards."""
        return replace(self, cards=self.cards[:count])

    def followed_by(self, more: IntArray) -> Order:
        """Return the order with further cards at the end."""
        return replace(self, cards=np.concatenate([self.cards, more]))


@dataclass(frozen=True, slots=True)
class Ordering:
    """Turns the scores of one ranker, or of two that are compared, into one order.

    length → variety and calibration → (two rankers: team draft) → turns of small interests → mix → exploration →
    channels. What the person set comes after what we think best, and so holds.
    """

    diversity: Diversity = field(default_factory=Diversity)
    turns: Turns = field(default_factory=Turns)
    exploration: Exploration = field(default_factory=Exploration)

    def page(
        self,
        cards: Cards,
        shown: IntArray,
        scores: Sequence[FloatArray],
        limits: Limits,
        rng: np.random.Generator,
    ) -> Order:
        """Order the shown of a page's cards; what a filter caught takes no part.

        A page is asked for several times while it is looked at, so chance takes part only where rankers are compared.

        shown: different indices. scores: (n,) of each ranker.
        """
        order, teams = self._best(cards, scores, limits, shown, rng)
        order = follow_mix(order, cards.kinds, limits.mix)
        return Order(spread_channels(order, cards.channels, limits.max_in_a_row), np.ones(len(cards)), teams)

    def feed(self, cards: Cards, scores: Sequence[FloatArray], limits: Limits, rng: np.random.Generator) -> Order:
        """Order a feed's cards, with turns for small interests and places for exploration.

        With a mix the explored cards compete among its surprises: a share is a share.
        """
        every = limits.explore_every if limits.mix is None else 0
        known = np.flatnonzero(~cards.explored) if every > 0 else np.arange(len(cards))
        order, teams = self._best(cards, scores, limits, known, rng)
        order, turn = self.turns(order, cards.personas, cards.shares, limits.size, rng)
        order = follow_mix(order, cards.kinds, limits.mix)
        if every > 0:
            order = np.concatenate([order, np.flatnonzero(cards.explored)])
        order, chances = self.exploration(order, cards.explored, scores[0], cards.uncertainty, every, rng)
        return Order(spread_channels(order, cards.channels, limits.max_in_a_row), turn * chances, teams)

    def _best(
        self,
        cards: Cards,
        scores: Sequence[FloatArray],
        limits: Limits,
        chosen: IntArray,
        rng: np.random.Generator,
    ) -> tuple[IntArray, IntArray]:
        """Return the chosen of the cards in order, and (n,) teams by index."""
        orders = [chosen[self._varied(cards, each, limits, chosen)] for each in scores]
        teams = np.full(len(cards), NO_TEAM)
        if len(orders) == 1:
            return orders[0], teams
        order, drafted = team_draft(orders[0], orders[1], rng)
        teams[order] = drafted
        return order, teams

    def _varied(self, cards: Cards, scores: FloatArray, limits: Limits, chosen: IntArray) -> IntArray:
        wished = prefer_length(scores[chosen], cards.durations[chosen], limits.length)
        personas = cards.personas[chosen]
        return self.diversity(wished, cards.vectors[chosen], cards.channels[chosen], personas, cards.shares)
