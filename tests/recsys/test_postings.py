"""Cosines from the inverted index are those of the plain product."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.lexical import Lexicon
from recsys.postings import Postings

titles = st.lists(st.sampled_from(["aa", "bb", "cc", "dd", "ee"]), max_size=4).map(" ".join)


def lexicon_of(texts: list[str]) -> Lexicon:
    lexicon = Lexicon()
    for row, text in enumerate(texts):
        lexicon.set(row, text)
    return lexicon


def assert_plain(lexicon: Lexicon, known: np.ndarray, asked: np.ndarray) -> None:
    postings = Postings.of(lexicon.matrix(known))
    plain = (lexicon.matrix(asked) @ lexicon.matrix(known).T).toarray()
    np.testing.assert_allclose(postings.cosines(lexicon.weighted(asked)), plain, atol=1e-6)


@given(st.lists(titles, min_size=1, max_size=8), st.lists(titles, max_size=4))
def test_few_texts_compare_as_their_vectors_do(known: list[str], asked: list[str]) -> None:
    lexicon = lexicon_of([*known, *asked])
    assert_plain(lexicon, np.arange(len(known)), np.arange(len(known), len(known) + len(asked)))


def test_words_of_all_and_words_of_few_compare_as_vectors_do() -> None:
    words = np.random.default_rng(0).zipf(1.4, size=(300, 8)) % 400
    lexicon = lexicon_of([" ".join(f"word{word}" for word in text) for text in words])
    assert_plain(lexicon, np.arange(240), np.arange(240, 300))


def test_a_word_that_came_later_matches_nothing() -> None:
    lexicon = lexicon_of(["alpha"])
    postings = Postings.of(lexicon.matrix(np.array([0])))
    lexicon.set(1, " ".join(f"later{number}" for number in range(5_000)))
    assert postings.cosines(lexicon.weighted(np.array([0, 1])))[1, 0] == 0


def test_a_text_is_inserted_with_words_nobody_had() -> None:
    lexicon = lexicon_of(["alpha beta", "gamma"])
    postings = Postings.of(lexicon.matrix(np.array([0, 1])))
    lexicon.set(2, "alpha " + " ".join(f"later{number}" for number in range(5_000)))
    wider = postings.with_text(lexicon.matrix(np.array([2])), 1)
    assert np.argmax(wider.cosines(lexicon.weighted(np.array([0, 2, 1]))), axis=1).tolist() == [0, 1, 2]
