"""[D6] Damaged files: bits flipped, pages emptied, ends cut off, files gone; never a silent new start.

Each time one of these must follow: nothing is missing; a copy took the place and the person is told; the daemon refuses
in a sentence. What SQLite cannot know of (a changed letter inside a row is a row all the same) is counted, not failed:
its files carry no checksums.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from daemon.rescue import mark
from daemon.settings import load_settings
from daemon.store import Store
from daemon.store.backup import write_backup
from tests.daemon.given import facts
from tests.daemon.given import signal as signal_of
from tests.daemon.serving import Served, serving
from tests.faults.looking import stored_signals
from tests.faults.trial import Outcome, Say, Trial

BEFORE_THE_BACKUP: Final = 1_200
AFTER_THE_BACKUP: Final = 400
PATIENCE_SECONDS: Final = 30
AT_ONCE: Final = 2
PAGE: Final = 4096

Bytes: TypeAlias = Callable[[bytearray, np.random.Generator], None]


def flip(content: bytearray, rng: np.random.Generator) -> None:
    """Change some bits, most of them within one page."""
    start = int(rng.integers(max(len(content) - PAGE, 1)))
    for place in rng.integers(start, min(start + PAGE, len(content)), int(rng.integers(1, 40))):
        content[place] ^= 1 << int(rng.integers(8))


def empty_pages(content: bytearray, rng: np.random.Generator) -> None:
    """Set one to four pages to zero."""
    for page in rng.integers(0, max(len(content) // PAGE, 1), int(rng.integers(1, 5))):
        content[page * PAGE : (page + 1) * PAGE] = bytes(len(content[page * PAGE : (page + 1) * PAGE]))


def cut_off(content: bytearray, rng: np.random.Generator) -> None:
    """Let the end be missing."""
    del content[int(rng.integers(len(content))) :]


def empty(content: bytearray, _rng: np.random.Generator) -> None:
    """Leave nothing."""
    content.clear()


def overwrite(content: bytearray, rng: np.random.Generator) -> None:
    """Write something else over the beginning, as `dd` does to the wrong file."""
    length = int(rng.integers(1, min(len(content), 16 * PAGE) + 1))
    content[:length] = rng.bytes(length)


HARMS: Final[tuple[Bytes, ...]] = (flip, flip, empty_pages, cut_off, empty, overwrite)
"""Flips are the commonest, and the hardest to see."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A data directory as a killed daemon left it, with its log not yet folded in, and what it held."""

    folder: Path
    held: frozenset[str]
    backed_up: frozenset[str]


def run(times: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Damage a copy of the same directory again and again, with a backup beside it and without, and start the daemon."""
    prepared = asyncio.run(_prepare(folder / "prepared"))
    outcome, ends = Outcome(), Counter[str]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tried = pool.map(lambda number: _tried(prepared, folder / str(number), (seed, number), mutant), range(times))
        for number, (what, end, problem) in enumerate(tried):
            outcome.times += 1
            ends[end] += 1
            if problem:
                outcome.failures.append(f"{number}: {what}: {problem}")
            say(f"  {number + 1} of {times}: {what}: {end}")
    outcome.figures = dict(ends)
    return outcome


def _tried(prepared: Prepared, folder: Path, seed: tuple[int, int], mutant: str | None) -> tuple[str, str, str]:
    """Return what was done to one copy, how it ended, and what is wrong with that or an empty text."""
    rng = np.random.default_rng(seed)
    data_dir = folder / "data"
    shutil.copytree(prepared.folder, data_dir)
    with_backup = bool(rng.random() < 0.7)
    if not with_backup:
        shutil.rmtree(data_dir / "backups")
    what = f"{_harm(data_dir, rng)}, {'a' if with_backup else 'no'} backup"
    end, problem = _started(data_dir, prepared, with_backup=with_backup, mutant=mutant)
    shutil.rmtree(folder)
    return what, end, problem


async def _prepare(folder: Path) -> Prepared:
    """Fill a directory as a daemon does, back it up half way, and copy it while its log is not folded in."""
    live = load_settings(data_dir=folder.with_name("live"))
    store = await Store.open(live.database)
    user = await store.users.first_or_new(now=time.time())
    await _add(store, user.user_id, 0, BEFORE_THE_BACKUP)
    backed_up = frozenset(stored_signals(live.database))
    await asyncio.to_thread(write_backup, live.database, live.backups / "daily-2026-11-18.db")
    await _add(store, user.user_id, BEFORE_THE_BACKUP, AFTER_THE_BACKUP)
    await mark(live, store)
    shutil.copytree(live.data_dir, folder)  # as a SIGKILL leaves it: nothing is written while it is copied
    (folder / live.daemon_json.name).write_text(json.dumps({"port": 1, "pid": 1}))
    await store.close()
    return Prepared(folder, frozenset(stored_signals(live.database)), backed_up)


async def _add(store: Store, user_id: int, first: int, count: int) -> None:
    now = time.time()
    videos = [
        facts(number, f"Video {number} about something", f"Channel {number % 50}")
        for number in range(first, first + count)
    ]
    await store.videos.put(user_id, videos, "card", now=now)
    for start in range(first, first + count, 50):
        numbers = range(start, start + 50)
        await store.signals.add(user_id, [signal_of("thumbs_up", each, at=now - each) for each in numbers], now=now)


def _harm(data_dir: Path, rng: np.random.Generator) -> str:
    """Damage the database or its log, and return what was done."""
    database = data_dir / "ownfeed.db"
    kind = rng.random()
    if kind < 0.06:
        database.unlink()
        return "database gone"
    if kind < 0.12:
        (data_dir / "ownfeed.db-shm").write_bytes(rng.bytes(32 * 1024))
        return "shm overwritten"
    path = database if kind < 0.85 else data_dir / "ownfeed.db-wal"
    content = bytearray(path.read_bytes())
    harm = HARMS[int(rng.integers(len(HARMS)))]
    harm(content, rng)
    path.write_bytes(content)
    return f"{path.suffix[1:]} {harm.__name__}"


def _started(data_dir: Path, prepared: Prepared, *, with_backup: bool, mutant: str | None) -> tuple[str, str]:
    """Start the daemon; return how it ended, and what is wrong with that or an empty text."""
    was_there, errors = (data_dir / "ownfeed.db").exists(), data_dir.with_name("errors.log")
    errors.unlink(missing_ok=True)
    status = None
    try:
        with contextlib.suppress(AssertionError), serving(data_dir, mutant=mutant, errors=errors) as daemon:
            status = _settled(daemon, data_dir)  # then it is killed: how it stops is another test's affair
    except TimeoutError as error:
        return "undecided", f"{error}: {errors.read_text()[-2000:]}"
    if status is None:
        return _refused(data_dir, errors.read_text(), was_there=was_there)
    return _served(data_dir, prepared, status, with_backup=with_backup, was_there=was_there)


def _settled(daemon: Served, data_dir: Path) -> dict[str, Any] | None:
    """Return the status once the data were looked at after the crash, whatever followed; None when the daemon ended.

    What was answered before a rescue cannot tell of it, so the rescue is looked for before the question and after it.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    rescued, suspect = data_dir / "rescued.json", data_dir / "suspect"
    while time.monotonic() < deadline:
        if daemon.process.poll() is not None:
            return None
        was_rescued = rescued.exists()
        try:
            token = (data_dir / "cli-token").read_text()
            code, status = daemon.ask("GET", "/api/status", token=token)
        except (OSError, ValueError):  # it starts anew
            time.sleep(0.05)
            continue
        looked_at = any(job["kind"] == "check" and job["state"] == "done" for job in status.get("jobs", ()))
        is_as_it_was = rescued.exists() == was_rescued and not suspect.exists()
        if code == 200 and (looked_at or was_rescued) and is_as_it_was:
            return dict(status)
        time.sleep(0.05)
    raise TimeoutError(f"nothing was decided within {PATIENCE_SECONDS} s")


def _refused(data_dir: Path, errors: str, *, was_there: bool) -> tuple[str, str]:
    """Judge a daemon that ended by itself: it says what to do, and the data lie where they were."""
    last = errors.strip().splitlines()[-1:]
    if "Traceback" in errors or not last or not last[0].endswith((".", ")")):
        return "refused", f"it ended without a sentence: {errors[-300:]}"
    if was_there and not (data_dir / "ownfeed.db").exists():
        return "refused", "it refused, and the data are gone"
    return "refused", ""


def _served(
    data_dir: Path, prepared: Prepared, status: dict[str, Any], *, with_backup: bool, was_there: bool
) -> tuple[str, str]:
    found = frozenset(stored_signals(data_dir / "ownfeed.db"))
    told = "damaged or gone" in status["message"]
    missing = prepared.held - found
    if told:
        kept = any((data_dir / "backups").glob("damaged-*.db")) or not was_there
        if with_backup and not prepared.backed_up <= found:
            return "restored", f"{len(prepared.backed_up - found)} signals of the backup are missing"
        return "restored and told", "" if kept else "the damaged file was not kept"
    if not missing:
        return "nothing missing", ""
    if not found:
        return "silent empty start", "it started empty and told nobody"
    if found - prepared.held:
        return "rows changed unseen", ""
    return "rows missing unseen", f"{len(missing)} signals are missing and nobody was told"


TRIAL: Final = Trial(
    "D6",
    "damage",
    "nothing is missing, or a copy took the place and the person is told, or the daemon refuses: 0 silent empty starts",
    run,
    long=500,
)
