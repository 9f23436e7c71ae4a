from __future__ import annotations

import numpy as np

from recsys.catalog import Catalog, Video
from recsys.labels import label_clusters
from tests.recsys.planted import INTERESTS, checkerboard, rows_of


def test_a_cluster_is_named_by_the_words_that_set_it_apart() -> None:
    catalog = checkerboard()
    labels = label_clusters(catalog, [rows_of(catalog, interest, range(40)) for interest in INTERESTS])
    assert [label.split(" · ")[0] for label in labels] == list(INTERESTS)
    assert all(len(label.split(" · ")) == 3 for label in labels)


def test_filler_numbers_and_repetitions_name_nothing() -> None:
    catalog = Catalog(2)
    rows = catalog.put(Video(str(n), f"the best of ferns and fern care how to {n} 2026") for n in range(5))
    catalog.put(Video(f"other {n}", f"something else {n}") for n in range(20))
    words = label_clusters(catalog, [rows])[0].split(" · ")
    assert not {"the", "and", "how", "2026"} & set(words)
    assert sum("fern" in word for word in words) == 1


def test_a_busy_channels_name_is_not_the_label_of_an_interest() -> None:
    catalog = Catalog(2)
    busy = [Video(f"busy {n}", "sourdough", channel_name="Zorblax") for n in range(9)]
    others = [Video(f"other {n}", "sourdough rye", channel_name=f"Baker {'abcdef'[n] * 3}") for n in range(6)]
    rows = catalog.put([*busy, *others])
    catalog.put(Video(f"else {n}", f"unrelated {n}", channel_name=f"somebody {n}") for n in range(40))
    label = label_clusters(catalog, [rows])[0]
    assert "zorblax" not in label
    assert {"sourdough", "rye"} <= set(label.split(" · "))


def test_writing_without_spaces_is_not_said_twice() -> None:
    catalog = Catalog(2)
    rows = catalog.put(Video(str(n), "料理教室") for n in range(3))
    assert label_clusters(catalog, [rows])[0] in {"料理 · 教室", "理教"}


def test_a_cluster_without_words_is_numbered() -> None:
    catalog = Catalog(2)
    rows = catalog.put([Video("a"), Video("b", "123 !!")])
    assert label_clusters(catalog, [rows[:1], rows[1:], np.zeros(0, np.int64)]) == (
        "interest 1",
        "interest 2",
        "interest 3",
    )
