"""A data set in the documented form is read as it stands, and one that is not is refused in a sentence."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from recsys.evaluation.dataset import UnusableDataSet, read_data_set

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
    assert [(event.video_id, event.value) for event in data.events["u"]] == [("a", 1.0), ("b", 0.4)]
    assert set(data.events) == {"u"}
    assert data.has_times


def test_without_times_the_order_of_the_file_holds(tmp_path: Path) -> None:
    data = read_data_set(written(tmp_path, events="user_id,item_id\nu,b\nu,a\n"))
    assert [event.video_id for event in data.events["u"]] == ["b", "a"]
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
    assert read_data_set(tmp_path).events == plain.events


@pytest.mark.parametrize(
    ("items", "events", "sentence"),
    [
        ("item_id\na\n", EVENTS, "needs rows and a column title"),
        ("", EVENTS, "needs rows"),
        (ITEMS, "user_id,item_id,value\nu,a,7\n", "must lie between 0 and 1"),
        (ITEMS, "user_id,item_id,value\nu,a,much\n", "is no number"),
        (ITEMS, "user_id,item_id,timestamp\nu,a,20-13-99\n", "seconds since the epoch or RFC 3339"),
    ],
    ids=["no title", "empty", "value too great", "value no number", "no time"],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, items: str, events: str, sentence: str) -> None:
    with pytest.raises(UnusableDataSet, match=sentence):
        read_data_set(written(tmp_path, items, events))


def test_a_folder_without_data_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(UnusableDataSet, match=r"holds no items\.csv"):
        read_data_set(tmp_path)
