from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalog import Catalog, Video


def test_a_video_keeps_its_row_for_ever() -> None:
    catalog = Catalog(4)
    first = catalog.put([Video("a"), Video("b")])
    catalog.put([Video(f"filler {number}") for number in range(5_000)])
    assert catalog.rows(["a", "b", "nobody"]).tolist() == [*first.tolist(), -1]
    assert catalog.video(int(first[1])).video_id == "b"


def test_what_is_unknown_never_overwrites_what_is_known() -> None:
    catalog = Catalog(4)
    full = Video("a", "Title", "UC1", "Channel", ("tag",), view_count=10, published_at=5.0, duration_seconds=60.0)
    catalog.put([full])
    catalog.put([Video("a")])
    assert catalog.video(0) == full
    assert (catalog.view_count[0], catalog.published_at[0], catalog.duration_seconds[0]) == (10, 5.0, 60.0)


def test_newer_facts_replace_older_ones() -> None:
    catalog = Catalog(4)
    catalog.put([Video("a", "Draft title", view_count=10), Video("a", "Final title", view_count=99)])
    assert len(catalog) == 1
    assert catalog.video(0).title == "Final title"
    assert catalog.view_count[0] == 99


def test_a_short_stays_a_short_when_another_page_does_not_say_so() -> None:
    catalog = Catalog(4)
    catalog.put([Video("a", is_short=True), Video("a", is_short=False)])
    assert catalog.is_short[0]


def test_a_broadcast_stays_one_until_somebody_says_that_it_is_over() -> None:
    catalog = Catalog(4)
    catalog.put([Video("a", is_live=True), Video("a", "A title")])
    assert catalog.is_live[0]
    catalog.put([Video("a", is_live=False)])
    assert not catalog.is_live[0]


def test_an_age_limit_holds_until_somebody_says_that_there_is_none() -> None:
    catalog = Catalog(4)
    catalog.put([Video("a"), Video("b", is_age_restricted=True), Video("b", "A title")])
    assert catalog.is_age_restricted.tolist() == [False, True]
    catalog.put([Video("b", is_age_restricted=False)])
    assert not catalog.is_age_restricted[1]


def test_unknown_facts_read_as_nan() -> None:
    catalog = Catalog(4)
    catalog.put([Video("a")])
    assert np.isnan([catalog.view_count[0], catalog.published_at[0], catalog.duration_seconds[0]]).all()
    assert catalog.channel[0] == -1
    assert not catalog.has_vector[0]


def test_the_columns_survive_growth() -> None:
    catalog = Catalog(2)
    rows = catalog.put([Video(str(number), view_count=number) for number in range(3_000)])
    catalog.set_vectors(rows, np.tile(np.array([[0.6, 0.8]], np.float32), (3_000, 1)))
    catalog.put([Video(str(number)) for number in range(3_000, 9_000)])
    assert len(catalog.vectors) == 9_000
    assert catalog.has_vector.sum() == 3_000
    assert catalog.view_count[2_999] == 2_999


def test_a_vector_of_zeros_or_no_numbers_means_no_vector() -> None:
    catalog = Catalog(2)
    rows = catalog.put([Video("a"), Video("b"), Video("c")])
    catalog.set_vectors(rows, np.array([[0.0, 0.0], [np.nan, 1.0], [3.0, 4.0]], np.float32))
    assert catalog.has_vector.tolist() == [False, False, True]
    assert catalog.vectors[2].tolist() == pytest.approx([0.6, 0.8])


def test_a_channel_is_one_channel_whether_a_page_names_it_or_an_export_numbers_it() -> None:
    catalog = Catalog(2)
    card, export = Video("a", channel_name="Baker"), Video("b", channel_id="UC1")
    catalog.put([card, export, Video("c", channel_name="baker", channel_id="UC1")])
    assert len(set(catalog.channel.tolist())) == 1
    assert catalog.channels.code("BAKER") == catalog.channels.code(channel_id="UC1") == catalog.channel[0]


def test_asking_for_a_row_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        Catalog(2).video(-1)


def test_the_space_follows_the_catalogue_when_it_has_grown_by_a_tenth() -> None:
    catalog = Catalog(2)
    rows = catalog.put([Video(str(number)) for number in range(100)])
    catalog.set_vectors(rows[:50], np.tile(np.array([[1.0, 0.0]], np.float32), (50, 1)))
    before = catalog.space
    catalog.set_vectors(rows[50:52], np.tile(np.array([[0.0, 1.0]], np.float32), (2, 1)))
    assert catalog.space is before
    catalog.set_vectors(rows[52:], np.tile(np.array([[0.0, 1.0]], np.float32), (48, 1)))
    assert catalog.space.count == 100


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.text(max_size=8), st.integers(0, 9)), max_size=30))
def test_any_order_of_updates_leaves_columns_and_videos_in_agreement(updates: list[tuple[str, str, int]]) -> None:
    catalog = Catalog(2)
    catalog.put(Video(video_id, title, view_count=views) for video_id, title, views in updates)
    assert len(catalog) == len({video_id for video_id, _, _ in updates})
    for row, video in enumerate(catalog):
        assert catalog.rows([video.video_id])[0] == row
        assert catalog.view_count[row] == video.view_count


def test_through_another_models_vectors_the_same_videos_stand_in_the_same_rows() -> None:
    catalog = Catalog(2)
    rows = catalog.put([Video("a", "A title"), Video("b"), Video("c")])
    catalog.set_vectors(rows, np.eye(3, 2, dtype=np.float32))
    catalog.nearest([catalog.vectors[:1]], 1)

    before = catalog.through(np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 0.0]], np.float32))
    before.prepare()
    catalog.put([Video(f"newer {number}") for number in range(2_000)])
    other = catalog.caught_up(before)

    assert (before.dimensions, len(before), before.has_vector.tolist()) == (3, 3, [True, False, False])
    assert (other.dimensions, len(other), np.flatnonzero(other.has_vector).tolist()) == (3, 2_003, [0])
    assert other.space is before.space
    assert other.rows(["c", "a"]).tolist() == [2, 0]
    assert other.video(0) == catalog.video(0)
    assert other.nearest([np.eye(1, 3, 2, dtype=np.float32)], 1)[0].rows.tolist() == [0]
    other.put([Video(f"new {number}") for number in range(2_000)])
    other.set_vectors(other.rows(["new 1999"]), np.eye(1, 3, dtype=np.float32))
    assert other.space.count == 2
    assert (len(before), len(catalog), catalog.vectors[:3].tolist()) == (3, 2_003, [[1, 0], [0, 1], [0, 0]])


def test_vectors_that_came_after_it_was_prepared_are_found_in_what_has_caught_up() -> None:
    catalog = Catalog(2)
    catalog.put([Video("a"), Video("b")])
    other = catalog.through(np.eye(2, 3, dtype=np.float32))
    other.prepare()
    for number in range(3):
        catalog.put([Video(f"new {number}")])
        other = catalog.caught_up(other)
        other.set_vectors(other.rows([f"new {number}"]), np.eye(1, 3, 2, dtype=np.float32))
    other = catalog.caught_up(other)
    assert other.nearest([np.eye(1, 3, 2, dtype=np.float32)], 5)[0].rows.tolist() == [2, 3, 4, 0, 1]
