"""YouTube's allowances are never overspent, and begin anew at midnight in Los Angeles, on the longest day too."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.sources.ledger import MARGIN_SECONDS, Bucket, Ledger
from daemon.sources.pacific import day_of, next_midnight
from daemon.sources.standing import Paused
from daemon.store import Store
from tests.daemon.running import NOW, Clock


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.fixture
def ledger(store: Store, clock: Clock) -> Ledger:
    return Ledger(store, clock, {"search": 20, "units": 100})


async def spend(ledger: Ledger, times: int = 1, bucket: Bucket = "search", cost: int = 1) -> None:
    for _ in range(times):
        async with ledger.paid(bucket, cost):
            pass


async def test_a_twentieth_of_an_allowance_is_never_touched(ledger: Ledger, store: Store, clock: Clock) -> None:
    await spend(ledger, 19)
    with pytest.raises(Paused) as paused:
        await spend(ledger)
    assert paused.value.until == at("2026-11-19T08:01:00+00:00")
    await spend(ledger, 1, "units", 95)
    assert await store.quota.used(day_of(clock()).isoformat()) == {"search": 19, "units": 95}


async def test_a_call_that_costs_more_than_is_left_takes_nothing(ledger: Ledger, store: Store) -> None:
    await spend(ledger, 1, "units", 90)
    with pytest.raises(Paused):
        await spend(ledger, 1, "units", 6)
    await spend(ledger, 1, "units", 5)
    assert await store.quota.used(day_of(NOW).isoformat()) == {"units": 95}


async def test_the_next_day_begins_anew(ledger: Ledger, clock: Clock) -> None:
    await spend(ledger, 19)
    clock.now = next_midnight(clock()) + MARGIN_SECONDS
    await spend(ledger, 19)


async def test_what_youtube_calls_exhausted_is_exhausted_until_the_next_day(ledger: Ledger, clock: Clock) -> None:
    raise_it = await ledger.close("search")
    with pytest.raises(Paused):
        await spend(ledger)
    await spend(ledger, 1, "units")
    clock.now = raise_it.until
    await spend(ledger)


async def test_at_midnight_a_call_counts_on_both_days(ledger: Ledger, store: Store, clock: Clock) -> None:
    midnight = next_midnight(NOW)
    for clock.now in (midnight - 61, midnight - 59, midnight + 59, midnight + 60):
        await spend(ledger)
    assert await store.quota.used("2026-11-18") == {"search": 3}
    assert await store.quota.used("2026-11-19") == {"search": 3}


async def test_a_clock_that_is_ahead_closes_the_old_day_and_not_the_new_one(
    ledger: Ledger, store: Store, clock: Clock
) -> None:
    clock.now = next_midnight(NOW) + 5
    raise_it = await ledger.close("search")
    with pytest.raises(Paused):
        await spend(ledger)
    assert raise_it.until == next_midnight(NOW) + MARGIN_SECONDS
    clock.now = raise_it.until
    await spend(ledger)
    assert await store.quota.used("2026-11-18") == {"search": 20}


async def test_a_call_before_which_the_machine_slept_counts_on_the_day_it_is_made_too(
    ledger: Ledger, store: Store, clock: Clock
) -> None:
    async with ledger.paid("search"):
        clock.now += 86_400
    assert await store.quota.used("2026-11-18") == await store.quota.used("2026-11-19") == {"search": 1}

    await ledger.close("units")
    clock.now -= 86_400
    async with ledger.paid("units"):
        clock.now += 86_400
    assert (await store.quota.used("2026-11-19"))["units"] == 100  # the limit, and no more


async def test_what_is_spent_says_until_when(ledger: Ledger, store: Store, clock: Clock) -> None:
    await spend(ledger, 1, "units", 94)
    assert await ledger.spent_until("units") is None
    await spend(ledger, 1, "units", 1)
    assert await ledger.spent_until("units") == at("2026-11-19T08:01:00+00:00")
    clock.now = at("2026-11-19T08:01:00+00:00")
    assert await ledger.spent_until("units") is None
    assert await Ledger(store, clock, {"search": 0, "units": 0}).spent_until("units") is None


async def test_what_was_spent_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    for _ in range(19):
        store = await Store.open(tmp_path / "ownfeed.db")
        await spend(Ledger(store, clock, {"search": 20, "units": 100}))
        await store.close()
    store = await Store.open(tmp_path / "ownfeed.db")
    with pytest.raises(Paused):
        await spend(Ledger(store, clock, {"search": 20, "units": 100}))
    await store.close()


@pytest.mark.parametrize(
    ("moment", "midnight", "hours"),
    [
        ("2026-03-08T08:00:00+00:00", "2026-03-09T07:00:00+00:00", 23),  # clocks go forward
        ("2026-11-01T07:00:00+00:00", "2026-11-02T08:00:00+00:00", 25),  # and back
        ("2026-07-01T07:00:00+00:00", "2026-07-02T07:00:00+00:00", 24),
    ],
)
def test_a_day_in_los_angeles_has_its_own_length(moment: str, midnight: str, hours: int) -> None:
    assert next_midnight(at(moment)) == at(midnight)
    assert next_midnight(at(moment)) - at(moment) == hours * 3600
    assert day_of(at(midnight) - 1) == day_of(at(moment)) < day_of(at(midnight))
    assert datetime.fromtimestamp(at(moment), UTC).date() == day_of(at(moment))
