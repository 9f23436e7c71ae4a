"""What a page is told of the moment it is made for."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from daemon.recommender.local_time import end_of_day, local_time

NOON_UTC = 1_795_003_200.0
"""Wednesday, 18 November 2026, 12:00 UTC."""


@pytest.fixture(autouse=True)
def _zone_given_back() -> Iterator[None]:
    yield
    time.tzset()  # after monkeypatch has taken TZ back


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("UTC", (12.0, 2.0)), ("Asia/Kolkata", (17.5, 2.0)), ("Pacific/Kiritimati", (2.0, 3.0))],
)
def test_hour_and_weekday_are_the_persons_not_greenwichs(
    zone: str, expected: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    assert local_time(NOON_UTC) == expected


@pytest.mark.parametrize(
    ("zone", "now", "hours"),
    [
        ("UTC", NOON_UTC, 12.0),
        ("Asia/Kolkata", NOON_UTC, 6.5),
        ("Pacific/Kiritimati", NOON_UTC, 22.0),
        ("Europe/Berlin", 1_792_879_200.0, 25.0),  # the night before the clock goes back
    ],
)
def test_a_day_ends_at_the_persons_midnight(
    zone: str, now: float, hours: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    assert end_of_day(now) - now == hours * 3_600
