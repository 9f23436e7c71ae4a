"""An export taken back in is what it was: the same lines, and the same consequences."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.errors import Conflict
from daemon.importers.report import Report
from daemon.jobs.importing import import_into
from daemon.store import Store
from daemon.store.connection import opened
from daemon.store.export import write_export
from daemon.store.rules import Rule
from daemon.store.signals import Signal
from daemon.store.videos import VideoFacts
from tests.daemon.given import NOW, facts, one_id, signal, video_id

MEMORY = Path("/dev/shm")
FILES = ("videos.jsonl", "signals.jsonl", "ratings.jsonl", "rules.jsonl", "categories.jsonl", "settings.json")
TOPIC = {
    "name": "Baking",
    "description": "bread",
    "keywords": ("oven",),
    "source": "own",
    "interest_score": 0.5,
    "active": True,
}


def _lines(export: Path) -> dict[str, list[bytes]]:
    with zipfile.ZipFile(export) as archive:
        return {name: archive.read(name).splitlines() for name in FILES}


def _derived(database: Path, user_id: int) -> list[list[tuple[object, ...]]]:
    with opened(database, read_only=True) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} WHERE user_id = ? ORDER BY 1, 2", (user_id,)).fetchall()
            for table in ("impressions", "channel_preferences")
        ]


async def take_in(store: Store, user_id: int, export: Path) -> Report:
    report = await import_into(store, user_id, [export], "ownfeed", clock=lambda: NOW, on_progress=lambda _: None)
    await store.channels.recount(user_id)
    return report


def export_of(store: Store, file: Path) -> Path:
    write_export(store.path, file, None)
    return file


TEXTS = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
SECONDS = st.none() | st.floats(0, 1e5)
ACTS = st.builds(
    Signal,
    video_id=st.integers(0, 4).map(video_id),
    signal_id=st.uuids().map(str),
    kind=st.sampled_from(
        ("impression", "click", "watch", "thumbs_up", "thumbs_down", "not_interested", "clear_rating", "saved", "search",
         "subscribe", "unsubscribe", "block_channel", "ingested")
    ),
    occurred_at=st.floats(NOW - 1e9, NOW + 80_000).map(lambda at: round(at, 6)) | st.sampled_from((NOW, NOW - 1)),
    source=st.sampled_from(("extension", "takeout", "api")),
    channel_id=TEXTS,
    channel_name=TEXTS,
    query=TEXTS,
    surface=st.sampled_from((None, "home", "watch_next")),
    slate_id=TEXTS,
    position=st.none() | st.integers(0, 2**40),
    value=st.none() | st.floats(-1e9, 1e9),
    watched_seconds=SECONDS,
    duration_seconds=SECONDS,
    fraction=st.none() | st.floats(0, 1),
).map(lambda act: replace(act, video_id=None) if act.kind in ("search", "subscribe") else act)  # fmt: skip
VIDEOS = st.builds(
    VideoFacts,
    st.integers(0, 4).map(video_id),
    title=TEXTS.map(lambda text: text or ""),
    channel_id=TEXTS,
    channel_name=TEXTS,
    tags=st.lists(st.text('ab\u2028ü\\"', max_size=5), max_size=3).map(tuple),
    description=TEXTS.map(lambda text: text or ""),
    duration_seconds=SECONDS,
    view_count=st.none() | st.integers(0, 2**53),
    published_at=st.none() | st.floats(0, NOW),
    is_short=st.none() | st.booleans(),
)


@settings(max_examples=80, deadline=None)
@given(videos=st.lists(VIDEOS, max_size=5, unique_by=lambda one: one.video_id), acts=st.lists(ACTS, max_size=12))
def test_an_export_taken_into_an_empty_directory_is_the_same_export(
    videos: list[VideoFacts], acts: list[Signal]
) -> None:
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:  # a hundred times FULL takes a minute
        asyncio.run(_there_and_back(Path(folder), videos, acts))


async def _there_and_back(folder: Path, videos: Sequence[VideoFacts], acts: Sequence[Signal]) -> None:
    there, back = await Store.open(folder / "there.db"), await Store.open(folder / "back.db")
    try:
        me = (await there.users.first_or_new(now=NOW)).user_id
        assert (await back.users.first_or_new(now=NOW)).user_id == me
        await there.videos.put(me, videos, "card", now=NOW)
        await there.signals.add(me, acts, now=NOW)
        await there.channels.recount(me)
        first = export_of(there, folder / "first.zip")
        await take_in(back, me, first)
        assert _lines(export_of(back, folder / "second.zip")) == _lines(first)
        derived = _derived(back.path, me)
        assert derived == _derived(there.path, me)
        again = await take_in(back, me, first)
        assert (again.new, again.existing) == (0, 0)
        assert _derived(back.path, me) == derived
    finally:
        await there.close()
        await back.close()


def block(rule_id: str, phrase: str) -> Rule:
    return Rule(rule_id, "block", {"phrase": phrase}, None, (), None, None, None, "dashboard", None, True, NOW)


async def test_rules_topics_and_dials_come_back_as_they_were(store: Store, user_id: int, tmp_path: Path) -> None:
    await store.signals.add(user_id, [signal("block_channel", None, channel_name="Loud")], now=NOW)
    (rule,) = await store.rules.all(user_id)
    await store.rules.change(user_id, rule.rule_id, {"enabled": False, "weekdays": [0, 6], "ends_at": NOW + 9})
    await store.categories.add(user_id, TOPIC, now=NOW)
    dials = {"freshness": 2.0, "length": {"min_minutes": 5.0}, "max_age_days": None, "mode": {"home": "shelf"}}
    await store.settings.put(user_id, dials)
    first = export_of(store, tmp_path / "first.zip")
    back = await Store.open(tmp_path / "back.db")
    me = (await back.users.first_or_new(now=NOW)).user_id
    await take_in(back, me, first)

    assert _lines(export_of(back, tmp_path / "second.zip")) == _lines(first)
    assert await back.settings.all(me) == dials
    await back.close()


async def test_what_the_person_has_set_and_named_stays_and_the_rest_is_added(
    store: Store, user_id: int, tmp_path: Path
) -> None:
    await store.settings.put(user_id, {"freshness": 2.0, "max_in_a_row": 2})
    await store.categories.add(user_id, TOPIC, now=NOW)
    export = export_of(store, tmp_path / "mine.zip")
    await store.wipe(user_id)
    await store.settings.put(user_id, {"freshness": 0.5})
    await store.categories.add(user_id, {**TOPIC, "description": "cake"}, now=NOW)
    report = await take_in(store, user_id, export)

    assert await store.settings.all(user_id) == {"freshness": 0.5, "max_in_a_row": 2}
    assert [topic.description for topic in await store.categories.all(user_id)] == ["cake"]
    assert (report.new, report.skipped) == (1, 2)


@pytest.mark.parametrize(("then", "now_holds"), [(NOW - 5, "down"), (NOW + 5, "none")])
async def test_of_two_ratings_the_later_one_holds_also_when_it_was_taken_back(
    store: Store, user_id: int, tmp_path: Path, then: float, now_holds: str
) -> None:
    await store.signals.add(user_id, [signal("thumbs_up", 1, at=NOW - 10), signal("clear_rating", 1, at=then)], now=NOW)
    export = export_of(store, tmp_path / "mine.zip")
    await store.wipe(user_id)
    await store.signals.add(user_id, [signal("thumbs_down", 1, at=NOW)], now=NOW)
    await take_in(store, user_id, export)

    with opened(store.path, read_only=True) as connection:
        assert connection.execute("SELECT rating FROM ratings").fetchall() == [(now_holds,)]


async def test_what_is_known_of_a_video_stays_and_gaps_are_filled(store: Store, user_id: int, tmp_path: Path) -> None:
    await store.videos.put(user_id, [facts(1, "Old title", "Oven", view_count=5, duration_seconds=60)], "card", now=NOW)
    export = export_of(store, tmp_path / "mine.zip")
    await store.wipe(user_id)
    await store.videos.put(user_id, [facts(1, "New title", view_count=9)], "card", now=NOW)
    report = await take_in(store, user_id, export)

    found = await store.videos.get(video_id(1))
    assert found == facts(1, "New title", "Oven", view_count=9, duration_seconds=60)
    assert (report.new, report.existing) == (0, 1)


async def test_a_block_that_was_undone_does_not_come_back_with_its_signal(
    store: Store, user_id: int, tmp_path: Path
) -> None:
    await store.signals.add(user_id, [signal("block_channel", None, channel_name="Loud")], now=NOW)
    (rule,) = await store.rules.all(user_id)
    await store.rules.remove(user_id, rule.rule_id)
    export = export_of(store, tmp_path / "mine.zip")
    await store.wipe(user_id)
    await take_in(store, user_id, export)
    assert await store.rules.all(user_id) == []


async def test_another_person_of_the_household_gets_the_rules_too_and_once(
    store: Store, user_id: int, tmp_path: Path
) -> None:
    await store.signals.add(user_id, [signal("block_channel", None, channel_name="Loud")], now=NOW)
    export = export_of(store, tmp_path / "mine.zip")
    other = (await store.users.ensure("other", now=NOW)).user_id
    for _ in range(2):
        await take_in(store, other, export)
    assert [dict(rule.match) for rule in await store.rules.all(other)] == [{"channel_name": "Loud"}]
    assert len(await store.rules.all(user_id)) == 1


async def test_a_rule_that_was_made_again_by_hand_is_not_there_twice(
    store: Store, user_id: int, tmp_path: Path
) -> None:
    await store.rules.add(user_id, block(one_id(1), "Drama"))
    export = export_of(store, tmp_path / "mine.zip")
    back = await Store.open(tmp_path / "back.db")
    me = (await back.users.first_or_new(now=NOW)).user_id
    mine = replace(block(one_id(2), "drama"), enabled=False)
    await back.rules.add(me, mine)
    report = await take_in(back, me, export)
    assert await back.rules.all(me) == [mine]
    assert report.new == 0
    await back.close()


async def test_what_is_taken_in_belongs_to_the_present_epoch_and_a_wipe_on_the_way_ends_it(
    store: Store, user_id: int, tmp_path: Path
) -> None:
    await store.signals.add(user_id, [signal("click", 1)], now=NOW)
    export = export_of(store, tmp_path / "mine.zip")
    before = (await store.users.get(user_id)).epoch
    await store.wipe(user_id)
    with pytest.raises(Conflict):
        await import_into(store, user_id, [export], "auto", clock=lambda: NOW, on_progress=lambda _: None, epoch=before)
    assert (await store.counts(user_id)).signals == 0
    assert (await take_in(store, user_id, export)).new == 2
