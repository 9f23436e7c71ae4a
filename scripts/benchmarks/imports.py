"""How fast a made-up Takeout of 50 MB is read in each format, and in how much memory; nothing is stored.

Each format is read in a process of its own, so that one's memory is not the other's.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from daemon.importers import read

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
NEWEST_AT = 1_780_000_000
PAGE_START = "<html><head><title>My Activity History</title></head><body><div class='mdl-grid'>"


def measure() -> dict[str, float]:
    """Return MB/s, MB per second of processor time, and the memory in MiB that reading took, for both formats."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for write in (write_json, write_html):
            path = write(Path(folder), MEGABYTES << 20)
            command = [sys.executable, "-m", "scripts.benchmarks.imports", str(path)]
            figures |= json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return figures


def measured(path: Path) -> dict[str, float]:
    """Return the figures of one file."""
    before = _peak_kib()
    started, started_cpu = time.perf_counter(), time.process_time()
    for _ in read([path]):
        pass
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - started_cpu
    megabytes = path.stat().st_size / 1e6
    name = path.suffix[1:]
    return {
        f"{name} MB/s": megabytes / seconds,
        f"{name} MB per cpu second": megabytes / cpu_seconds,
        f"{name} more memory MiB": (_peak_kib() - before) / 1024,
    }


def write_json(folder: Path, size: int) -> Path:
    """Write a watch-history.json of about `size` bytes."""
    path = folder / "watch-history.json"
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for count, (video_id, title, channel, at) in enumerate(_watches()):
            item = {
                "header": "YouTube",
                "title": f"Watched {title}",
                "titleUrl": f"https://www.youtube.com/watch?v={video_id}",
                "subtitles": [{"name": channel, "url": f"https://www.youtube.com/channel/UC{video_id * 2}"}],
                "time": at.isoformat().replace("+00:00", "Z"),
                "products": ["YouTube"],
                "activityControls": ["YouTube watch history"],
            }
            file.write(("," if count else "") + json.dumps(item, ensure_ascii=False, indent=2))
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


def _peak_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
