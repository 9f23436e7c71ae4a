"""[D4] Writes and syncs of the data fail, once or for a while: what is answered with 200 is there, and the rest is told so."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.daemon.serving import Served, serving
from tests.faults import strace
from tests.faults.failing import SYNCS, WRITES, Fault, failing
from tests.faults.looking import damage
from tests.faults.reading import Reader
from tests.faults.telling import Connection, Ledger, broken, telling, until
from tests.faults.trial import Outcome, Say, Trial

LATEST_SYNC: Final = 20
LATEST_WRITE: Final = 300
LONGEST: Final = 40
"""Calls that fail one after the other."""
RECOVERS_SECONDS: Final = 5.0
TOLD_EVERY: Final = 25


def run(times: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Let one daemon live through so many faults; a mutant only until it is caught, for not every fault meets a signal."""
    rng, ledger, outcome = random.Random(seed), Ledger(), Outcome()
    database = folder / "data" / "ownfeed.db"
    failed = 0
    with (
        serving(folder / "data", until="pairing code", mutant=mutant) as daemon,
        closing(Reader(daemon.port, token := daemon.pair(daemon.code or "")["token"])) as reader,
    ):
        reader.read()
        for number in range(1, times + 1):
            fault = _drawn(rng, database)
            with telling(daemon.port, token, ledger, f"{seed} {number}"):
                calls, found = _lived_through(daemon, fault, reader, folder / "calls")
            found += _recovered(daemon, token, ledger, rng)
            lost = broken(database, ledger.acknowledged, ledger.batches)
            outcome.failures += [f"fault {number} ({fault.calls}): {what}" for what in (*found, *lost)]
            outcome.times += 1
            failed += calls
            if mutant is not None and lost:
                break
            if number % TOLD_EVERY == 0:
                say(f"  {number} faults, {len(outcome.failures)} failures")
        outcome.failures += reader.goes_on(ledger, rng)
        daemon.stop()
    if (state := damage(database, thorough=True)) != "ok":
        outcome.failures.append(state)
    outcome.failures += broken(database, ledger.acknowledged, ledger.batches)
    outcome.failures += [f"an answer was {status}" for status in ledger.statuses if status not in (200, 507)]
    outcome.figures = {
        "calls that failed": failed,
        "requests answered 507": ledger.statuses[507],
        "signals acknowledged": len(ledger.acknowledged),
        "reads meanwhile": reader.times,
    }
    return outcome


def _drawn(rng: random.Random, database: Path) -> Fault:
    calls, latest = rng.choice(((SYNCS, LATEST_SYNC), (WRITES, LATEST_WRITE)))
    log = database.with_name(f"{database.name}-wal")
    files = rng.choice(([database, log], [database, log], [database]))  # the file alone: when the log is folded into it
    first = rng.randint(1, latest if log in files else 1 + latest // 10)
    last = first + rng.choice((0, rng.randint(1, LONGEST if log in files else 4)))
    return Fault(calls, files, rng.choice(("EIO", "ENOSPC")) if calls == WRITES else "EIO", first, last)


def _lived_through(daemon: Served, fault: Fault, reader: Reader, log: Path) -> tuple[int, list[str]]:
    """Read until all of the fault has happened; return how many calls failed, and what went wrong meanwhile."""
    wanted = fault.last - fault.first + 1
    with failing(daemon.process.pid, fault, log) as failed:
        found: list[str] = []

        def is_over() -> bool:
            found.extend(reader.read())
            return failed() >= wanted

        happened = until(is_over)
        return failed(), found if happened else [*found, f"only {failed()} of {wanted} calls failed"]


def _recovered(daemon: Served, token: str, ledger: Ledger, rng: random.Random) -> list[str]:
    """Tell once the fault is over; return what is wrong if that is refused for long."""
    connection = Connection(daemon.port, token)
    well = until(lambda: connection.tell(ledger, rng) == 200, RECOVERS_SECONDS)
    connection.close()
    return [] if well else [f"nothing was stored for {RECOVERS_SECONDS:.0f} s after the fault"]


TRIAL: Final = Trial(
    "D4",
    "io_faults",
    "writes and syncs of the data fail, once or for a while: no 200 is false, the rest is 507, reads go on, and so do "
    "writes as soon as they can, without a restart",
    run,
    long=300,
    needs=strace.lacking,
)
