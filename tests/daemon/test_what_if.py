"""What a choice changes is told against a feed without it, whatever is kept of candidates."""

from __future__ import annotations

import pytest

from daemon.keys import RECOMMENDER
from daemon.recommender import lists
from tests.daemon.given import card, video_id
from tests.daemon.running import Daemon

VIDEOS = 600
"""More than become candidates without being proposed."""
OLD = {video_id(n) for n in range(0, VIDEOS, 2)}


async def know_old_and_new(daemon: Daemon) -> None:
    ages = ("9 years ago", "1 week ago")
    cards = [card(n, f"Title {n}", f"Channel {n}", age_text=ages[n % 2], view_count=9_000 - n) for n in range(VIDEOS)]
    for first in range(0, VIDEOS, 300):
        await daemon.post("/api/rank", {"surface": "home", "cards": cards[first : first + 300]})


@pytest.mark.parametrize("few", [lists.FEW_VIDEOS, 5], ids=["lists made with each feed", "lists kept"])
async def test_a_dial_and_a_rule_in_use_are_told_by_what_they_hide(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(lists, "FEW_VIDEOS", few)
    await daemon.ask("PUT", "/api/settings", {"max_age_days": 365, "freshness": 0})
    await daemon.post("/api/rules", {"action": "block", "match": {"phrase": "Channel 1"}, "text": "no Channel 1"})
    await know_old_and_new(daemon)
    await daemon.settled()
    told = {each.name: each.effect for each in await daemon.app[RECOMMENDER].what_if.choices(daemon.user_id)}
    assert OLD & {each.video_id for each in told["max_age_days"].removed}
    assert video_id(1) in {each.video_id for each in told["no Channel 1"].removed}
