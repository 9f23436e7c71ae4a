"""What a choice changes is told against a feed without it, whatever is kept of candidates."""

from __future__ import annotations

import asyncio

import pytest

from daemon.errors import NotReady
from daemon.keys import RECOMMENDER
from daemon.recommender import lists, what_if
from daemon.recommender.learning import learn_anew
from daemon.recommender.memory import Memory
from daemon.recommender.person import Person
from daemon.recommender.turns import Run
from daemon.store.categories import Category
from tests.daemon.given import NOW, card, video_id
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
async def test_an_interest_is_tried_in_steps_and_leaves_the_person_as_they_are(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(lists, "FEW_VIDEOS", few)
    await know_old_and_new(daemon)
    await daemon.settled()
    recommender = daemon.app[RECOMMENDER]
    person = await recommender.person(daemon.user_id)
    made, kept, taste, changes = dict(person.made), person.lists, person.kept.taste, person.changes
    bread = Category(
        category_id=1,
        name="bread",
        description="",
        keywords=(),
        source="picked",
        interest_score=1.0,
        active=True,
        created_at=NOW,
    )
    trying = asyncio.create_task(recommender.what_if.with_categories(daemon.user_id, [bread]))
    between = 0
    while not trying.done():
        await recommender.run(lambda: None)
        between += 1
    await trying
    assert between >= 12  # two tastes, of six steps each
    assert made
    assert all(person.made[name] is array for name, array in made.items())
    assert person.lists is kept
    assert (person.kept.taste is taste, person.changes) == (True, changes)


async def test_what_is_tried_while_all_is_wiped_is_to_be_asked_once_more(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    await know_old_and_new(daemon)
    recommender = daemon.app[RECOMMENDER]

    async def wipe_and_learn(memory: Memory, person: Person, now: float, run: Run) -> None:
        await recommender.wipe(daemon.user_id)
        await learn_anew(memory, person, now, run)

    monkeypatch.setattr(what_if, "learn_anew", wipe_and_learn)
    with pytest.raises(NotReady, match="ask once more"):
        await recommender.what_if.with_categories(daemon.user_id, [])
    monkeypatch.undo()
    assert (await recommender.what_if.with_categories(daemon.user_id, [])).added == []


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
