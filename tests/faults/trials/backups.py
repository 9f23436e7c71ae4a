"""[D7] Backups cut off by a kill while signals arrive: what has a backup's name is whole, and gives everything back."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final
from uuid import UUID

import numpy as np

from tests.daemon.serving import ROOT, Served, ownfeed, serving
from tests.faults.looking import damage, stored_signals
from tests.faults.trial import Outcome, Say, Trial

FIRST: Final = 6_000
"""Signals before the first backup, so that one takes long enough to be hit."""
LONGEST_SECONDS: Final = 0.15
"""About as long as writing, checking and publishing take."""
EVERY_WHOLE_ONE: Final = 3
"""Each third backup is left to end."""


class Teller:
    """A client that tells one signal after the other, and knows which were acknowledged."""

    def __init__(self, daemon: Served, token: str, rng: np.random.Generator) -> None:
        self._daemon, self._token, self._rng = daemon, token, rng
        self.acknowledged: set[str] = set()
        self.told: set[str] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on)

    def tell(self, count: int) -> None:
        """Tell so many at once."""
        events = [
            {"id": str(UUID(bytes=self._rng.bytes(16))), "type": "click", "occurred_at": "2026-01-01T00:00:00Z",
             "source": "extension", "video_id": f"video{number:06d}"}
            for number in self._rng.integers(0, 3_000, count)
        ]  # fmt: skip
        self.told.update(event["id"] for event in events)
        status, reply = self._daemon.ask("POST", "/api/signals", {"events": events}, self._token)
        assert status == 200, reply
        self.acknowledged.update(reply["accepted"])

    def __enter__(self) -> Teller:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _go_on(self) -> None:
        while not self._over.is_set():
            self.tell(5)


def run(times: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Start backups beside a daemon that is told things, kill most of them, and look at what they left."""
    rng, outcome = np.random.default_rng(seed), Outcome()
    data_dir, copies = folder / "data", folder / "copies"
    copies.mkdir()
    with serving(data_dir, until="pairing code") as daemon:
        teller = Teller(daemon, daemon.pair(daemon.code or "")["token"], rng)
        for _ in range(FIRST // 500):
            teller.tell(500)
        with teller:
            for number in range(times):
                is_left_alone = number % EVERY_WHOLE_ONE == EVERY_WHOLE_ONE - 1
                before = set(teller.acknowledged)
                file = copies / f"{number}.db"
                _back_up(data_dir, file, mutant, None if is_left_alone else LONGEST_SECONDS * float(rng.random()))
                outcome.times += 1
                outcome.failures += [f"{number}: {each}" for each in _judged(file, before, teller, whole=is_left_alone)]
                say(f"  {number + 1} of {times}: {'whole' if file.exists() else 'cut off, nothing published'}")
    outcome.figures = {"published": len(list(copies.glob("*.db")))}
    if not outcome.failures:
        outcome.failures += _drill(max(copies.glob("*.db"), key=lambda file: file.stat().st_mtime), folder / "restored")
    return outcome


def _back_up(data_dir: Path, file: Path, mutant: str | None, kill_after_seconds: float | None) -> None:
    """Run `ownfeed backup`; kill it so long after it began to write."""
    program = ["daemon.cli"] if mutant is None else ["tests.faults.mutants", mutant]
    command = [sys.executable, "-m", *program, "backup", str(file), "--data-dir", str(data_dir)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        if kill_after_seconds is None:
            return
        while process.poll() is None and not any(file.parent.glob(f"{file.name}*")):
            time.sleep(0.001)
        try:
            process.wait(kill_after_seconds)
        except subprocess.TimeoutExpired:
            process.kill()


def _judged(file: Path, before: set[str], teller: Teller, *, whole: bool) -> list[str]:
    """Return what is wrong with a backup that was begun when `before` had been acknowledged."""
    if not file.exists():
        return ["a backup that nobody killed was not written"] if whole else []
    try:
        found = damage(file, thorough=True)
        stored = stored_signals(file)
    except Exception as error:  # noqa: BLE001 - whatever SQLite says of a half-written file is the finding
        return [f"a published backup cannot be read: {error}"]
    wrong = [] if found == "ok" else [f"a published backup is damaged: {found}"]
    if missing := before - set(stored):
        wrong.append(f"{len(missing)} signals acknowledged before it are missing")
    if len(stored) != len(set(stored)) or not set(stored) <= teller.told:
        wrong.append("it holds signals twice, or some that nobody told")
    return wrong


def _drill(file: Path, elsewhere: Path) -> list[str]:
    """Put the newest backup in place where nothing is, and start the daemon on it."""
    expected = len(stored_signals(file))
    restored = ownfeed("restore", file, data_dir=elsewhere)
    if restored.returncode:
        return [f"a backup could not be restored: {restored.stderr}"]
    with serving(elsewhere) as daemon:
        _, status = daemon.ask("GET", "/api/status", token=(elsewhere / "cli-token").read_text())
    found = status["counts"]["signals"]
    return [] if found == expected else [f"{found} of {expected} signals came back"]


TRIAL: Final = Trial("D7", "backups", "every published backup is whole, and restores everything in it", run, long=50)
