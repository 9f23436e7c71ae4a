"""The mix: how much of a list is subscribed, familiar, new, and a surprise."""

from __future__ import annotations

import numpy as np

from recsys.arrays import IntArray
from recsys.features import Features
from recsys.slate import Mix

MIX_KINDS = ("subscribed", "familiar", "new", "surprise")
"""Each card is of the first that fits."""

_SPOKEN_FOR_NATS = 1.0
"""Density from which on a video of an unknown channel is near something the person liked."""

_NO_SHARE = 1e-9


def mix_kinds(features: Features, channels: IntArray, followed: frozenset[int]) -> IntArray:
    """Return (n,) kinds as indices into MIX_KINDS.

    Subscribed: from a channel the person follows. Familiar: from one they have liked videos of. New: neither, but near
    what they liked, by vector or by words. Surprise: nothing of theirs speaks for it.
    """
    near = (features["dense"] >= _SPOKEN_FOR_NATS) | (features["lexical"] >= _SPOKEN_FOR_NATS)
    kinds = np.where(features["channel_affinity"] > 0, 1, np.where(near, 2, 3))
    if followed:
        kinds[np.isin(channels, np.array(sorted(followed), dtype=np.int64))] = 0
    return kinds


def follow_mix(order: IntArray, kinds: IntArray, mix: Mix | None) -> IntArray:
    """Return the order with the kinds in the shares of the mix, each kind in the order it had.

    A kind's cards are due at 1/2, 3/2, 5/2 … over its share, and the cards come as they are due (Webster, Sainte-Laguë).
    So a raised share brings each of its cards forward, and at every place the count of a kind misses its share by half a
    card and that share at most. Always within one card would be possible, too, but not together with the former (Balinski
    and Young 1982). A kind that is used up leaves its places to the others; those without a share come after all. None
    leaves the order as it is. kinds: (n,) by index.
    """
    if mix is None:
        return order
    own, share = kinds[order], np.array([mix.subscribed, mix.familiar, mix.new, mix.surprise])[kinds[order]]
    before = np.zeros(len(order))
    for kind in range(len(MIX_KINDS)):
        before[own == kind] = np.arange(np.count_nonzero(own == kind))
    due = np.divide(before + 0.5, share, out=np.full(len(order), np.inf), where=share > _NO_SHARE)
    return order[np.argsort(due, kind="stable")]
