"""The mix: how much of a list is subscribed, familiar, new, and a surprise."""

from __future__ import annotations

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.features import Features
from recsys.slate import Mix

MIX_KINDS = ("subscribed", "familiar", "new", "surprise")
"""Each card is of the first that fits."""

_SPOKEN_FOR_NATS = 1.0
"""Density from which on a video of an unknown channel is near something the person liked."""


def mix_kinds(features: Features, channels: IntArray, followed: frozenset[int]) -> IntArray:
    """Return (n,) kinds as indices into MIX_KINDS.

    Subscribed: from a channel the person follows. Familiar: from one they have liked videos of. New: neither, but near
    what they liked, by vector or by words. Surprise: nothing of theirs speaks for it.
    """
    near = np.fmax(np.nan_to_num(features["dense"]), np.nan_to_num(features["lexical"])) >= _SPOKEN_FOR_NATS
    familiar = np.nan_to_num(features["channel_affinity"]) > 0
    subscribed = np.isin(channels, np.array(sorted(followed), dtype=np.int64))
    return np.select([subscribed, familiar, near], [0, 1, 2], default=3).astype(np.int64)


def follow_mix(order: IntArray, kinds: IntArray, mix: Mix | None) -> IntArray:
    """Return the order with the kinds in the shares of the mix, each kind in the order it had.

    At every place the count of each kind is within one card of its share (Tijdeman 1980), while it has cards left;
    kinds without a share come after all others. None leaves the order as it is. kinds: (n,) by index.
    """
    if mix is None:
        return order
    shares = np.array([mix.subscribed, mix.familiar, mix.new, mix.surprise])
    queues = [order[kinds[order] == kind] for kind in range(len(MIX_KINDS))]
    taken = _schedule(shares, np.array([len(queue) for queue in queues]))
    mixed = np.empty(len(taken), dtype=np.int64)
    for kind, queue in enumerate(queues):
        mixed[taken == kind] = queue[: np.count_nonzero(taken == kind)]
    return np.concatenate([mixed, order[~np.isin(order, mixed)]])


def _schedule(shares: FloatArray, sizes: IntArray) -> IntArray:
    """Return the kind of each place: of those that may come already, the one that must come first."""
    slack = 1 / (2 * max(int(np.count_nonzero(shares)) - 1, 1))
    counts, kinds = np.zeros(len(shares)), []
    for place in range(int(sizes[shares > 0].sum())):
        left = (shares > 0) & (counts < sizes)
        may_come = left & (shares * (place + 1) - counts >= slack - 1e-9)
        due = np.where(may_come if may_come.any() else left, (counts + 1 - slack) / np.maximum(shares, 1e-9), np.inf)
        kinds.append(int(np.argmin(due)))
        counts[kinds[-1]] += 1
    return np.array(kinds, dtype=np.int64)
