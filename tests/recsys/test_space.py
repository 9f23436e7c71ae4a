from __future__ import annotations

import numpy as np
import pytest

from recsys.arrays import unit_rows
from recsys.space import measure


def leaning(count: int) -> np.ndarray:
    """Return unit vectors that all lean one way, as embeddings of titles do."""
    vectors = np.random.default_rng(0).normal(size=(count, 8)) + np.array([4.0, *[0.0] * 7])
    return unit_rows(vectors.astype(np.float32))


def test_centring_takes_away_what_all_videos_share() -> None:
    vectors = leaning(2_000)
    centred = measure(vectors).centre(vectors)
    assert (vectors @ vectors.T).mean() > 0.6
    assert abs((centred @ centred.T).mean()) < 0.02
    assert np.linalg.norm(centred, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_video_without_vector_stays_without() -> None:
    vectors = leaning(50)
    vectors[3] = 0
    assert not measure(vectors).centre(vectors)[3].any()


def test_the_gram_matrix_is_that_of_the_centred_vectors_whatever_the_blocks() -> None:
    vectors = leaning(100)
    space = measure(vectors, block=7)
    centred = space.centre(vectors)
    np.testing.assert_allclose(space.gram, centred.T @ centred, atol=1e-3)
    assert space.count == 100


def test_two_videos_do_not_make_a_centre() -> None:
    vectors = leaning(2)
    centred = measure(vectors).centre(vectors)
    assert float(centred[0] @ centred[1]) > 0


def test_an_empty_catalogue_has_a_space() -> None:
    space = measure(np.zeros((0, 4), np.float32))
    assert space.centre(np.ones((1, 4), np.float32)).tolist() == [[0.5] * 4]
