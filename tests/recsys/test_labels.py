from __future__ import annotations

import numpy as np

from recsys.catalog import Catalog, Video
from recsys.labels import label_clusters
from recsys.steps import finish
from tests.recsys.planted import INTERESTS, checkerboard, rows_of


def test_a_cluster_is_named_by_the_words_that_set_it_apart() -> None:
    catalog = checkerboard()
    labels = finish(label_clusters(catalog, [rows_of(catalog, interest, range(40)) for interest in INTERESTS]))
    assert [label.split(" · ")[0] for label in labels] == list(INTERESTS)
    assert all(len(label.split(" · ")) == 3 for label in labels)


def test_filler_numbers_and_repetitions_name_nothing() -> None:
    catalog = Catalog(2)
    rows = catalog.put(Video(str(n), f"the best of ferns and fern care how to {n} 2026") for n in range(5))
    catalog.put(Video(f"other {n}", f"something else {n}") for n in range(20))
    words = finish(label_clusters(catalog, [rows]))[0].split(" · ")
    assert not {"the", "and", "how", "2026"} & set(words)
    assert sum("fern" in word for word in words) == 1


def test_what_youtube_calls_the_channels_it_makes_of_music_names_nothing() -> None:
    catalog = Catalog(2)
    rows = catalog.put(Video(str(n), f"nocturne {n}", channel_name=f"Pianist {'abcdef'[n]} - Topic") for n in range(6))
    catalog.put(Video(f"else {n}", f"unrelated {n}", channel_name=f"somebody {n}") for n in range(40))
    label = finish(label_clusters(catalog, [rows]))[0]
    assert "nocturne" in label
    assert "topic" not in label


def test_a_busy_channels_name_is_not_the_label_of_an_interest() -> None:
    catalog = Catalog(2)
    busy = [Video(f"busy {n}", "sourdough", channel_name="Zorblax") for n in range(9)]
    others = [Video(f"other {n}", "sourdough rye", channel_name=f"Baker {'abcdef'[n] * 3}") for n in range(6)]
    rows = catalog.put([*busy, *others])
    catalog.put(Video(f"else {n}", f"unrelated {n}", channel_name=f"somebody {n}") for n in range(40))
    label = finish(label_clusters(catalog, [rows]))[0]
    assert "zorblax" not in label
    assert label.split(" · ")[0] == "sourdough rye"


def test_of_a_few_channels_no_name_is_a_label_but_where_nothing_else_is_said() -> None:
    catalog = Catalog(2)
    titles = ("sourdough at home", "sourdough in a pan", "rye at home", "rye in a pan")
    named = [Video(f"{n}", titles[n % 4], channel_name=("Nonna's Table", "Salt and Ember")[n % 2]) for n in range(12)]
    untold = [Video(f"untold {n}", f"{n}", channel_name="Orbit Diary") for n in range(6)]
    rows, orbit = catalog.put(named), catalog.put(untold)
    catalog.put(Video(f"else {n}", f"unrelated {n}", channel_name=f"somebody {n}") for n in range(40))
    first, second = (set(label.split(" · ")) for label in finish(label_clusters(catalog, [rows, orbit])))
    assert not first & {"nonna", "table", "salt", "ember"}
    assert second == {"orbit", "diary"}


def test_writing_without_spaces_is_said_whole_and_not_twice() -> None:
    catalog = Catalog(2)
    rows = catalog.put(Video(str(n), "料理教室") for n in range(3))
    assert finish(label_clusters(catalog, [rows]))[0] == "料理教室"


def test_pieces_of_thai_or_kana_are_no_label_where_there_are_words() -> None:
    catalog = Catalog(2)
    endings = ("เกม", "ผี", "รถ", "บ้าน")
    rows = catalog.put(Video(str(n), f"ก{end} kayak", channel_name=f"c{n}") for n, end in enumerate(endings))
    catalog.put(Video(f"else {n}", f"unrelated {n}") for n in range(20))
    assert finish(label_clusters(catalog, [rows]))[0].split(" · ")[0] == "kayak"


def test_words_that_stand_together_are_one_and_leave_their_places_to_others() -> None:
    catalog = Catalog(2)
    titles = ("League of Legends worlds", "the league of legends patch", "my League of Legends climb", "yasuo 26 guide")
    tags = ("league of legends", "yasuo", "ranked")
    rows = catalog.put(Video(str(n), title, channel_name=f"c{n}", tags=tags) for n, title in enumerate(titles))
    catalog.put(Video(f"else {n}", f"unrelated {n}") for n in range(40))
    label = finish(label_clusters(catalog, [rows]))[0].split(" · ")
    assert "league of legends" in label
    assert set(label) == {"league of legends", "yasuo", "ranked"}


def test_a_cluster_without_words_is_numbered() -> None:
    catalog = Catalog(2)
    rows = catalog.put([Video("a"), Video("b", "123 !!")])
    assert finish(label_clusters(catalog, [rows[:1], rows[1:], np.zeros(0, np.int64)])) == (
        "interest 1",
        "interest 2",
        "interest 3",
    )
