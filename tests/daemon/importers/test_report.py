"""An import says what came of it: new, existing and skipped, and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from daemon.errors import UnreadableHistory
from daemon.importers import Batch, Progress, Record, Report, Stored, run_import, tally
from tests.daemon.importers.exports import as_html, as_json, entries, expected
from tests.daemon.importers.languages import ENGLISH

ROWS = entries()
WATCHES = expected(ROWS)


class Shelf:
    """A store of the tests: every other video is known before."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def add(self, batch: Batch) -> Stored:
        fresh = [record for record in batch.records if record not in self.records]
        self.records += fresh
        skipped = len(batch.records) - len(fresh)
        return Stored(new=len(fresh) - len(fresh) // 2, existing=len(fresh) // 2, skipped=skipped)


def history(tmp_path: Path) -> Path:
    path = tmp_path / "watch-history.json"
    path.write_text(as_json(ROWS, ENGLISH), encoding="utf-8")
    return path


def test_an_import_reports_new_existing_and_skipped_with_reasons(tmp_path: Path) -> None:
    shelf, told = Shelf(), list[Progress]()
    report = run_import([history(tmp_path)], "auto", shelf.add, told.append)
    assert shelf.records == WATCHES
    assert report.to_json() == {"new": 5, "existing": 4, "skipped": 3, "reasons": {"ad": 1, "removed": 1, "post": 1}}
    assert report.sentences() == [
        "5 new, 4 existing, 3 skipped.",
        "Read: 9 watches.",
        "Skipped: 1 advertisement, 1 removed video, 1 community post.",
    ]
    assert told


def test_a_second_import_adds_nothing(tmp_path: Path) -> None:
    shelf = Shelf()
    run_import([history(tmp_path)], "auto", shelf.add)
    report = run_import([history(tmp_path)], "takeout", shelf.add)
    assert (report.new, report.existing, report.skipped) == (0, 0, 12)
    assert report.reasons["already imported"] == 9


def test_repeats_within_an_import_and_between_imports_have_one_name(tmp_path: Path) -> None:
    path = history(tmp_path)
    (tmp_path / "x.html").write_text(as_html(ROWS, ENGLISH), encoding="utf-8")
    together = run_import([path, tmp_path / "x.html"], "auto", Shelf().add)
    assert together.reasons["already imported"] == len(WATCHES)


def test_a_damaged_file_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    shelf, path = Shelf(), tmp_path / "cut.json"
    path.write_text(as_json(ROWS, ENGLISH)[:-50], encoding="utf-8")
    with pytest.raises(UnreadableHistory):
        run_import([history(tmp_path), path], "auto", shelf.add)
    assert shelf.records == []


@pytest.mark.parametrize(("unread", "is_new"), [(0, False), (5, False), (6, True), (100, True)])
def test_many_rows_not_understood_look_like_a_new_format(unread: int, is_new: bool) -> None:
    batch = Batch((), Counter(unrecognised=unread, ad=100 - unread))
    report = tally([batch], Shelf().add)
    assert report.looks_like_a_new_format is is_new
    assert any("new format" in sentence for sentence in report.sentences()) is is_new


def test_a_note_is_told_once() -> None:
    batch = Batch((), Counter(), ("The time zone 'IST' has several meanings; it was read as UTC+05:30.",))
    assert tally([batch, batch], Shelf().add).sentences()[1:] == list(batch.notes)


def test_nothing_read_is_nothing_skipped() -> None:
    assert Report().sentences() == ["0 new, 0 existing, 0 skipped."]
    assert not Report().looks_like_a_new_format
