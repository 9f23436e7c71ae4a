"""A history is read in a process of its own, which ends with whoever reads it and cannot take the machine's memory."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from daemon.errors import OwnFeedError, UnreadableHistory
from daemon.importers import Batch, Progress, Record, apart, read
from daemon.importers.apart import read_apart
from tests.daemon.importers.exports import as_json, entries
from tests.daemon.importers.languages import ENGLISH
from tests.daemon.importers.test_chromium import AT, VISIT, Browser

ROWS = entries()


def history(folder: Path, text: str = as_json(ROWS, ENGLISH), name: str = "watch-history.json") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def many(folder: Path) -> Path:
    """Return a history of several batches, so that its reader waits for us."""
    address = "https://www.youtube.com/watch?v="
    rows = [
        {"title": f"Watched {number}", "titleUrl": f"{address}bread{number:06d}", "time": "2026-01-01T10:00:00.000Z"}
        for number in range(9_000)
    ]
    return history(folder, json.dumps(rows))


def by_videos(batch: Batch) -> Batch:
    """Return a batch of `read` as it comes from apart: by its videos, else as it was read."""
    return replace(batch, records=tuple(sorted(batch.records, key=lambda record: record.video_id or "")))


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "daemon.importers" in child.cmdline()]


def test_what_is_read_apart_is_what_is_read_here(tmp_path: Path) -> None:
    path, here, there = history(tmp_path), list[Progress](), list[Progress]()

    apart = [replace(batch, records=tuple(batch.records)) for batch in read_apart([path], on_progress=there.append)]
    assert apart == [by_videos(batch) for batch in read([path], on_progress=here.append)]
    assert [(batch.source, batch.kinds.total()) for batch in apart] == [
        ("takeout", len(batch.records)) for batch in apart
    ]
    assert there == here
    assert here
    assert children() == []


def test_a_refusal_is_told_as_it_is_told_here(tmp_path: Path) -> None:
    with pytest.raises(UnreadableHistory) as here:
        list(read([history(tmp_path, "Dear reader,")]))
    with pytest.raises(UnreadableHistory) as there:
        list(read_apart([tmp_path / "watch-history.json"]))

    assert there.value.message == here.value.message


def test_whoever_stops_reading_ends_the_process(tmp_path: Path) -> None:
    batches = read_apart([many(tmp_path)])
    next(batches)
    assert len(children()) == 1

    batches.close()

    assert children() == []


def long_browser_history(folder: Path) -> Path:
    """Return a browser's history of several batches."""
    path = folder / "History"
    with closing(Browser(path).database) as database:
        pages = [(number, f"https://www.youtube.com/watch?v=bread{number:06d}", "Bread") for number in range(9_000)]
        database.executemany("INSERT INTO urls(id, url, title) VALUES (?, ?, ?)", pages)
        visits = [(number, (AT + number + 11_644_473_600) * 1_000_000, VISIT) for number in range(9_000)]
        database.executemany("INSERT INTO visits(url, visit_time, transition) VALUES (?, ?, ?)", visits)
    return path


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which this process and its children make temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_where_reading_is_broken_off_no_copy_of_a_browsers_history_stays(tmp_path: Path, temporary: Path) -> None:
    batches = read_apart([long_browser_history(tmp_path)])
    next(batches)
    assert list(temporary.rglob("History"))

    batches.close()

    assert list(temporary.iterdir()) == []


def test_a_reader_that_is_killed_is_told_in_a_sentence(tmp_path: Path) -> None:
    batches = read_apart([many(tmp_path)])
    next(batches)
    [child] = children()
    child.kill()

    with pytest.raises(OwnFeedError, match=r"died; free some memory and try it again\.$"):
        list(batches)


def test_the_process_cannot_take_the_memory_of_the_machine_and_gives_way_to_requests(tmp_path: Path) -> None:
    ending = "lambda: print(resource.getrlimit(resource.RLIMIT_AS)[0], os.nice(0), file=sys.stderr)"
    program = f"import atexit, os, resource, sys; from daemon.importers import apart; atexit.register({ending}); apart.child()"
    asked = pickle.dumps(([history(tmp_path)], "auto"))

    told = subprocess.run([sys.executable, "-c", program], input=asked, capture_output=True, check=True)

    assert told.stderr.split() == [b"%d" % apart.MEMORY_BYTES, b"%d" % min(19, os.nice(0) + apart.NICENESS)]


def test_a_fault_of_ours_is_told_by_its_place_and_quotes_nothing() -> None:
    with pytest.raises(KeyError) as caught:
        dict[str, Record]()["what she watched"]

    assert apart.where(caught.value).startswith("KeyError at test_apart.py:")
    assert "watched" not in apart.where(caught.value)
