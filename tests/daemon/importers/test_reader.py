"""However a history is cut, ordered, repeated or named, its records are the same; reading it says how far it is."""

from __future__ import annotations

import json
import os
import random
import tracemalloc
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daemon.errors import InvalidRequest, UnreadableHistory
from daemon.importers import Batch, Progress, Record, read
from daemon.importers.seen import Seen
from tests.daemon.importers.exports import START, Entry, as_html, as_json, entries, expected, reading, zipped
from tests.daemon.importers.languages import ENGLISH, LANGUAGES

ROWS = entries(60)
FORMATS = {"json": as_json, "html": as_html}


def many(count: int) -> list[Entry]:
    """Watches that are all different."""
    return [
        Entry("watch", f"{n:011}", f"Title {n}", f"Channel {n}", START - timedelta(minutes=n)) for n in range(count)
    ]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.sets(st.integers(1, len(ROWS) - 1), max_size=5),
    seed=st.integers(0, 99),
    language=st.sampled_from(LANGUAGES[:13]),
)
def test_a_history_in_pieces_is_the_whole_in_any_order(
    suffix: str, cuts: set[int], seed: int, language: object, tmp_path: Path
) -> None:
    edges = [0, *sorted(cuts), len(ROWS)]
    pieces = [ROWS[start:end] for start, end in pairwise(edges)]
    random.Random(seed).shuffle(pieces)
    make = FORMATS[suffix]
    paths = [written(tmp_path, f"{n}.{suffix}", make(piece, language)) for n, piece in enumerate(pieces)]  # type: ignore[arg-type]
    whole = reading(written(tmp_path, f"whole.{suffix}", make(ROWS, language)))  # type: ignore[arg-type]
    parts = reading(*paths)
    assert sorted(parts.records, key=hash) == sorted(whole.records, key=hash)
    assert parts.skipped.get("ad") == whole.skipped.get("ad")


@pytest.mark.parametrize("suffix", FORMATS)
def test_rows_in_any_order_give_the_same_records(suffix: str, tmp_path: Path) -> None:
    shuffled = random.Random(3).sample(ROWS, len(ROWS))
    path = written(tmp_path, f"x.{suffix}", FORMATS[suffix](shuffled, ENGLISH))
    assert sorted(reading(path).records, key=hash) == sorted(expected(ROWS), key=hash)


@pytest.mark.parametrize("suffix", FORMATS)
def test_layout_and_line_ends_change_nothing(suffix: str, tmp_path: Path) -> None:
    text = FORMATS[suffix](ROWS, ENGLISH)
    spaced = (
        text.replace('"titleUrl": ', '\r\n\t"titleUrl"\r\n:   ')
        .replace("<br>", "<br />\r\n")
        .replace('="', "='")
        .replace('">', "'>")
    )
    spaced = (
        spaced if suffix == "html" else text.replace('"titleUrl": ', '\r\n\t"titleUrl"\r\n:   ').replace("=", "\\u003d")
    )
    assert reading(written(tmp_path, f"x.{suffix}", spaced)).records == expected(ROWS)


def test_markup_that_closes_nothing_is_still_read(tmp_path: Path) -> None:
    text = (
        as_html(ROWS, ENGLISH).replace("</a>", "").replace("</p>", "").replace("</b>", "").replace("CEST<br>", "CEST")
    )
    assert reading(written(tmp_path, "x.html", text)).records == expected(ROWS)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_saved_again_by_an_editor_is_read(encoding: str, tmp_path: Path) -> None:
    for suffix, make in FORMATS.items():
        path = tmp_path / f"x.{suffix}"
        path.write_text(make(ROWS, ENGLISH), encoding=encoding)
        assert reading(path).records == expected(ROWS)


def test_a_batch_holds_at_most_2000_records_of_one_file(tmp_path: Path) -> None:
    table = "Video ID,x\ndQw4w9WgXcQ,2026-02-25T19:35:57+00:00\n"
    path = zipped(tmp_path / "t.zip", {"a.json": as_json(many(4200), ENGLISH), "likes.csv": table})
    assert [len(batch.records) for batch in read([path])] == [2000, 2000, 200, 1]


def test_rows_that_are_only_skipped_are_told_too(tmp_path: Path) -> None:
    removed = [Entry("removed", f"{n:011}", "", None, START) for n in range(3)]
    assert list(read([written(tmp_path, "x.json", as_json(removed, ENGLISH))])) == [Batch((), Counter(removed=3))]


@pytest.mark.parametrize("suffix", FORMATS)
def test_progress_rises_to_all_of_the_bytes(suffix: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"x.{suffix}", FORMATS[suffix](many(3000), ENGLISH))
    told: list[Progress] = []
    for _ in read([path], on_progress=told.append):
        pass
    assert [progress.done_bytes for progress in told] == sorted(progress.done_bytes for progress in told)
    assert told[-1] == Progress(path.stat().st_size, path.stat().st_size, told[-1].records, path.name)
    assert 2000 <= told[-1].records <= 3000


@pytest.mark.parametrize("suffix", FORMATS)
def test_twice_the_rows_take_no_more_memory(suffix: str, tmp_path: Path) -> None:
    peaks = []
    for count in (4_500, 9_000):
        path = written(tmp_path, f"x.{suffix}", FORMATS[suffix](many(count), ENGLISH))
        tracemalloc.start()
        for _ in read([path]):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert path.stat().st_size > 1_000_000
    assert peaks[1] - peaks[0] < 700_000


def test_the_same_thing_at_the_same_second_is_seen_once_among_many() -> None:
    seen = Seen()
    records = [Record("watch", float(second), video_id) for second in range(5000) for video_id in ("a", "b")]
    assert all(seen.add(record) for record in records)
    assert not any(seen.add(record) for record in records)
    assert seen.add(Record("like", 1.0, "a"))


@pytest.mark.parametrize("content", ["", " \n ", "\ufeff"])
def test_an_empty_file_says_so(content: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableHistory):
        list(read([written(tmp_path, "watch-history.json", content)]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '{"hello": "world"}'),
        ("a.json", "not json"),
        ("a.html", "<html><body>hello</body></html>"),
        ("a.txt", "hello"),
        ("a.csv", "date,amount\n2026-01-01,5\n"),
        ("a.mp4", "\x00\x00\x00\x18ftypmp42"),
    ],
)
def test_what_is_no_history_is_refused_with_what_to_give_instead(name: str, content: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableHistory, match=f"{name} holds no YouTube history: give a Google Takeout"):
        list(read([written(tmp_path, name, content)]))


def test_a_missing_file_an_unknown_source_and_an_empty_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableHistory, match="There is no file"):
        list(read([tmp_path / "nothing.zip"]))
    with pytest.raises(UnreadableHistory, match="is neither a file nor a folder"):
        list(read([Path(os.devnull)]))
    with pytest.raises(UnreadableHistory, match="cannot be read"):
        list(read([tmp_path / ("x" * 300)]))
    with pytest.raises(InvalidRequest, match="There is no source 'netscape'; it can be auto, takeout, brave"):
        list(read([tmp_path], "netscape"))
    with pytest.raises(UnreadableHistory, match="holds no YouTube history"):
        list(read([tmp_path]))
    with pytest.raises(UnreadableHistory, match="holds no YouTube history"):
        list(read([]))


def test_nothing_is_given_of_an_import_whose_last_file_is_damaged(tmp_path: Path) -> None:
    good = written(tmp_path, "a.json", as_json(ROWS, ENGLISH))
    cut = written(tmp_path, "b.json", as_json(ROWS, ENGLISH)[:-200])
    batches = read([good, cut])
    with pytest.raises(UnreadableHistory, match=r"b\.json is damaged or cut off"):
        next(batches)


def test_an_export_without_a_single_row_is_no_mistake(tmp_path: Path) -> None:
    assert list(read([written(tmp_path, "watch-history.json", json.dumps([]))])) == []
