"""How much a person likes each channel: a decayed count, because a rate gives every unseen channel the average."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from recsys.arrays import FloatArray, IntArray, half_lives
from recsys.catalog import Catalog
from recsys.history import EventKind, History

HALF_LIFE_DAYS = 90.0
DEEDS = (EventKind.WATCH, EventKind.THUMBS_UP, EventKind.SAVED)
"""What speaks for a channel when it is done with a video of it."""
_HALF_WAY = 2.0
"""Liked videos after which a channel has half of all the affinity it can get."""


def channel_counts(catalog: Catalog, history: History, now: float, followed: Collection[int] = ()) -> FloatArray:
    """Return (channels,) strengths of a channel's events, for and against, halved every 90 days; a subscription adds 1."""
    counts = decayed_counts(catalog.channel, history, now, HALF_LIFE_DAYS)
    counts = np.pad(counts, (0, len(catalog.channels) - len(counts)))
    counts[[code for code in followed if code >= 0]] += 1.0
    return counts


def decayed_counts(codes: IntArray, history: History, now: float, half_life_days: float) -> FloatArray:
    """Return (labels,) decayed strengths of the events of each label of a catalogue's (n,) codes, -1 unknown."""
    of_events = codes[history.rows]
    known = of_events >= 0
    strengths = history.strengths * half_lives(now - history.occurred_at, half_life_days)
    return np.bincount(of_events[known], weights=strengths[known]).astype(np.float64)


def counts_by_deed(catalog: Catalog, history: History, now: float) -> dict[EventKind, FloatArray]:
    """Return for each of DEEDS (channels,) decayed strengths of the events that speak for a channel in that way."""
    return {kind: decayed_counts(catalog.channel, history.of_kind(kind), now, HALF_LIFE_DAYS) for kind in DEEDS}


def affinity(counts: FloatArray) -> FloatArray:
    """Return n / (n + 2) in [0, 1) for counts n; 0 for a channel that is refused more than liked."""
    liked = np.maximum(counts, 0.0)
    return liked / (liked + _HALF_WAY)


def channel_boost(counts: FloatArray) -> FloatArray:
    """Return the factor of the persona formula in (0.5, 2.0): 1 for an unknown channel."""
    refused = np.maximum(-counts, 0.0)
    return 1.0 + affinity(counts) - 0.5 * refused / (refused + _HALF_WAY)
