"""What a page is told of the moment it is made for."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from daemon.recommender.local_time import local_time

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
