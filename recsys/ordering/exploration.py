"""Exploration: some places go to videos nothing speaks for, drawn by chance with a chance that is logged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.ordering.diversity import standardised


@dataclass(frozen=True, slots=True)
class Exploration:
    """Draws without replacement, each card in proportion to exp(z(score) + α z(uncertainty)) (Plackett–Luce).

    A deterministic best would be seen at every look and learn about itself alone; chance alone would waste the places.
    """

    uncertainty: float = 1.0
    """α: what a deviation of uncertainty is worth in deviations of score."""

    def __call__(
        self,
        order: IntArray,
        explored: BoolArray,
        scores: FloatArray,
        uncertainty: FloatArray,
        every: int,
        rng: np.random.Generator,
    ) -> tuple[IntArray, FloatArray]:
        """Return the order with one explored card in each `every`-th place, and (n,) chances.

        A chance is that of having been drawn for its place among the explored cards that were left; 1 for the others.
        `every` 0 draws nothing: the explored cards compete by their scores.

        order: (n,) indices. explored: (n,) by index, like scores and uncertainty (NaN unknown).
        """
        chances = np.ones(len(order))
        if every <= 0 or not explored.any():
            return order, chances
        cards = np.flatnonzero(explored)
        drawn, chances[cards] = self._draw(scores[cards], uncertainty[cards], rng)
        return _inserted(order[~explored[order]], cards[drawn], every), chances

    def _draw(
        self, scores: FloatArray, uncertainty: FloatArray, rng: np.random.Generator
    ) -> tuple[IntArray, FloatArray]:
        """Return the m cards in the order drawn, and (m,) the chance each had when it was drawn."""
        appeal = standardised(scores) + self.uncertainty * standardised(uncertainty)
        drawn = np.argsort(-(appeal + rng.gumbel(size=len(appeal))), kind="stable")
        weights = np.exp(appeal - appeal.max())[drawn]
        chances = np.empty(len(appeal))
        chances[drawn] = weights / np.cumsum(weights[::-1])[::-1]
        return drawn, chances


def _inserted(known: IntArray, drawn: IntArray, every: int) -> IntArray:
    """Return the known with one drawn card after each `every` - 1 of them; what is left over follows at the end."""
    slots = np.arange(1, len(drawn) + 1) * (every - 1)
    fitting = slots <= len(known)
    return np.concatenate([np.insert(known, slots[fitting], drawn[fitting]), drawn[~fitting]])
