"""[D1] SIGKILL while programs tell: what was answered is there, once, each time, and the next start goes on with it."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path
from typing import Final

from tests.daemon.serving import serving
from tests.faults.looking import damage
from tests.faults.readiness import readiness
from tests.faults.telling import Ledger, broken, telling
from tests.faults.trial import Outcome, Say, Trial

LONG: Final = 1_000
MILLISECONDS: Final = (50, 1_500)
SHORT_MILLISECONDS: Final = (20, 400)
THOROUGH_EVERY: Final = 25


def run(times: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Kill the daemon so many times over the same data, at random moments after its start; a mutant only until it is caught."""
    is_long = times >= LONG
    rng, ledger, outcome = random.Random(seed), Ledger(), Outcome()
    data, token, missed = folder / "data", "", 0
    for number in range(1, times + 1):
        with serving(data, until="data" if token else "pairing code", mutant=mutant) as daemon:
            token = token or daemon.pair(daemon.code or "")["token"]
            before = len(ledger.acknowledged)
            with telling(daemon.port, token, ledger, f"{seed} {number}"):
                time.sleep(rng.uniform(*(MILLISECONDS if is_long else SHORT_MILLISECONDS)) / 1_000)
                daemon.process.kill()
                daemon.process.wait()
        missed += len(ledger.acknowledged) == before
        thorough = number % THOROUGH_EVERY == 0 or number == times
        found = _found(data, folder, ledger, thorough)
        outcome.failures += [f"kill {number}: {what}" for what in found]
        outcome.times = number
        if mutant is not None and found:
            break
        if thorough:
            say(f"  {number} kills, {len(ledger.acknowledged)} signals acknowledged, {len(outcome.failures)} failures")
    outcome.failures += [f"an answer was {status}" for status in ledger.statuses if status != 200]
    outcome.figures = {
        "signals acknowledged": len(ledger.acknowledged),
        "kills before the first answer": missed,
        **(readiness(folder / "million", say) if is_long else {}),
    }
    return outcome


def _found(data: Path, folder: Path, ledger: Ledger, thorough: bool) -> list[str]:
    """Look at a copy: recovering from the log is what the next start is tried for."""
    look = folder / "look"
    look.mkdir()
    for file in data.glob("ownfeed.db*"):
        if not file.name.endswith("-shm"):
            shutil.copyfile(file, look / file.name)
    database = look / "ownfeed.db"
    state = damage(database, thorough=thorough)
    found = [state] if state != "ok" else broken(database, ledger.acknowledged, ledger.batches)
    shutil.rmtree(look)
    return found


TRIAL: Final = Trial(
    "D1",
    "kills",
    "SIGKILL through real HTTP: every acknowledged signal is there, once, no batch by half, the file is sound",
    run,
    long=LONG,
)
