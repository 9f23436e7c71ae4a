"""A daemon that can store nothing more for a while: what is promised of it, whatever took the room."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Final

from tests.daemon.serving import Served, serving

from .looking import damage
from .reading import Reader
from .telling import Connection, Ledger, broken, telling, until
from .trial import Outcome, Say

REFUSALS: Final = 20
"""Answers of 507 before there is room again."""
MOST_ANSWERS: Final = 600
"""What is stored already leaves some room inside the files, but not for so many."""
RECOVERS_SECONDS: Final = 5.0
READ_EVERY_SECONDS: Final = 0.05
TOLD_EVERY: Final = 10

WithoutRoom = Callable[[Served], AbstractContextManager[object]]
"""Leaves a daemon no room to write until the end of the block."""


def lived_without_room(
    times: int, seed: int, data: Path, without: WithoutRoom, say: Say, mutant: str | None
) -> Outcome:
    """Take a daemon's room so many times, and give it back each time it has refused to store."""
    rng, ledger, outcome = random.Random(seed), Ledger(), Outcome()
    with (
        serving(data, until="pairing code", mutant=mutant) as daemon,
        closing(Reader(daemon.port, token := daemon.pair(daemon.code or "")["token"])) as reader,
        closing(Connection(daemon.port, token)) as connection,
    ):
        reader.read()
        for number in range(1, times + 1):
            with telling(daemon.port, token, ledger, f"{seed} {number}"):
                with without(daemon):
                    found = _refuses(reader, ledger)
                if not until(lambda: connection.tell(ledger, rng) == 200, RECOVERS_SECONDS):
                    found.append(f"nothing was stored for {RECOVERS_SECONDS:.0f} s after there was room again")
            found += broken(data / "ownfeed.db", ledger.acknowledged, ledger.batches)
            outcome.failures += [f"time {number}: {what}" for what in found]
            outcome.times = number
            if number % TOLD_EVERY == 0:
                say(f"  {number} times, {len(outcome.failures)} failures")
        outcome.failures += reader.goes_on(ledger, rng)
        daemon.stop()
    if (state := damage(data / "ownfeed.db", thorough=True)) != "ok":
        outcome.failures.append(state)
    outcome.failures += broken(data / "ownfeed.db", ledger.acknowledged, ledger.batches)
    outcome.failures += [f"an answer was {status}" for status in ledger.statuses if status not in (200, 507)]
    outcome.figures = {
        "requests answered 507": ledger.statuses[507],
        "signals acknowledged": len(ledger.acknowledged),
        "reads meanwhile": reader.times,
    }
    return outcome


def _refuses(reader: Reader, ledger: Ledger) -> list[str]:
    """Read until telling has been refused several times; return what went wrong meanwhile."""
    wanted, most = ledger.statuses[507] + REFUSALS, ledger.statuses.total() + MOST_ANSWERS
    found: list[str] = []

    def is_enough() -> bool:
        found.extend(reader.read())
        return ledger.statuses[507] >= wanted or ledger.statuses.total() >= most

    assert until(is_enough, pause_seconds=READ_EVERY_SECONDS)
    return found if ledger.statuses[507] >= wanted else [*found, "what could not be stored was not refused with 507"]
