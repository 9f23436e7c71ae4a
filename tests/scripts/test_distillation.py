"""Distilling on a language of thirty tokens whose true vectors are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from recsys.arrays import FloatArray, unit_rows
from recsys.embedding import STATIC_MODEL_DIR, Embedder
from scripts.distillation import fit
from scripts.distillation.model_file import write_model

VOCABULARY, DIMENSIONS = 30, 8
DEAD = (0, 1)


def true_table() -> FloatArray:
    return fit.zero_rows(np.random.default_rng(0).normal(size=(VOCABULARY, DIMENSIONS)).astype(np.float32), DEAD)


def first_guess() -> FloatArray:
    noise = np.random.default_rng(2).normal(scale=2, size=(VOCABULARY, DIMENSIONS)).astype(np.float32)
    return fit.zero_rows(true_table() + noise, DEAD)


def planted(seed: int) -> tuple[list[list[int]], FloatArray]:
    """Return texts of random tokens, all but the last one, and the unit vectors that the true table gives them."""
    rng = np.random.default_rng(seed)
    texts = [[1, *rng.integers(2, VOCABULARY - 1, size=rng.integers(2, 9)).tolist()] for _ in range(600)]
    return texts, unit_rows(np.array([true_table()[text].sum(axis=0) for text in texts]))


def test_the_fitted_table_points_texts_it_never_saw_where_the_teacher_points_them() -> None:
    texts, targets = planted(1)
    fitted = fit.fit_table(fit.count_matrix(texts, VOCABULARY, DEAD), targets, first_guess(), ridge=0.01)
    others, theirs = planted(3)
    unseen = fit.count_matrix(others, VOCABULARY, DEAD)
    assert fit.cosines(unseen, first_guess(), theirs).mean() < 0.7
    assert fit.cosines(unseen, fitted, theirs).mean() > 0.98


def test_a_token_no_text_holds_keeps_its_direction() -> None:
    texts, targets = planted(1)
    fitted = fit.fit_table(fit.count_matrix(texts, VOCABULARY, DEAD), targets, first_guess(), ridge=0.01)
    before, after = unit_rows(np.array([first_guess()[-1], fitted[-1]]))
    assert before @ after == pytest.approx(1, abs=1e-5)


def test_frequent_tokens_start_small() -> None:
    counts = fit.count_matrix([[5, 5, 5, 6]] * 100, VOCABULARY, DEAD)
    table = fit.first_table(np.eye(VOCABULARY, dtype=np.float32), counts)
    lengths = np.linalg.norm(table, axis=1)
    assert lengths[5] < lengths[6] < lengths[7]


def test_special_tokens_count_nowhere() -> None:
    counts = fit.count_matrix([[0, 1, 5], [1]], VOCABULARY, DEAD)
    assert counts.toarray().sum(axis=1).tolist() == [1, 0]


def test_the_axes_keep_the_vectors_cosines_when_there_is_room_for_them() -> None:
    vectors = unit_rows(np.random.default_rng(4).normal(size=(50, 6)) @ np.eye(6, DIMENSIONS))
    axes = fit.principal_axes(vectors, 6)
    np.testing.assert_allclose((vectors @ axes) @ (vectors @ axes).T, vectors @ vectors.T, atol=1e-5)


def test_a_written_model_gives_the_tables_sums_within_the_error_of_eight_bits(tmp_path: Path) -> None:
    tokenizer = Tokenizer.from_file(str(STATIC_MODEL_DIR / "tokenizer.json"))
    table = np.random.default_rng(5).normal(size=(tokenizer.get_vocab_size(), DIMENSIONS)).astype(np.float32)
    table = fit.zero_rows(table, [tokenizer.get_vocab()[name] for name in ("[CLS]", "[SEP]", "[PAD]")])
    write_model(table, STATIC_MODEL_DIR, tmp_path / "model")
    texts = ["a short title", "a somewhat longer title about chess"]
    tokenizer.no_padding()
    exact = unit_rows(np.array([table[tokenizer.encode(text).ids].sum(axis=0) for text in texts]))
    vectors = Embedder(str(tmp_path / "model")).embed(texts)
    assert np.einsum("nd,nd->n", exact, vectors).min() > 0.999
