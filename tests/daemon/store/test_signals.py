"""What a person did is stored once, and what follows from it holds."""

from __future__ import annotations

import pytest

from daemon.store import Store
from daemon.store.channels import _count, _take_over
from daemon.store.signals import Signal
from daemon.store.sittings import seconds_of
from tests.daemon.given import NOW, facts, one_id, signal, video_id


async def test_the_same_signal_twice_is_one(store: Store, user_id: int) -> None:
    one = signal("click", 1)
    first = await store.signals.add(user_id, [one], now=NOW)
    again = await store.signals.add(user_id, [one], now=NOW)
    assert (first.accepted, first.duplicates) == ([one.signal_id], [])
    assert (again.accepted, again.duplicates) == ([], [one.signal_id])
    assert await store.signals.count(user_id) == 1


async def test_what_was_dated_by_a_clock_that_ran_ahead_does_not_outlast_what_comes_after_it(
    store: Store, user_id: int
) -> None:
    ahead = NOW + 30 * 86_400
    await store.signals.add(
        user_id, [signal("thumbs_up", 1, at=ahead), signal("subscribe", None, at=ahead, channel_name="Loud")], now=ahead
    )
    later = [signal("thumbs_down", 1, at=NOW), signal("unsubscribe", None, at=NOW, channel_name="Loud")]
    await store.signals.add(user_id, later, now=NOW)
    assert [each.rating for each in await store.ratings.of(user_id, [video_id(1)])] == ["down"]
    assert await store.channels.subscriptions(user_id) == []


async def test_two_people_may_use_the_same_id(store: Store, user_id: int) -> None:
    other = await store.users.ensure("other", now=NOW)
    one = signal("click", 1)
    await store.signals.add(user_id, [one], now=NOW)
    assert (await store.signals.add(other.user_id, [one], now=NOW)).accepted == [one.signal_id]


@pytest.mark.parametrize("fractions", [(0.2, 0.9), (0.9, 0.2)])
async def test_a_watch_grows_to_its_greatest_value(store: Store, user_id: int, fractions: tuple[float, ...]) -> None:
    for fraction in fractions:
        watch = signal("watch", 1, signal_id=one_id(1), fraction=fraction, watched_seconds=100 * fraction)
        assert (await store.signals.add(user_id, [watch], now=NOW)).accepted == [one_id(1)]
    acts = await store.histories.acts(user_id)
    assert [act.fraction for act in acts] == [0.9]


async def test_a_watch_sent_again_unchanged_is_a_duplicate(store: Store, user_id: int) -> None:
    watch = signal("watch", 1, fraction=0.5)
    await store.signals.add(user_id, [watch], now=NOW)
    assert (await store.signals.add(user_id, [watch], now=NOW)).duplicates == [watch.signal_id]


async def test_signals_from_before_a_wipe_are_refused(store: Store, user_id: int) -> None:
    epoch = await store.wipe(user_id)
    old, new, without = (signal("watch", n, epoch=e) for n, e in ((1, epoch - 1), (2, epoch), (3, None)))
    answer = await store.signals.add(user_id, [old, new, without], now=NOW)
    assert [rejection.signal_id for rejection in answer.rejected] == [old.signal_id]
    assert answer.accepted == [new.signal_id, without.signal_id]


async def test_a_clock_that_is_days_ahead_is_rejected_and_one_a_day_ahead_is_not(store: Store, user_id: int) -> None:
    ahead, far_ahead = signal("watch", 1, at=NOW + 80_000), signal("watch", 2, at=NOW + 90_000)
    answer = await store.signals.add(user_id, [ahead, far_ahead], now=NOW)
    assert answer.accepted == [ahead.signal_id]
    assert "future" in answer.rejected[0].message


async def test_a_video_nobody_described_is_accepted_and_described_later(store: Store, user_id: int) -> None:
    await store.signals.add(user_id, [signal("watch", 1)], now=NOW)
    assert await store.videos.get(video_id(1)) == facts(1)
    await store.videos.put(user_id, [facts(1, "A title", "A channel")], "card", now=NOW)
    described = await store.videos.get(video_id(1))
    assert described is not None
    assert described.title == "A title"
    assert len(await store.histories.acts(user_id)) == 1


async def test_the_later_thumb_holds_whichever_arrives_first(store: Store, user_id: int) -> None:
    later, earlier = signal("thumbs_down", 1, at=NOW + 10), signal("thumbs_up", 1, at=NOW)
    await store.signals.add(user_id, [later, earlier], now=NOW)
    assert [rating.rating for rating in await store.ratings.all(user_id)] == ["down"]


async def test_a_thumb_taken_back_does_not_come_back_with_an_older_one(store: Store, user_id: int) -> None:
    await store.signals.add(user_id, [signal("clear_rating", 1, at=NOW + 10)], now=NOW)
    await store.signals.add(user_id, [signal("thumbs_up", 1, at=NOW)], now=NOW)
    assert await store.ratings.all(user_id) == []


async def test_impressions_are_counted_until_the_card_is_clicked(store: Store, user_id: int) -> None:
    shown = [signal("impression", 1, at=NOW + n) for n in range(3)]
    await store.signals.add(user_id, shown, now=NOW)
    assert await store.histories.impressions(user_id) == {video_id(1): (3, NOW + 2)}
    await store.signals.add(user_id, [signal("click", 1, at=NOW + 5)], now=NOW)
    assert await store.histories.impressions(user_id) == {video_id(1): (0, NOW + 2)}


async def test_blocking_a_channel_makes_one_rule_however_often(store: Store, user_id: int) -> None:
    for _ in range(2):
        await store.signals.add(user_id, [signal("block_channel", None, channel_name="Loud")], now=NOW)
    rules = await store.rules.all(user_id)
    assert [(rule.action, rule.match, rule.enabled) for rule in rules] == [("block", {"channel_name": "Loud"}, True)]


async def test_blocking_from_a_card_finds_the_channel_of_its_video(store: Store, user_id: int) -> None:
    await store.videos.put(user_id, [facts(1, "A title", "Loud", channel_id="UC1")], "card", now=NOW)
    await store.signals.add(user_id, [signal("block_channel", 1)], now=NOW)
    assert (await store.rules.all(user_id))[0].match == {"channel_id": "UC1", "channel_name": "Loud"}


async def test_the_later_of_subscribing_and_unsubscribing_holds(store: Store, user_id: int) -> None:
    left = signal("unsubscribe", None, channel_name="Calm", at=NOW + 10)
    joined = signal("subscribe", None, channel_name="calm", at=NOW)
    await store.signals.add(user_id, [left, joined], now=NOW)
    assert await store.channels.subscriptions(user_id) == []
    await store.signals.add(user_id, [signal("subscribe", None, channel_name="CALM", at=NOW + 20)], now=NOW)
    assert [each.channel_name for each in await store.channels.subscriptions(user_id)] == ["Calm"]


async def test_channels_are_counted_and_scored(store: Store, user_id: int) -> None:
    await store.videos.put(
        user_id, [facts(n, "A title", "Good" if n < 3 else "Bad") for n in range(4)], "card", now=NOW
    )
    liked = [signal("thumbs_up", 0), signal("watch", 1), signal("thumbs_down", 3)]
    await store.signals.add(user_id, liked, now=NOW)
    assert await store.channels.recount(user_id) == 2
    rows = await store._database.read(
        lambda raw: raw.execute(
            "SELECT channel_key, affinity_score FROM channel_preferences ORDER BY 2 DESC"
        ).fetchall()
    )
    assert rows == [("good", pytest.approx(2.25 / 3.25)), ("bad", pytest.approx(1 / 3))]


async def test_channels_counted_before_a_wipe_do_not_come_back_after_it(store: Store, user_id: int) -> None:
    await store.videos.put(user_id, [facts(1, "A title", "Good")], "card", now=NOW)
    await store.signals.add(user_id, [signal("thumbs_up", 1)], now=NOW)
    counted = await store._database.read(lambda raw: _count(raw, user_id))
    await store.wipe(user_id)
    assert counted.news
    assert await store._database.write(lambda raw: _take_over(raw, user_id, counted)) == 0


@pytest.mark.parametrize(
    ("source", "days_later", "is_new"),
    [("extension", 0.1, False), ("extension", 40, False), ("history_page", 0.5, False), ("history_page", 3, True)],
)
async def test_a_watch_seen_on_a_page_says_nothing_of_one_that_was_told_itself(
    store: Store, user_id: int, source: str, days_later: float, is_new: bool
) -> None:
    played = signal("watch", 1, at=NOW - 50 * 86_400, watched_seconds=80.0, fraction=0.4)
    bar = signal("watch", 1, at=played.occurred_at + days_later * 86_400, source=source, fraction=0.4)
    await store.signals.add(user_id, [played], now=NOW)
    assert (await store.signals.add(user_id, [bar], now=NOW)).accepted == ([bar.signal_id] if is_new else [])


async def test_a_bar_that_grew_elsewhere_grows_its_watch(store: Store, user_id: int) -> None:
    for fraction in (0.3, 0.8):
        bar = signal("watch", 1, signal_id=one_id(1), fraction=fraction)
        assert (await store.signals.add(user_id, [bar], now=NOW)).accepted == [one_id(1)]
    assert [act.fraction for act in await store.histories.acts(user_id)] == [0.8]


WHOLE = 3_600.0


def sitting(number: int, *parts: tuple[float, float], at: float | None = None) -> Signal:
    """What was played of an hour of video 1, one sitting a day."""
    seconds = seconds_of(parts)
    return signal(
        "watch", 1, signal_id=one_id(number), at=NOW - WHOLE * (24 - number) if at is None else at, watched_seconds=seconds,
        duration_seconds=WHOLE, fraction=seconds / WHOLE, parts=parts,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "fractions"),
    [
        ([(0, 1_200), (1_200, 2_400), (2_400, 3_600)], [1 / 3, 2 / 3, 1]),
        ([(0, 1_200), (0, 1_200), (0, 1_200)], [1 / 3, 1 / 3, 1 / 3]),
        ([(0, 1_800), (900, 2_700)], [1 / 2, 3 / 4]),
        ([(0, 3_600), (0, 36)], [1, 1 / 100]),
        ([(1, 3_600), (0, 36)], [3_599 / 3_600, 1 / 100]),
    ],
    ids=[
        "one after the other",
        "the same again and again",
        "from a little before",
        "a look again",
        "from the very first",
    ],
)
@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
async def test_sittings_count_for_what_they_showed_of_a_video_together(
    store: Store, user_id: int, parts: list[tuple[float, float]], fractions: list[float], together: bool
) -> None:
    told = [sitting(number, each) for number, each in enumerate(parts)]
    batches = [told] if together else [[each] for each in told]
    stored = [each for batch in batches for each in (await store.signals.add(user_id, batch, now=NOW)).stored]
    assert [each.fraction for each in stored] == pytest.approx(fractions)
    assert [act.fraction for act in await store.histories.acts(user_id)] == pytest.approx(fractions)
    again = await store.signals.add(user_id, told, now=NOW)
    assert (again.accepted, len(again.duplicates)) == ([], len(told))


async def test_a_sitting_grows_on_what_was_seen_before_it(store: Store, user_id: int) -> None:
    await store.signals.add(user_id, [sitting(1, (0, 1_800))], now=NOW)
    for end in (1_900, 2_700):
        (grown,) = (await store.signals.add(user_id, [sitting(2, (1_800, end))], now=NOW)).stored
        assert grown.fraction == pytest.approx(end / WHOLE)
        assert grown.watched_seconds == end - 1_800


@pytest.mark.parametrize("grows", [True, False], ids=["two tabs in turns", "a queue that is late"])
async def test_a_sitting_is_worth_more_once_more_is_told_of_those_before_it(
    store: Store, user_id: int, grows: bool
) -> None:
    if grows:
        await store.signals.add(user_id, [sitting(1, (0, 600))], now=NOW)
    before = await store.signals.add(user_id, [sitting(2, (1_800, 3_600)), sitting(3, (2_000, 2_100))], now=NOW)
    assert before.raised == []
    told = await store.signals.add(user_id, [sitting(1, (0, 1_800))], now=NOW)
    assert [(each.signal_id, each.fraction) for each in told.raised] == [(one_id(2), 1.0)]
    fractions = {act.occurred_at: act.fraction for act in await store.histories.acts(user_id)}
    assert [fractions[at] for at in sorted(fractions)] == pytest.approx([1 / 2, 1, 100 / WHOLE])


@pytest.mark.parametrize("source", ["extension", "history_page"])
async def test_a_bar_further_than_any_sitting_came_tells_of_a_watch_elsewhere(
    store: Store, user_id: int, source: str
) -> None:
    await store.signals.add(user_id, [signal("watch", 1, watched_seconds=1_200.0, fraction=1 / 3)], now=NOW)
    for fraction, is_new in ((0.34, False), (1.0, True)):
        bar = signal("watch", 1, signal_id=one_id(9), source=source, fraction=fraction)
        assert (await store.signals.add(user_id, [bar], now=NOW)).accepted == ([one_id(9)] if is_new else [])
    assert max(act.fraction or 0.0 for act in await store.histories.acts(user_id)) == 1.0


async def test_a_bar_where_somebody_skipped_to_the_end_is_their_own(store: Store, user_id: int) -> None:
    await store.signals.add(user_id, [sitting(1, (0, 60), (3_500, 3_590))], now=NOW)
    bar = signal("watch", 1, fraction=1.0)
    assert (await store.signals.add(user_id, [bar], now=NOW)).duplicates == [bar.signal_id]
