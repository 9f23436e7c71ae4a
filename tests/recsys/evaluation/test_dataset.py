"""A data set in the documented form is read as it stands, and one that is not is refused in a sentence."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest

from recsys.catalog import Catalog
from recsys.evaluation.dataset import DataSet, UnusableDataSet, read_data_set
from recsys.history import EventKind

ITEMS = """item_id,title,channel,tags,published_at,view_count
a,Borrow checker,Ferris,rust|code,2026-01-01T00:00:00Z,1200
b,"Bread, simply",,"bread, oven",1767225600,
"""
EVENTS = """user_id,item_id,timestamp,value
u,b,1767312000,0.4
u,a,2026-01-01T12:00:00+00:00,
v,nobody-knows,1767312000,1
"""


def written(folder: Path, items: str = ITEMS, events: str = EVENTS) -> Path:
    (folder / "items.csv").write_text(items, encoding="utf-8")
    (folder / "events.csv").write_text(events, encoding="utf-8")
    return folder


def done_by(data: DataSet) -> dict[str, list[tuple[str, EventKind, float]]]:
    """Return everybody's events in the order of time: video, kind, value."""
    catalog = Catalog(2)
    catalog.put(data.videos)
    return {
        user: [
            (catalog.video(row).video_id, EventKind(kind), value)
            for row, kind, value in zip(
                history.rows.tolist(), history.kinds.tolist(), history.values.tolist(), strict=True
            )
        ]
        for user, history in data.histories(catalog).items()
    }


def test_items_become_videos_with_what_is_known_of_them(tmp_path: Path) -> None:
    first, second = read_data_set(written(tmp_path)).videos
    assert (first.title, first.channel_name, first.tags, first.view_count) == (
        "Borrow checker",
        "Ferris",
        ("rust", "code"),
        1200,
    )
    assert first.published_at == second.published_at == 1767225600
    assert (second.channel_name, second.tags, second.view_count) == (None, ("bread", "oven"), None)


def test_events_stand_in_the_order_of_time_and_those_of_unknown_items_are_left_out(tmp_path: Path) -> None:
    data = read_data_set(written(tmp_path))
    assert done_by(data) == {"u": [("a", EventKind.WATCH, 1.0), ("b", EventKind.WATCH, 0.4)]}
    assert data.has_times


def test_without_times_the_order_of_the_file_holds(tmp_path: Path) -> None:
    data = read_data_set(written(tmp_path, events="user_id,item_id\nu,b\nu,a\n"))
    assert [video_id for video_id, _, _ in done_by(data)["u"]] == ["b", "a"]
    assert not data.has_times


def test_a_compressed_file_reads_alike(tmp_path: Path) -> None:
    plain = read_data_set(written(tmp_path))
    (tmp_path / "items.csv").unlink()
    (tmp_path / "items.csv.gz").write_bytes(gzip.compress(ITEMS.encode()))
    assert read_data_set(tmp_path).videos == plain.videos


def test_a_parquet_file_reads_alike(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pytest.importorskip("pyarrow.csv").read_csv(written(tmp_path) / "events.csv")
    plain = read_data_set(tmp_path)
    (tmp_path / "events.csv").unlink()
    parquet.write_table(table, tmp_path / "events.parquet")
    assert done_by(read_data_set(tmp_path)) == done_by(plain)


def test_without_pyarrow_a_csv_file_reads_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read_data_set(written(tmp_path))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    plain = read_data_set(tmp_path)
    assert (plain.videos, done_by(plain)) == (quick.videos, done_by(quick))


@pytest.mark.parametrize("quick", [True, False], ids=["pyarrow", "csv"])
@pytest.mark.parametrize("line", ["b,Loaf", "b,Loaf,Oven,more"])
def test_a_row_with_too_few_or_too_many_fields_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, quick: bool
) -> None:
    if not quick:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UnusableDataSet, match=r"items\.csv cannot be read"):
        read_data_set(written(tmp_path, f"item_id,title,channel\na,Bread,Oven\n{line}\n"))


def test_what_more_is_known_is_read(tmp_path: Path) -> None:
    items = "item_id,title,channel_id,duration_seconds,category,language\n007,Bread,UC1,61.5,Food,de\n"
    events = "user_id,item_id,kind,value\nu,007,thumbs_down,\nu,007,saved,\nu,007,,0.25\n"
    data = read_data_set(written(tmp_path, items, events))
    (video,) = data.videos
    assert (video.video_id, video.channel_id, video.duration_seconds) == ("007", "UC1", 61.5)
    assert (video.category, video.language) == ("Food", "de")
    kinds = [EventKind.THUMBS_DOWN, EventKind.SAVED, EventKind.WATCH]
    assert [kind for _, kind, _ in done_by(data)["u"]] == kinds


def test_a_title_may_hold_commas_quotes_and_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = 'item_id,title\na,"Bread, ""simply""\nand stars"\n'
    for _ in range(2):
        assert [video.title for video in read_data_set(written(tmp_path, items)).videos] == [
            'Bread, "simply"\nand stars'
        ]
        monkeypatch.setitem(sys.modules, "pyarrow", None)


def test_cards_that_were_shown_are_wanted_when_clicked_and_not_given_up(tmp_path: Path) -> None:
    rows = ["u,s,0,a,5,1,0.4,1,0.9", "u,s,1,b,5,1,,0.5,0.2", "u,s,2,nobody-knows,5,1,1,,", "u,t,0,a,9,0,,,"]
    header = "user_id,slate_id,position,item_id,timestamp,clicked,watched_fraction,examination,utility"
    (tmp_path / "impressions.csv").write_text("\n".join([header, *rows]))
    shown = read_data_set(written(tmp_path)).impressions
    assert shown is not None
    assert shown.wanted.tolist() == [False, True, False]
    assert shown.examination.tolist()[:2] == [1, 0.5]
    assert len(set(shown.slates.tolist())) == 2


@pytest.mark.parametrize(
    ("items", "events", "sentence"),
    [
        ("item_id\na\n", EVENTS, "needs rows and a column title"),
        ("", EVENTS, "needs rows"),
        (ITEMS, "user_id,item_id,value\nu,a,7\n", "must lie between 0 and 1"),
        (ITEMS, "user_id,item_id,value\nu,a,much\n", "is no number"),
        (ITEMS, "user_id,item_id,timestamp\nu,a,20-13-99\n", "seconds since the epoch or RFC 3339"),
        (ITEMS, "user_id,item_id,kind\nu,a,love\n", "'love' is no kind"),
        (ITEMS, "user_id,item_id\nu,a,b,c\n", "cannot be read"),
    ],
    ids=["no title", "empty", "value too great", "value no number", "no time", "no kind", "too many fields"],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, items: str, events: str, sentence: str) -> None:
    with pytest.raises(UnusableDataSet, match=sentence):
        read_data_set(written(tmp_path, items, events))


def test_a_folder_without_data_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(UnusableDataSet, match=r"holds no items\.csv"):
        read_data_set(tmp_path)
