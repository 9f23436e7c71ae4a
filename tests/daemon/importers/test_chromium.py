"""A browser's history is read from a copy, while the browser runs, and its file is never touched."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite

from daemon.errors import UnreadableHistory
from daemon.importers import Progress, Record, read
from tests.daemon.importers.exports import reading

AT = 1_782_812_537
VISIT = 0x3000_0000
TABLES = """
    CREATE TABLE urls(id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, hidden INTEGER DEFAULT 0);
    CREATE TABLE visits(id INTEGER PRIMARY KEY, url INTEGER NOT NULL, visit_time INTEGER NOT NULL, transition INTEGER);
    CREATE TABLE visit_source(id INTEGER PRIMARY KEY, source INTEGER NOT NULL);
"""
ANNOTATIONS = "CREATE TABLE context_annotations(visit_id INTEGER PRIMARY KEY, total_foreground_duration INTEGER);"


class Browser:
    """A browser that writes its history."""

    def __init__(self, path: Path, tables: str = TABLES + ANNOTATIONS) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.database: Any = sqlite.connect(path, isolation_level=None)
        self.database.executescript(tables)

    def visit(self, url: object, title: object = "A song - YouTube", *, at: object = AT, transition: object = VISIT,
              foreground: object = None) -> None:  # fmt: skip
        time = (at + 11_644_473_600) * 1_000_000 + 69_862 if isinstance(at, int) else at
        page = self.database.execute("INSERT INTO urls(url, title) VALUES (?, ?)", (url, title)).lastrowid
        insert = "INSERT INTO visits(url, visit_time, transition) VALUES (?, ?, ?)"
        visit = self.database.execute(insert, (page, time, transition)).lastrowid
        if foreground is not None:
            self.database.execute("INSERT INTO context_annotations VALUES (?, ?)", (visit, foreground))


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    opened = Browser(tmp_path / "BraveSoftware" / "Brave-Browser" / "Default" / "History")
    with closing(opened.database):
        yield opened


WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def test_a_visit_to_a_video_is_a_watch_with_the_seconds_it_was_in_front(browser: Browser) -> None:
    browser.visit(WATCH, foreground=93_500_000)
    assert reading(browser.path).records == [
        Record("watch", float(AT), "dQw4w9WgXcQ", "A song", watch_seconds=93.5, source="brave")
    ]


@pytest.mark.parametrize("foreground", [None, -1, 0, "long"])
def test_seconds_nobody_counted_are_unknown(foreground: object, browser: Browser) -> None:
    browser.visit(WATCH, foreground=foreground)
    assert reading(browser.path).records[0].watch_seconds is None


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        ("A song - YouTube", "A song"),
        ("(3) A song - YouTube", "A song"),
        ("(99+) A song - YouTube", "A song"),
        ("A song - YouTube - YouTube", "A song - YouTube"),
        ("A song - YouTube Music", "A song"),
        ("A song ", "A song "),
        ("YouTube", None),
        ("(3) YouTube", None),
        (" - YouTube", None),
        ("", None),
        (None, None),
        (WATCH, None),
        (b"\xff", None),
    ],
)
def test_the_title_of_a_video_is_taken_out_of_its_page(shown: object, title: str | None, browser: Browser) -> None:
    browser.visit(WATCH, shown)
    assert reading(browser.path).records[0].title == title


@pytest.mark.parametrize(
    "transition", [0, 1, VISIT, VISIT | 1, VISIT | 0x4000_0000, 0x2000_0000, VISIT - 2**32 + 0x8000_0000]
)
def test_a_visit_however_it_came_about_counts(transition: int, browser: Browser) -> None:
    browser.visit(WATCH, transition=transition)
    assert len(reading(browser.path).records) == 1


@pytest.mark.parametrize(
    "transition", [VISIT | 3, VISIT | 4, VISIT | 8, 8, 0x1000_0000, 0x4000_0000, 0x8000_0000 - 2**32]
)
def test_a_reload_a_frame_and_a_redirect_are_no_watches(transition: int, browser: Browser) -> None:
    browser.visit(WATCH, transition=transition)
    result = reading(browser.path)
    assert (result.records, result.skipped) == ([], {"other": 1})


def test_searches_count_and_other_pages_concern_nobody(browser: Browser) -> None:
    browser.visit("https://www.youtube.com/results?search_query=piano+tutorial")
    browser.visit("https://www.youtube.com/")
    browser.visit("https://accounts.google.com/ServiceLogin?service=youtube.com/")
    browser.visit("https://news.example.org/a")
    result = reading(browser.path)
    assert result.records == [Record("search", float(AT), query="piano tutorial", source="brave")]
    assert result.skipped == {}


def test_one_video_under_several_addresses_in_one_second_is_one_watch(browser: Browser) -> None:
    browser.visit(WATCH)
    browser.visit(f"{WATCH}&t=53s")
    browser.visit(f"{WATCH}&list=PLx", at=AT + 60)
    assert [record.occurred_at - AT for record in reading(browser.path).records] == [60, 0]


@pytest.mark.parametrize(
    "wrong", [{"at": "noon"}, {"at": -5}, {"transition": "typed"}, {"at": None, "transition": None}]
)
def test_a_visit_that_makes_no_sense_is_counted_as_such(wrong: dict[str, Any], browser: Browser) -> None:
    browser.database.execute("DROP TABLE visits")
    browser.database.execute("CREATE TABLE visits(id INTEGER PRIMARY KEY, url, visit_time, transition)")
    browser.visit(WATCH, **wrong)
    result = reading(browser.path)
    assert (result.records, result.skipped) == ([], {"unrecognised": 1})


def test_an_address_that_is_no_text_is_passed_over(browser: Browser) -> None:
    browser.visit(b"https://www.youtube.com/watch?v=\xff")
    assert reading(browser.path).records == []


def test_a_browser_of_years_ago_is_read_too(tmp_path: Path) -> None:
    old = Browser(tmp_path / "History", TABLES)
    with closing(old.database):
        old.visit(WATCH)
    assert [record.source for record in reading(old.path).records] == ["chrome"]


def test_a_running_browser_that_locks_its_file_is_read_and_left_alone(browser: Browser) -> None:
    browser.visit(WATCH)
    browser.database.execute("PRAGMA locking_mode = EXCLUSIVE")
    browser.database.execute("BEGIN EXCLUSIVE")
    browser.database.execute("DELETE FROM visits")  # not committed: not so
    before = {path.name: path.read_bytes() for path in browser.path.parent.iterdir()}
    assert len(reading(browser.path).records) == 1
    assert {path.name: path.read_bytes() for path in browser.path.parent.iterdir()} == before


def test_what_a_browser_has_only_in_its_log_is_read_too(browser: Browser) -> None:
    browser.database.execute("PRAGMA journal_mode = WAL")
    browser.visit(WATCH)
    assert browser.path.with_name("History-wal").stat().st_size > 0
    assert len(reading(browser.path).records) == 1


def test_a_crash_in_the_middle_of_a_change_is_rolled_back_in_the_copy(tmp_path: Path, browser: Browser) -> None:
    browser.visit(WATCH)
    browser.database.execute("PRAGMA cache_size = 1")
    browser.database.execute("BEGIN")
    for number in range(2000):
        browser.visit(f"https://example.org/{number}", "x" * 200)
    browser.database.execute("DELETE FROM visits")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in ("History", "History-journal"):
        (crashed / name).write_bytes(browser.path.with_name(name).read_bytes())
    assert len(reading(crashed / "History").records) == 1


def test_the_copy_is_gone_afterwards(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    browser.visit(WATCH)
    batches = read([browser.path])
    next(batches)
    (copy,) = folder.iterdir()
    assert copy.stat().st_mode & 0o777 == 0o700
    list(batches)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ("CREATE TABLE moz_places(id, url)", "History is a database, but not the history of a Chromium browser."),
        ("CREATE TABLE visits(id)", "History is a database, but not the history of a Chromium browser."),
        (
            "CREATE TABLE urls(id, url, title); CREATE VIEW visits AS SELECT 1 AS id, 1 AS url, 1 AS visit_time, 1 AS transition",
            "History is a database, but not the history of a Chromium browser.",
        ),
    ],
)
def test_another_programs_database_is_refused(tables: str, sentence: str, tmp_path: Path) -> None:
    with closing(Browser(tmp_path / "History", tables).database):
        pass
    with pytest.raises(UnreadableHistory, match=sentence):
        list(read([tmp_path / "History"]))


@pytest.mark.parametrize(("start", "end"), [(16, 4096), (4096, 12288)])
def test_a_damaged_history_is_refused_in_one_sentence(start: int, end: int, browser: Browser) -> None:
    browser.database.execute("BEGIN")
    for number in range(500):
        browser.visit(f"https://example.org/{number}")
    browser.database.execute("COMMIT")
    raw = bytearray(browser.path.read_bytes())
    raw[start:end] = b"\xa5" * (end - start)
    browser.path.write_bytes(raw)
    with pytest.raises(UnreadableHistory, match="is damaged or is being written; close the browser and try again"):
        list(read([browser.path]))


def test_no_room_for_the_copy_is_said(browser: Browser) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(UnreadableHistory, match=r"History cannot be copied to read it: File too large\."):
            list(read([browser.path]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_takeout_is_no_browser_and_a_browser_no_takeout(browser: Browser, tmp_path: Path) -> None:
    with pytest.raises(UnreadableHistory, match="browser's history; leave out"):
        list(read([browser.path], "takeout"))
    (tmp_path / "watch-history.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UnreadableHistory, match="not the History file of a browser"):
        list(read([tmp_path / "watch-history.json"], "brave"))


def test_reading_a_browser_says_how_far_it_is(browser: Browser) -> None:
    browser.visit(WATCH)
    told: list[Progress] = []
    list(read([browser.path], on_progress=told.append))
    size = browser.path.stat().st_size
    assert told == [Progress(size, size, 1, "History")]


def test_a_profile_folder_gives_its_history(browser: Browser) -> None:
    browser.visit(WATCH)
    (browser.path.parent / "Preferences.json").write_text("{", encoding="utf-8")
    assert len(reading(browser.path.parent, source="edge").of("watch")) == 1
    assert reading(browser.path.parent, source="edge").records[0].source == "edge"
