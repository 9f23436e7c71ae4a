"""Turns: an interest too small for the first places gets one of them now and then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Turns:
    """One of the first places goes to an interest that the others do not show, drawn by chance.

    All of them are as likely, so that of k interests each appears in at least one of k lists on average. The place
    lies beyond the first ten: what is best stands first all the same. In a shorter list it is the last but one, for
    exploration may come before it.
    """

    place: int = 16
    """From 0."""
    within: int = 22
    """An interest shown in so many first places needs no turn."""
    least_share: float = 0.01
    """Share of a person's interests from which on one has a claim."""

    def __call__(
        self, order: IntArray, personas: IntArray, shares: FloatArray, size: int, rng: np.random.Generator
    ) -> tuple[IntArray, FloatArray]:
        """Return the order with the best card of one missing interest moved up, and (n,) chances.

        The chance is that of the interest's turn for the moved card, 1 for the others.

        order: indices of some of n cards. personas: (n,) by index, -1 without. shares: (k,). size: how many of the
        cards are shown.
        """
        chances = np.ones(len(personas))
        standing = personas[order]
        missing = np.setdiff1d(np.flatnonzero(shares >= self.least_share), standing[: min(self.within, size)])
        missing = missing[np.isin(missing, standing)]
        if len(missing) == 0:
            return order, chances
        place = int(np.argmax(standing == rng.choice(missing)))
        chances[order[place]] = 1 / len(missing)
        turn = min(self.place, max(size - 2, 0))
        return np.insert(np.delete(order, place), turn, order[place]), chances
