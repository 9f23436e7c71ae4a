"""Calibration: the interests of a list in the shares they have in the person (Steck 2018)."""

from __future__ import annotations

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.taste import Taste

_SMOOTHING = 0.01
"""Share of the target in what it is compared with: an interest that is missing costs much, not infinitely much."""


def persona_shares(taste: Taste) -> FloatArray:
    """Return (k,) shares of the personas in what the person liked; a muted one has none."""
    mass = np.where(taste.personas.muted, 0.0, taste.persona_mass)
    return np.asarray(mass / mass.sum() if mass.sum() > 0 else mass)


def divergence(shares: FloatArray, shown: FloatArray) -> FloatArray:
    """Return KL(p || q~) in nats, q~ = .99 q + .01 p, of (k,) target shares p and (…, k) shown shares q."""
    mixed = (1 - _SMOOTHING) * shown + _SMOOTHING * shares
    wanted = shares > 0
    return np.asarray(np.log(shares[wanted] / mixed[..., wanted]) @ shares[wanted])


class Calibration:
    """What each of p cards would do for the shares of the personas, given the cards taken so far."""

    def __init__(self, worth: float, personas: IntArray, shares: FloatArray) -> None:
        """Begin with nothing taken.

        worth: nats of quality for a nat of divergence. personas: (p,) -1 without. shares: (k,) a list should have of each.
        """
        self._personas = personas
        self._shares = worth * shares if worth > 0 and shares.sum() > 0 else np.zeros(0)
        self._floor = np.maximum(_SMOOTHING * shares, np.finfo(np.float64).tiny)
        self._taken = 0
        self._counts = np.zeros(len(shares))
        self._gains = np.zeros(len(shares) + 1)  # the last is that of a card without persona
        self._all_have_one = bool((personas >= 0).all())

    def gains(self) -> FloatArray | float:
        """Return (p,) nats of quality: by how much further the divergence falls than after a card of an interest apart.

        A card without persona counts for no share: the divergence stays as it is.
        """
        if len(self._shares) == 0:
            return 0.0
        each = (1 - _SMOOTHING) / (self._taken + 1)
        others = each * self._counts + self._floor
        self._gains[:-1] = self._shares * np.log1p(each / others)
        if not self._all_have_one:
            now = (1 - _SMOOTHING) / max(self._taken, 1) * self._counts + self._floor
            self._gains[-1] = self._shares @ np.log(now / others)
        return np.asarray(self._gains[self._personas])

    def take(self, card: int) -> None:
        """Count a card that was taken."""
        persona = self._personas[card]
        if len(self._shares) and persona >= 0:
            self._counts[persona] += 1
            self._taken += 1
