"""Everything learned of a person anew, at 100,000 videos and 20,000 watches (≤ 3 s)."""

from __future__ import annotations

from recsys.steps import Steps, finish
from recsys.taste import Taste, learning

from .http import longest_step, milliseconds
from .made_up import NOW, world

VIDEOS, WATCHES, ROUNDS = 100_000, 20_000, 7


def measure() -> dict[str, float]:
    """Return milliseconds; the space of the catalogue is measured before, as it is shared and changes seldom."""
    one = world(VIDEOS, WATCHES)
    one.catalog.space  # noqa: B018

    def begin() -> Steps[Taste]:
        return learning(one.catalog, one.history, personas=one.personas, topics=(), now=NOW)

    median, worst = milliseconds(lambda: finish(begin()), ROUNDS)
    return {"taste p50 ms": median, "taste p99 ms": worst, "longest step p50 ms": longest_step(begin, ROUNDS)}
