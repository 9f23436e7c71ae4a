"""How fast a made-up Takeout is read (50 MB) and stored (200 MB) in each format, in how much memory, and how late the loop is.

Aims: stored, HTML ≥ 5 MB/s and JSON ≥ 8 MB/s, ≤ 64 MiB more memory, the loop never later than 50 ms. Each is done in a process
of its own, so that one's memory is not the other's. What is stored is read in a child, whose memory (what it does not share) and
processor time are told apart. On a busy machine the loop also waits for a core: "by itself" is the rest, and never more than
this process computed meanwhile in all its threads.
Once more 50 MB are stored while another person's signals come, forty a second: how long each waits until it is committed.
Beside it google_takeout_parser reads the same 50 MB, where scripts/bench could install it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from daemon.importers import read
from daemon.jobs.importing import import_into
from daemon.store import Store
from daemon.store.signals import Signal
from scripts.benchmarks.memory import peak_kib

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
WORDS = [
    "how",
    "to",
    "bake",
    "bread",
    "slowly",
    "über",
    "den",
    "Wolken",
    "料理",
    "música",
    "история",
    "of",
    "a",
    "small",
    "river",
    "&",
    "its",
    "people's",
    "boats",
]
MEGABYTES = 50
MEGABYTES_STORED = 200
SHARED = "stored beside signals"
KINDS = {"read": MEGABYTES, "stored": MEGABYTES_STORED, SHARED: MEGABYTES}
SIGNAL_EVERY_SECONDS = 0.025
PEER = Path(__file__).resolve().parents[2] / ".venv-bench" / "bin" / "python"
LOOK_EVERY_SECONDS = 0.002
NEWEST_AT = 1_780_000_000
PAGE_START = "<html><head><title>My Activity History</title></head><body><div class='mdl-grid'>"


def measure() -> dict[str, float]:
    """Return MB/s, MB per second of processor time and MiB of memory, for reading and for storing, and the loop's lateness in ms."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for write in (write_json, write_html):
            for what, megabytes in KINDS.items():
                path = write(Path(folder), megabytes * 10**6)
                told = _told([sys.executable, "-m", "scripts.benchmarks.imports", what, str(path)])
                if what == "read" and PEER.exists():
                    peer = _told([str(PEER), "-m", "scripts.benchmarks.takeout_parser", str(path)])
                    told |= {f"by google_takeout_parser, {name}": value for name, value in peer.items()}
                figures |= {f"{path.suffix[1:]} {what} {name}": value for name, value in told.items()}
    return figures


def _told(command: list[str]) -> dict[str, float]:
    """Run a process that prints its figures, and return them."""
    told: dict[str, float] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return told


def _read(path: Path) -> dict[str, float]:
    """Read it and throw the records away."""
    rows = 0
    with _measured(path) as figures:
        for batch in read([path]):
            rows += len(batch.records)
    return figures | {"rows": rows}


async def _stored(path: Path, *, is_shared: bool) -> dict[str, float]:
    """Store it in a new database, and look meanwhile how late the loop comes; is_shared: somebody else's signals come, too."""
    late: list[tuple[float, float]] = []
    reader: list[float] = []
    waited: list[float] = []
    with tempfile.TemporaryDirectory(prefix="ownfeed-bench-") as folder:
        store = await Store.open(Path(folder) / "ownfeed.db")
        user = await store.users.first_or_new(now=NEWEST_AT)
        gc.freeze()  # as a daemon that has loaded does
        beside = [asyncio.create_task(_look(late, reader))]
        if is_shared:
            beside.append(asyncio.create_task(_tell(store, waited)))
        with _measured(path) as figures:
            await import_into(
                store, user.user_id, [path], "auto", clock=lambda: float(NEWEST_AT), on_progress=lambda _: None
            )
        for task in beside:
            task.cancel()
        for ended in await asyncio.gather(*beside, return_exceptions=True):
            if ended is not None and not isinstance(ended, asyncio.CancelledError):
                raise ended
        await store.close()
    figures["memory of the reader MiB"] = max(reader)
    for name, values in zip(("late", "late by itself"), zip(*late, strict=True), strict=True):
        figures |= {f"loop {name} p99 ms": float(np.percentile(values, 99)), f"loop {name} max ms": max(values)}
    if waited:
        p50, p99 = np.percentile(waited, (50, 99))
        figures |= {"signal p50 ms": float(p50), "signal p99 ms": float(p99), "signal max ms": max(waited)}
    return figures | {"load of the machine": os.getloadavg()[0]}


async def _tell(store: Store, waited: list[float]) -> None:
    """Have another person's signals stored, each at its time whether or not those before are; note how long each took, in ms."""
    user = await store.users.ensure("somebody else", now=NEWEST_AT)
    loop = asyncio.get_running_loop()
    due_at = loop.time()
    async with asyncio.TaskGroup() as telling:
        for number in count():
            telling.create_task(_store_one(store, user.user_id, number, waited))
            due_at += SIGNAL_EVERY_SECONDS
            await asyncio.sleep(max(due_at - loop.time(), 0.0))


async def _store_one(store: Store, user_id: int, number: int, waited: list[float]) -> None:
    began = time.perf_counter()
    signal = Signal(f"signal-{number}", "thumbs_up", float(NEWEST_AT), "bench", video_id=f"s{number % 1_000:010d}")
    await store.signals.add(user_id, [signal], now=float(NEWEST_AT))
    waited.append(1000 * (time.perf_counter() - began))


async def _look(late: list[tuple[float, float]], reader: list[float]) -> None:
    """Note how late the loop comes, in ms, and of that by itself; now and then how much memory the child holds, in MiB."""
    loop, this = asyncio.get_running_loop(), psutil.Process()
    while True:
        due_at, computed, waited = loop.time() + LOOK_EVERY_SECONDS, time.process_time(), _waited_seconds()
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        seconds = loop.time() - due_at
        by_itself = min(max(seconds - (_waited_seconds() - waited), 0.0), time.process_time() - computed)
        late.append((1000 * seconds, 1000 * by_itself))
        if len(late) % 100 == 0:
            reader += [_own_bytes(child.memory_info()) / 2**20 for child in this.children()]


def _waited_seconds() -> float:
    """Return how long the first thread, which is the loop's, has waited for a core since it began; 0 where nobody tells."""
    try:
        return int(Path("/proc/self/schedstat").read_text().split()[1]) / 1e9
    except OSError:
        return 0.0


def _own_bytes(memory: Any) -> int:
    """Return what a process holds and does not share, as programs' text; all of it where the system does not tell."""
    return int(memory.rss - getattr(memory, "shared", 0))


@contextmanager
def _measured(path: Path) -> Iterator[dict[str, float]]:
    """Yield the figures of what is done with a file; they are there at the end."""
    figures: dict[str, float] = {}
    before, started, started_cpu = peak_kib(), time.perf_counter(), time.process_time()
    yield figures
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - started_cpu
    megabytes = path.stat().st_size / 1e6
    figures |= {
        "MB/s": megabytes / seconds,
        "MB per cpu second": megabytes / cpu_seconds,
        "more memory MiB": (peak_kib() - before) / 1024,
    }
    if (reader_cpu_seconds := os.times().children_user + os.times().children_system) > 0:
        figures["MB per cpu second of the reader"] = megabytes / reader_cpu_seconds


def write_json(folder: Path, size: int) -> Path:
    """Write a watch-history.json of about `size` bytes."""
    path = folder / "watch-history.json"
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for number, (video_id, title, channel, at) in enumerate(_watches()):
            item = {
                "header": "YouTube",
                "title": f"Watched {title}",
                "titleUrl": f"https://www.youtube.com/watch?v={video_id}",
                "subtitles": [{"name": channel, "url": f"https://www.youtube.com/channel/UC{video_id * 2}"}],
                "time": at.isoformat().replace("+00:00", "Z"),
                "products": ["YouTube"],
                "activityControls": ["YouTube watch history"],
            }
            file.write(("," if number else "") + json.dumps(item, ensure_ascii=False, indent=2))
            if file.tell() > size:
                break
        file.write("]")
    return path


def write_html(folder: Path, size: int) -> Path:
    """Write a watch-history.html of about `size` bytes."""
    path = folder / "watch-history.html"
    cell = "content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1"
    with path.open("w", encoding="utf-8") as file:
        file.write(PAGE_START)
        for video_id, title, channel, at in _watches():
            file.write(
                '<div class="outer-cell mdl-cell mdl-cell--12-col mdl-shadow--2dp"><div class="mdl-grid">'
                '<div class="header-cell mdl-cell mdl-cell--12-col"><p class="mdl-typography--title">YouTube<br></p></div>'
                f'<div class="{cell}">Watched&nbsp;<a href="https://www.youtube.com/watch?v={video_id}">{escape(title)}</a>'
                f'<br><a href="https://www.youtube.com/channel/UC{video_id * 2}">{escape(channel)}</a><br>'
                f"{at:%b} {at.day}, {at.year}, {at:%I:%M:%S}\u202f{at:%p} CEST<br></div>"
                f'<div class="{cell} mdl-typography--text-right"></div><div class="content-cell mdl-cell mdl-cell--12-col'
                ' mdl-typography--caption"><b>Products:</b><br>&emsp;YouTube<br></div></div></div>'
            )
            if file.tell() > size:
                break
        file.write("</div></body></html>")
    return path


def _watches() -> Iterator[tuple[str, str, str, datetime]]:
    rng = random.Random(7)
    at = NEWEST_AT
    while True:
        at -= rng.randrange(30, 1000)
        title = " ".join(rng.choices(WORDS, k=rng.randrange(3, 12)))
        video_id = "".join(rng.choices(LETTERS, k=11))
        yield video_id, title, " ".join(rng.choices(WORDS, k=2)), datetime.fromtimestamp(at, UTC)


if __name__ == "__main__":
    what, given = sys.argv[1], Path(sys.argv[2])
    print(json.dumps(_read(given) if what == "read" else asyncio.run(_stored(given, is_shared=what == SHARED))))
