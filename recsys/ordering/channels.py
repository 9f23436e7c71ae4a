"""Channels: not one of them all the way down."""

from __future__ import annotations

import numpy as np

from recsys.arrays import IntArray


def spread_channels(order: IntArray, channels: IntArray, most: int) -> IntArray:
    """Return the order with at most `most` cards of one channel in a row, while cards of others are left.

    A card that must wait comes as soon as another channel's has come between. Unknown channels (-1) all differ.
    """
    if most <= 0 or not _has_run(channels[order], most + 1):
        return order
    waiting, placed = order.tolist(), list[int]()
    channel_of = channels.tolist()
    run_channel, run_length = -1, 0
    while waiting:
        full = run_channel if run_length >= most else -1
        fits = (place for place, index in enumerate(waiting) if full < 0 or channel_of[index] != full)
        index = waiting.pop(next(fits, 0))
        run_length = run_length + 1 if channel_of[index] == run_channel else 1
        run_channel = channel_of[index]
        placed.append(index)
    return np.array(placed, dtype=np.int64)


def _has_run(channels: IntArray, length: int) -> bool:
    """Return whether one known channel stands in so many places in a row."""
    if len(channels) < length:
        return False
    last = channels[length - 1 :]
    runs = last >= 0
    for back in range(1, length):
        runs &= channels[length - 1 - back : len(channels) - back] == last
    return bool(runs.any())
