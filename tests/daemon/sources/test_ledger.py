"""YouTube's allowances are never overspent, and begin anew at midnight in Los Angeles, on the longest day too."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from daemon.sources.ledger import Ledger
from daemon.sources.pacific import day_of, next_midnight
from daemon.sources.standing import Paused
from daemon.store import Store
from tests.daemon.running import NOW, Clock


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.fixture
def ledger(store: Store, clock: Clock) -> Ledger:
    return Ledger(store, clock, {"search": 20, "units": 100})


async def spend(ledger: Ledger, times: int) -> None:
    for _ in range(times):
        await ledger.reserve("search")


async def test_a_twentieth_of_an_allowance_is_never_touched(ledger: Ledger, store: Store, clock: Clock) -> None:
    await spend(ledger, 19)
    with pytest.raises(Paused) as paused:
        await ledger.reserve("search")
    assert paused.value.until == at("2026-11-19T08:00:00+00:00")
    await ledger.reserve("units", 95)
    assert await store.quota.used(day_of(clock()).isoformat()) == {"search": 19, "units": 95}


async def test_a_call_that_costs_more_than_is_left_takes_nothing(ledger: Ledger, store: Store) -> None:
    await ledger.reserve("units", 90)
    with pytest.raises(Paused):
        await ledger.reserve("units", 6)
    await ledger.reserve("units", 5)
    assert await store.quota.used(day_of(NOW).isoformat()) == {"units": 95}


async def test_the_next_day_begins_anew(ledger: Ledger, clock: Clock) -> None:
    await spend(ledger, 19)
    clock.now = next_midnight(clock())
    await spend(ledger, 19)


async def test_what_youtube_calls_exhausted_is_exhausted_until_the_next_day(ledger: Ledger, clock: Clock) -> None:
    raise_it = await ledger.close("search")
    assert raise_it.until == next_midnight(clock())
    with pytest.raises(Paused):
        await ledger.reserve("search")
    await ledger.reserve("units")
    clock.now = next_midnight(clock())
    await ledger.reserve("search")


async def test_what_was_spent_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    for _ in range(19):
        store = await Store.open(tmp_path / "ownfeed.db")
        await Ledger(store, clock, {"search": 20, "units": 100}).reserve("search")
        await store.close()
    store = await Store.open(tmp_path / "ownfeed.db")
    with pytest.raises(Paused):
        await Ledger(store, clock, {"search": 20, "units": 100}).reserve("search")
    await store.close()


async def test_in_a_year_of_sleep_kills_and_both_changes_of_the_clocks_no_day_is_overspent(
    tmp_path: Path, clock: Clock
) -> None:
    random, called = Random(5), Counter[str]()
    clock.now = at("2026-01-01T00:00:00+00:00")
    store = await Store.open(tmp_path / "year.db")
    while clock.now < at("2027-01-01T00:00:00+00:00"):
        clock.now += random.choice((900, 3_600, 4 * 3_600, 30 * 3_600))
        for _ in range(random.randrange(4)):
            with contextlib.suppress(Paused):
                await Ledger(store, clock, {"search": 6, "units": 6}).reserve("search")
                if killed := random.random() < 0.02:  # between taking down and calling
                    await store.close()
                    store = await Store.open(tmp_path / "year.db")
                called[day_of(clock()).isoformat()] += not killed
    for day, calls in called.items():
        assert calls <= (await store.quota.used(day)).get("search", 0) <= 5
    assert max(called.values()) == 5
    assert len(called) > 200
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
