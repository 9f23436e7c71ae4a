"""An export gives the same history in every language and both formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.daemon.importers.exports import Language, as_html, as_json, entries, expected, reading, zipped
from tests.daemon.importers.languages import ENGLISH, LANGUAGES

EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
DROPPED = {"ad": 1, "removed": 1, "post": 1}


@EVERY_LANGUAGE
def test_a_json_export_gives_every_watch_with_its_bare_title(language: Language, tmp_path: Path) -> None:
    path = zipped(tmp_path / "t.zip", {f"{language.folder}/{language.watch_file}.json": as_json(entries(), language)})
    assert reading(path).records == expected(entries())
    assert reading(path).skipped == DROPPED


@EVERY_LANGUAGE
def test_an_html_export_gives_every_watch_at_its_second_in_utc(language: Language, tmp_path: Path) -> None:
    path = zipped(tmp_path / "t.zip", {f"{language.folder}/{language.watch_file}.html": as_html(entries(), language)})
    assert reading(path).records == expected(entries())
    assert reading(path).skipped == DROPPED


@EVERY_LANGUAGE
def test_the_same_history_in_both_formats_counts_once(language: Language, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.html": as_html(entries(), language), "b.json": as_json(entries(), language)}
    both = reading(zipped(tmp_path / "t.zip", files))
    assert both.records == expected(entries())
    assert both.skipped["already imported"] == len(expected(entries()))


def test_a_language_nobody_listed_needs_no_unavailable_video_to_be_understood(tmp_path: Path) -> None:
    polish = next(language for language in LANGUAGES if language.name.startswith("pl"))
    rows = [row for row in entries(24) if row.kind == "watch"]
    path = tmp_path / "x.json"
    path.write_text(as_json(rows, polish), encoding="utf-8")
    assert reading(path).records == expected(rows)


def test_a_winter_row_is_read_in_the_summer_zone_the_export_names(tmp_path: Path) -> None:
    british = next(language for language in LANGUAGES if language.name == "en-GB")
    path = tmp_path / "x.html"
    path.write_text(as_html(entries(400), british), encoding="utf-8")
    watches = reading(path).records
    assert watches == expected(entries(400))
    assert watches[-1].occurred_at < 1_770_000_000  # the last ones lie in January and February


def test_a_title_that_begins_like_the_sentence_loses_the_verb_only_once(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(as_json(entries(), ENGLISH), encoding="utf-8")
    assert "Watched it twice2" in {record.title for record in reading(path).records}


def test_a_verb_written_onto_the_title_is_known_by_what_all_rows_share(tmp_path: Path) -> None:
    korean = next(language for language in LANGUAGES if language.name.startswith("ko"))
    rows = [row for row in entries(60) if row.kind == "watch"]
    path = tmp_path / "x.json"
    path.write_text(as_json(rows, korean), encoding="utf-8")
    assert reading(path).records == expected(rows)
