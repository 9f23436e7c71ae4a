"""A service in trouble is left alone, longer each time, and forgiven at its first answer."""

from __future__ import annotations

from daemon.sources.breaker import LONGEST_PAUSE_SECONDS, LONGEST_REFUSED_SECONDS, after_failure
from daemon.store.services import ServiceState

NOW = 1_795_000_000.0
HOUR = 3_600.0


def _after(count: int, state: ServiceState | None = None, *, is_refusal: bool = False) -> ServiceState:
    state = state or ServiceState()
    for _ in range(count):
        state = after_failure(state, NOW, is_refusal=is_refusal)
    return state


def test_four_failures_are_weather_and_the_fifth_pauses_for_a_quarter_of_an_hour() -> None:
    assert _after(4).paused_until == 0
    assert _after(5).paused_until == NOW + HOUR / 4


def test_each_further_failure_doubles_the_pause_up_to_its_longest() -> None:
    assert _after(6).paused_until == NOW + HOUR / 2
    assert _after(5_000).paused_until == NOW + LONGEST_PAUSE_SECONDS


def test_one_refusal_is_enough_for_an_hour() -> None:
    assert _after(1, is_refusal=True).paused_until == NOW + HOUR
    assert _after(2, is_refusal=True).paused_until == NOW + 2 * HOUR
    assert _after(5_000, is_refusal=True).paused_until == NOW + LONGEST_REFUSED_SECONDS


def test_never_less_is_waited_than_the_service_asks_for() -> None:
    assert after_failure(ServiceState(), NOW, retry_after=90.0).paused_until == NOW + 90
    assert after_failure(ServiceState(), NOW, is_refusal=True, retry_after=90.0).paused_until == NOW + HOUR
    assert after_failure(ServiceState(), NOW, is_refusal=True, retry_after=9 * HOUR).paused_until == NOW + 9 * HOUR
