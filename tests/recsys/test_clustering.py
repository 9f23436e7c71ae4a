from __future__ import annotations

import numpy as np
import pytest

from recsys.clustering import MIN_POSITIVES, VIDEOS_EACH, cluster
from tests.recsys.planted import DIMENSIONS, INTERESTS, checkerboard, direction, rng


def test_planted_groups_are_found_without_being_told_how_many() -> None:
    catalog = checkerboard(each=30)
    clustering = cluster(catalog.vectors, np.ones(len(catalog)), k=None, rng=rng())
    assert len(clustering.centroids) == len(INTERESTS)
    assert all(
        len(set(clustering.assignment[start :: len(INTERESTS)].tolist())) == 1 for start in range(len(INTERESTS))
    )
    assert np.linalg.norm(clustering.centroids, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_there_are_never_more_groups_than_the_videos_can_carry() -> None:
    scattered = np.eye(40, dtype=np.float32)
    assert len(cluster(scattered, np.ones(40), k=None, rng=rng()).centroids) <= 40 // VIDEOS_EACH


@pytest.mark.parametrize("k", [1, 13])
def test_an_impossible_number_of_personas_is_refused(k: int) -> None:
    vectors = np.eye(MIN_POSITIVES, dtype=np.float32)
    with pytest.raises(ValueError, match="between 2 and 12"):
        cluster(vectors, np.ones(MIN_POSITIVES), k=k, rng=rng())


def test_too_few_positives_make_no_personas() -> None:
    with pytest.raises(ValueError, match="at least 30"):
        cluster(np.eye(29, dtype=np.float32), np.ones(29), k=None, rng=rng())


def test_a_few_strays_beside_twenty_thousand_of_one_kind_do_not_break_clustering() -> None:
    """They are met in no sample of two thousand, in which all are then of one group."""
    vectors = direction("rust") + rng().normal(scale=0.002, size=(20_000, DIMENSIONS))
    vectors[-2:] = direction("bread")
    unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    clustering = cluster(unit, np.ones(len(unit)), k=2, rng=np.random.default_rng(1))
    assert np.flatnonzero(clustering.assignment != clustering.assignment[0]).tolist() == [19_998, 19_999]


def test_forty_copies_of_one_video_do_not_break_clustering() -> None:
    vectors = np.tile(direction("rust"), (40, 1))
    with pytest.warns(UserWarning, match="distinct clusters"):
        assert len(cluster(vectors, np.ones(40), k=2, rng=rng()).assignment) == 40
