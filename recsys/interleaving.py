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
from recsys.metrics import DRAWS, Interval, bootstrap, sign_test

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
    """The first is better for sure when `low` is above 0; NaN throughout without a clicked slate."""
    wins: int
    losses: int
    ties: int
    """Slates with as many clicks for either; those without any say nothing and are not counted."""
    p_value: float
    """Two-sided sign test: how likely so uneven a result is when both are equal; 1 without a decided slate."""


def credited(teams: IntArray, clicked: BoolArray) -> tuple[int, int]:
    """Return how many clicks on one slate the first and the second earned. teams, clicked: (n,)."""
    first, second = (int(np.count_nonzero(clicked & (teams == team))) for team in (0, 1))
    return first, second


def preference(clicks: Sequence[tuple[int, int]], rng: np.random.Generator, draws: int = DRAWS) -> Preference:
    """Return the preference told by the clicks either earned on each of many slates, with a bootstrap over slates."""
    signs = np.array([np.sign(first - second) for first, second in clicks if first + second], dtype=np.float64)
    wins, losses = int(np.count_nonzero(signs > 0)), int(np.count_nonzero(signs < 0))
    return Preference(bootstrap(signs, rng, draws), wins, losses, len(signs) - wins - losses, sign_test(wins, losses))
