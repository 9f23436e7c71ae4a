from __future__ import annotations

from typing import Any

import pytest

from daemon.children import in_child
from daemon.jobs import decay, personas
from daemon.jobs.work import Tools
from daemon.recommender.turns import in_steps

from .conftest import Clock
from .people import BREAD, SPACE, videos, watch, work

DAY = 86_400.0


async def _watch_both(tools: Tools, user_id: int) -> None:
    await watch(tools, user_id, videos(BREAD, "Bread", 24), days_ago=2)
    await watch(tools, user_id, videos(SPACE, "Space", 24), days_ago=1)


async def test_two_plain_interests_become_two_personas_that_are_kept_and_used(tools: Tools, user_id: int) -> None:
    await _watch_both(tools, user_id)
    assert await personas.is_due(tools, user_id)

    result = await personas.run(work(tools, "personas", user_id, [], k=2))

    assert (result["personas"], result["positives"]) == (2, 48)
    stored = await tools.store.personas.all(user_id)
    assert sorted(row.video_count for row in stored) == [24, 24]
    assert {row.sample_video_ids[0][:5] for row in stored} == {"Bread", "Space"}
    assert tools.recommender.personas(user_id).labels == tuple(row.label for row in stored)


async def test_the_same_history_gives_the_same_personas_again(tools: Tools, user_id: int) -> None:
    await _watch_both(tools, user_id)

    await personas.run(work(tools, "personas", user_id, [], k=2))
    first = await tools.store.personas.all(user_id)
    await personas.run(work(tools, "personas", user_id, [], k=2))

    again = await tools.store.personas.all(user_id)
    assert [row.label for row in again] == [row.label for row in first]
    assert [row.sample_video_ids for row in again] == [row.sample_video_ids for row in first]


async def test_a_few_new_watches_are_not_worth_a_clustering_and_many_are(tools: Tools, user_id: int) -> None:
    await _watch_both(tools, user_id)
    await personas.run(work(tools, "personas", user_id, [], k=2))
    assert not await personas.is_due(tools, user_id)

    await watch(tools, user_id, videos(BREAD, "Loaf", 4), days_ago=0)
    assert not await personas.is_due(tools, user_id)

    await watch(tools, user_id, videos(SPACE, "Moon", 4), days_ago=0)
    assert await personas.is_due(tools, user_id)


async def test_with_too_few_watches_nothing_changes_and_the_result_says_how_many_there_are(
    tools: Tools, user_id: int
) -> None:
    await watch(tools, user_id, videos(BREAD, "Bread", 12))

    assert not await personas.is_due(tools, user_id)
    result = await personas.run(work(tools, "personas", user_id, []))

    assert result == {"personas": 0, "positives": 12, "needed": 30}
    assert await tools.store.personas.all(user_id) == []


async def test_an_interest_left_alone_fades_and_comes_back_with_one_watch(
    tools: Tools, user_id: int, clock: Clock
) -> None:
    await _watch_both(tools, user_id)
    await personas.run(work(tools, "personas", user_id, [], k=2))
    before = [row.activity_score for row in await tools.store.personas.all(user_id)]

    clock.now += 14 * DAY
    await decay.run(work(tools, "decay", user_id, []))
    faded = [row.activity_score for row in await tools.store.personas.all(user_id)]
    assert all(0.4 < late / early < 0.6 for early, late in zip(before, faded, strict=True))

    await watch(tools, user_id, videos(BREAD, "Loaf", 3), days_ago=0)
    await decay.run(work(tools, "decay", user_id, []))
    woken = [row.activity_score for row in await tools.store.personas.all(user_id)]
    assert sum(late > early for early, late in zip(faded, woken, strict=True)) == 1


async def test_only_what_was_liked_or_watched_since_touches_the_activities(tools: Tools, user_id: int) -> None:
    await _watch_both(tools, user_id)
    assert not await decay.is_touched(tools, user_id)  # before there are personas
    await personas.run(work(tools, "personas", user_id, [], k=2))
    assert (await decay.is_due(tools, user_id), await decay.is_touched(tools, user_id)) == (True, False)

    await watch(tools, user_id, videos(BREAD, "Loaf", 1), days_ago=0)
    assert await decay.is_touched(tools, user_id)

    await decay.run(work(tools, "decay", user_id, []))
    assert not await decay.is_touched(tools, user_id)


async def test_running_decay_twice_changes_nothing(tools: Tools, user_id: int) -> None:
    await _watch_both(tools, user_id)
    await personas.run(work(tools, "personas", user_id, [], k=2))

    await decay.run(work(tools, "decay", user_id, []))
    once = [row.activity_score for row in await tools.store.personas.all(user_id)]
    await decay.run(work(tools, "decay", user_id, []))

    assert [row.activity_score for row in await tools.store.personas.all(user_id)] == once


async def test_a_name_given_by_the_person_stays_with_its_persona(tools: Tools, user_id: int) -> None:
    await _watch_both(tools, user_id)
    await personas.run(work(tools, "personas", user_id, [], k=2))
    await tools.store.personas.change(user_id, 0, {"label": "My oven"})
    await tools.recommender.personas_changed(user_id)
    kept = (await tools.store.personas.all(user_id))[0].sample_video_ids[0][:5]

    await personas.run(work(tools, "personas", user_id, [], k=2))

    named = next(row for row in await tools.store.personas.all(user_id) if row.label == "My oven")
    assert named.named_by_person
    assert named.sample_video_ids[0][:5] == kept


async def test_what_a_person_says_of_an_interest_while_words_are_looked_for_holds(
    tools: Tools, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _watch_both(tools, user_id)
    await personas.run(work(tools, "personas", user_id, [], k=2))
    in_words = personas._in_words
    said: list[str] = []

    async def slowly(*given: Any) -> Any:
        if not said:
            said.append("my own")
            await tools.store.personas.change(user_id, 0, {"label": "my own", "muted": True})
            await tools.recommender.personas_changed(user_id)
        return await in_words(*given)

    monkeypatch.setattr(personas, "_in_words", slowly)
    await personas.run(work(tools, "personas", user_id, [], k=2))
    (mine,) = [row for row in await tools.store.personas.all(user_id) if row.named_by_person]
    assert (mine.label, mine.muted) == ("my own", True)


async def test_a_name_that_is_stored_while_the_result_is_being_written_holds(
    tools: Tools, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _watch_both(tools, user_id)
    await personas.run(work(tools, "personas", user_id, [], k=2))
    replace = tools.store.personas.replace
    said: list[str] = []

    async def behind_a_name(*given: Any, **more: Any) -> Any:
        if not said:
            said.append("my own")  # nobody has been told of it yet, as between the two of the route
            await tools.store.personas.change(user_id, 0, {"label": "my own", "weight": 2.5})
        return await replace(*given, **more)

    monkeypatch.setattr(tools.store.personas, "replace", behind_a_name)
    await personas.run(work(tools, "personas", user_id, [], k=2))
    (mine,) = [row for row in await tools.store.personas.all(user_id) if row.named_by_person]
    assert (mine.label, mine.weight) == ("my own", 2.5)
    assert "my own" in tools.recommender.personas(user_id).labels


async def test_interests_are_of_the_right_videos_also_where_somebody_else_deletes_theirs_meanwhile(
    tools: Tools, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = (await tools.store.users.ensure("other", now=tools.clock())).user_id
    await watch(tools, other, videos(SPACE, "Alone", 24))
    await tools.recommender.history(other)
    await _watch_both(tools, user_id)
    wiped = list[int]()

    async def beside_a_wipe(*given: Any) -> Any:
        clustered = await in_child(*given)
        if not wiped:
            wiped.append(await tools.recommender.wipe(other))  # every video stands in another row from now on
        return clustered

    monkeypatch.setattr(personas, "in_child", beside_a_wipe)
    await personas.run(work(tools, "personas", user_id, [], k=2))
    last = {
        tuple({each[:5] for each in row.sample_video_ids}): row.last_activity
        for row in await tools.store.personas.all(user_id)
    }
    assert last == {("Bread",): tools.clock() - 2 * DAY, ("Space",): tools.clock() - DAY}


async def test_how_alive_interests_were_is_not_told_of_those_found_meanwhile(
    tools: Tools, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _watch_both(tools, user_id)
    await personas.run(work(tools, "personas", user_id, [], k=2))
    await watch(tools, user_id, videos(SPACE, "Orbit", 24), days_ago=0)
    found = list[Any]()

    async def slowly(*given: Any) -> Any:
        made = await in_steps(*given)
        await personas.run(work(tools, "personas", user_id, [], k=3))
        found.extend(await tools.store.personas.all(user_id))
        return made

    monkeypatch.setattr(decay, "in_steps", slowly)
    await decay.run(work(tools, "decay", user_id, []))
    kept = await tools.store.personas.all(user_id)
    assert [row.activity_score for row in kept] == [row.activity_score for row in found]
    assert [row.last_activity for row in kept] == [row.last_activity for row in found]
