"""Channels are looked at in the order of what is to be expected of them."""

from __future__ import annotations

import pytest

from daemon.jobs.rotation import expected_videos, next_channels
from daemon.store.feeds import ChannelFeed, TrustedChannel

NOW = 1_795_000_000.0
DAY = 86_400.0


def _channel(
    name: str,
    *,
    affinity: float = 0.75,
    read_days_ago: float | None = 1.0,
    per_day: float | None = 1.0,
    failures: int = 0,
) -> TrustedChannel:
    read_at = None if read_days_ago is None else NOW - read_days_ago * DAY
    return TrustedChannel(ChannelFeed(name, read_at, read_at, failures, per_day), affinity, (1,))


def _order(*channels: TrustedChannel, count: int = 10) -> list[str]:
    return [each.feed.channel_id for each in next_channels(channels, count, now=NOW)]


def test_a_channel_never_looked_at_comes_first() -> None:
    assert _order(_channel("known", read_days_ago=3), _channel("new", read_days_ago=None)) == ["new", "known"]


def test_busier_longer_unseen_and_better_liked_channels_come_before_others() -> None:
    assert _order(_channel("seldom", per_day=0.1), _channel("daily")) == ["daily", "seldom"]
    assert _order(_channel("just now", read_days_ago=0.1), _channel("long ago", read_days_ago=9))[0] == "long ago"
    assert _order(_channel("liked", affinity=0.7), _channel("loved", affinity=0.9))[0] == "loved"


def test_a_failing_channel_steps_back_and_its_turn_still_comes() -> None:
    failing, other = _channel("failing", failures=99, read_days_ago=30), _channel("other")
    assert _order(failing, other) == ["other", "failing"]
    assert _order(failing, _channel("other", read_days_ago=0.2)) == ["failing", "other"]


def test_a_look_that_a_wrong_clock_dated_ahead_is_taken_again() -> None:
    assert _order(_channel("other"), _channel("ahead", read_days_ago=-365)) == ["ahead", "other"]


def test_a_run_takes_no_more_than_it_may() -> None:
    assert len(_order(*(_channel(f"c{n}") for n in range(9)), count=4)) == 4


def test_no_more_new_videos_are_expected_than_a_feed_holds_and_never_none() -> None:
    assert expected_videos(_channel("busy", per_day=500), now=NOW) == 15
    assert expected_videos(_channel("silent", per_day=None, read_days_ago=30), now=NOW) == pytest.approx(1)
