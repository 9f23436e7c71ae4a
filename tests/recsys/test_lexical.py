from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.lexical import Lexicon, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rust: the BORROW checker!", ["rust", "the", "borrow", "checker"]),
        ("𝐇𝐞𝐥𝐥𝐨 ｗｏｒｌｄ", ["hello", "world"]),
        ("日本語", ["日本", "本語"]),
        ("東", ["東"]),
        ("หมา", ["หม", "มา"]),
        ("हिन्दी गाने", ["हिन्दी", "गाने"]),
        ("Straße a b", ["strasse"]),
        ("100% #shorts mp3", ["shorts", "mp3"]),
        ("", []),
        ("!!! 🎉", []),
    ],
)
def test_titles_of_any_script_fall_into_words(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    lexicon = Lexicon()
    lexicon.set(0, text)
    norm = np.sqrt(lexicon.matrix(np.array([0])).power(2).sum())
    assert norm == pytest.approx(1.0 if tokens(text) else 0.0, abs=1e-5)


def shared(lexicon: Lexicon, one: int, other: int) -> float:
    matrix = lexicon.matrix(np.array([one, other]))
    return float((matrix[0] @ matrix[1].T).toarray()[0, 0])


def test_a_rare_word_in_common_says_more_than_a_common_one() -> None:
    lexicon = Lexicon()
    for row in range(20):
        lexicon.set(row, "video about " + ("sourdough" if row < 2 else f"thing{row}"))
    assert shared(lexicon, 0, 1) > 2 * shared(lexicon, 0, 5)


def test_changed_words_replace_the_old_ones() -> None:
    lexicon = Lexicon()
    lexicon.set(0, "alpha beta")
    lexicon.set(1, "gamma delta")
    lexicon.set(0, "gamma delta")
    assert shared(lexicon, 0, 1) == pytest.approx(1.0)


def test_a_question_may_use_words_nobody_has_used() -> None:
    lexicon = Lexicon()
    lexicon.set(0, "alpha")
    asked = lexicon.query(["alpha unheard", "unheard", ""])
    assert asked.shape[0] == 3
    assert (asked @ lexicon.matrix(np.array([0])).T).toarray().ravel().tolist() == pytest.approx([1.0, 0.0, 0.0])


def test_no_rows_and_unknown_rows_have_no_words() -> None:
    lexicon = Lexicon()
    lexicon.set(0, "alpha")
    assert lexicon.matrix(np.zeros(0, np.int64)).shape[0] == 0
    assert lexicon.matrix(np.array([-1])).nnz == 0


def test_overlap_finds_the_rows_that_hold_a_profiles_words() -> None:
    lexicon = Lexicon()
    for row, text in enumerate(["alpha beta", "beta gamma", "delta", ""]):
        lexicon.set(row, text)
    profile = np.asarray(lexicon.query(["alpha beta"]).toarray()).ravel()
    overlap = lexicon.overlap(profile)
    assert overlap[0] > overlap[1] > 0
    assert overlap[2] == overlap[3] == 0


def test_a_word_that_every_video_has_says_nothing_about_any() -> None:
    lexicon = Lexicon()
    for row in range(40):
        lexicon.set(row, f"official thing{row}")
    assert shared(lexicon, 0, 1) == 0
