"""Which channels are looked at next: those from which most that somebody likes is to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from daemon.store.feeds import TrustedChannel

LENGTH: Final = 15
"""A feed's number of videos: more cannot be new."""
SELDOM_PER_DAY: Final = 1 / 30
"""A channel that tells no rate is taken to upload once a month."""
DAY_SECONDS: Final = 86_400.0
MOST_HALVINGS: Final = 5
"""However often a feed failed, its turn comes: YouTube's feeds fail by the hour, channels seldom end."""


def next_channels(channels: Sequence[TrustedChannel], count: int, *, now: float) -> list[TrustedChannel]:
    """Return the `count` channels with the greatest expected gain, the greatest first; at equal gain by id."""
    return sorted(channels, key=lambda each: (-expected_gain(each, now=now), each.feed.channel_id))[:count]


def expected_gain(channel: TrustedChannel, *, now: float) -> float:
    """Return affinity × the new videos to be expected, halved for each failure in a row."""
    return channel.affinity * expected_videos(channel, now=now) * 0.5 ** min(channel.feed.failures, MOST_HALVINGS)


def expected_videos(channel: TrustedChannel, *, now: float) -> float:
    """Return how many videos of a feed will be new: all before the first look, then its rate × the days since."""
    feed = channel.feed
    if feed.read_at is None or feed.read_at > now:  # a look still to come is none: the clock was wrong
        return float(LENGTH)
    days = (now - feed.read_at) / DAY_SECONDS
    return min(max(feed.uploads_per_day or 0.0, SELDOM_PER_DAY) * days, float(LENGTH))
