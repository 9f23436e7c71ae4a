"""When an outside service is left alone, and for how long: a few failures are weather, many in a row are a message."""

from __future__ import annotations

from typing import Final

from daemon.store.services import ServiceState

FAILURES: Final = 5
"""So many in a row open the breaker. YouTube's feeds answer 404 to everybody for hours at a time, so a single one says
nothing about a channel, and five different ones say that there is nothing to be had now."""
PAUSE_SECONDS: Final = 15 * 60.0
LONGEST_PAUSE_SECONDS: Final = 6 * 3_600.0
REFUSED_PAUSE_SECONDS: Final = 3_600.0
"""The first pause after "too many requests" or "forbidden", which name no time of their own."""
LONGEST_REFUSED_SECONDS: Final = 24 * 3_600.0


def after_failure(
    state: ServiceState, now: float, *, is_refusal: bool = False, retry_after: float | None = None
) -> ServiceState:
    """Return how a service stands after it failed; each further pause is twice as long, and one answer ends the row.

    is_refusal: it said that we ask too much, which needs no second time.
    retry_after: seconds it asked us to wait; never less is waited.
    """
    failures = max(state.failures, FAILURES - 1 if is_refusal else 0) + 1
    pause = retry_after or 0.0
    if failures >= FAILURES:
        first, longest = _REFUSED if is_refusal else _FAILED
        pause = max(pause, min(first * 2.0 ** min(failures - FAILURES, 30), longest))
    return ServiceState(failures, now + pause if pause else state.paused_until)


_FAILED: Final = (PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
_REFUSED: Final = (REFUSED_PAUSE_SECONDS, LONGEST_REFUSED_SECONDS)
