"""Interleaving: one list of two rankers' making, so that the person's clicks say which is better.

Team draft (Radlinski, Kurup, Joachims 2008): in each round a coin decides who picks first, then each picks the best
card of its own order that is left. Whoever picked a card gets the credit for its click.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from recsys.arrays import BoolArray, IntArray
from recsys.metrics import DRAWS, Interval, bootstrap

NO_TEAM: Final = -1
"""Of a card neither ranker put where it stands: exploration, or what a filter put behind."""


def team_draft(first: IntArray, second: IntArray, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Return the interleaved order of n cards and (n,) who picked each: 0 the first, 1 the second.

    first, second: (n,) the same cards, each in one ranker's order.
    """
    preferred = [iter(first.tolist()), iter(second.tolist())]
    order, teams, taken = list[int](), list[int](), set[int]()
    for coin in rng.integers(2, size=(len(first) + 1) // 2).tolist():
        for team in (coin, 1 - coin):
            card = next((each for each in preferred[team] if each not in taken), None)
            if card is not None:
                order.append(card)
                teams.append(team)
                taken.add(card)
    return np.array(order, dtype=np.int64), np.array(teams, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Preference:
    """Who wins: the mean over slates of 1 where the first got more clicks, -1 where the second did, 0 for a tie."""

    interval: Interval
    wins: int
    losses: int
    ties: int
    """Slates with as many clicks for either; those without any say nothing and are not counted."""
    p_value: float
    """Two-sided sign test: how likely so uneven a result is when both are equal; 1 without a decided slate."""


def credit(teams: IntArray, clicked: BoolArray) -> float:
    """Return the sign of the first's clicks minus the second's on one slate, NaN without a click for either.

    teams: (n,) 0, 1 or NO_TEAM. clicked: (n,).
    """
    first, second = (int(np.count_nonzero(clicked & (teams == team))) for team in (0, 1))
    return float(np.sign(first - second)) if first + second else float("nan")


def preference(of_slates: Sequence[float], rng: np.random.Generator, draws: int = DRAWS) -> Preference:
    """Return the preference told by the credits of many slates, with a bootstrap over slates; NaN ones are left out."""
    told = np.array(of_slates, dtype=np.float64)
    told = told[~np.isnan(told)]
    wins, losses = int(np.count_nonzero(told > 0)), int(np.count_nonzero(told < 0))
    return Preference(bootstrap(told, rng, draws), wins, losses, len(told) - wins - losses, _sign_test(wins, losses))


def _sign_test(wins: int, losses: int) -> float:
    """Return the two-sided binomial probability of a result at least so uneven."""
    from scipy.stats import binomtest  # loads much that serving does not need

    return float(binomtest(wins, wins + losses).pvalue) if wins + losses else 1.0
