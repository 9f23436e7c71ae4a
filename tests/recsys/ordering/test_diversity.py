from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.ordering import Diversity, DiversityConfig, by_score, divergence
from tests.recsys.planted import direction

scores = st.lists(st.floats(-5, 5) | st.just(float("nan")), max_size=70).map(np.array)


@given(scores, st.integers(0, 99))
def test_every_card_comes_back_once_whatever_the_scores(given_scores: np.ndarray, seed: int) -> None:
    n, rng = len(given_scores), np.random.default_rng(seed)
    vectors = rng.normal(size=(n, 4)) * rng.integers(0, 2, size=(n, 1))
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    personas, shares = rng.integers(-1, 3, size=n), rng.dirichlet(np.ones(3))
    order = Diversity()(given_scores.astype(float), vectors, rng.integers(-1, 3, size=n), personas, shares)
    assert sorted(order.tolist()) == list(range(n))


def test_equal_cards_keep_the_order_of_the_page() -> None:
    assert by_score(np.zeros(5)).tolist() == [0, 1, 2, 3, 4]
    different = np.eye(5)
    assert Diversity()(np.zeros(5), different, np.arange(5)).tolist() == [0, 1, 2, 3, 4]


def test_a_score_that_is_no_number_stands_last() -> None:
    assert by_score(np.array([np.nan, 1.0, 2.0])).tolist() == [2, 1, 0]
    assert Diversity()(np.array([np.nan, 1.0, 2.0]), np.eye(3), np.arange(3)).tolist() == [2, 1, 0]


def test_a_twin_gives_way_to_something_else_nearly_as_good() -> None:
    vectors = np.array([direction("rust"), direction("rust"), direction("bread"), direction("chess")])
    order = Diversity()(np.array([1.0, 0.99, 0.98, -3.0]), vectors, np.array([-1, -1, -1, -1]))
    assert order[:2].tolist() == [0, 2]


def test_a_much_better_card_does_not_give_way() -> None:
    near = 0.8 * direction("rust") + 0.6 * direction("chess")
    vectors = np.array([direction("rust"), near, direction("bread"), direction("bread")])
    order = Diversity()(np.array([5.0, 4.9, -5.0, -5.1]), vectors, np.array([-1, -1, -1, -1]))
    assert set(order[:2].tolist()) == {0, 1}


def test_the_best_card_stands_first_however_much_variety_counts() -> None:
    vectors = np.random.default_rng(0).normal(scale=0.1, size=(40, 8))
    for relevance in (0.01, 1.0, 4.0):
        order = Diversity(DiversityConfig(relevance=relevance))(np.arange(40.0), vectors, np.arange(40))
        assert order[0] == 39


def test_the_first_places_go_by_score_alone_but_for_twins() -> None:
    vectors = np.random.default_rng(1).normal(size=(40, 64))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[3] = vectors[0]
    for best in (3, 6):
        order = Diversity(DiversityConfig(best=best))(np.linspace(1, 0, 40), vectors, np.full(40, -1)).tolist()
        assert order[:best] == [0, 1, 2, 4, 5, 6][:best]


def test_variety_counts_less_where_scores_differ_more() -> None:
    topics = ["rust"] * 20 + ["bread", "chess"] * 30
    noise = np.random.default_rng(1).normal(scale=0.2, size=(80, len(direction("rust"))))
    vectors = np.array([direction(topic) for topic in topics]) + noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    def of_rust(nats: float) -> int:
        order = Diversity()(np.linspace(nats, 0, 80), vectors, np.full(80, -1))
        return int(np.count_nonzero(order[:12] < 20))

    counts = [of_rust(nats) for nats in (1.0, 6.0, 12.0)]
    assert counts == sorted(counts)
    assert counts[0] < 8 < counts[-1]


def test_variety_brings_up_nothing_from_the_worse_half_of_a_page() -> None:
    vectors = np.vstack([np.tile(direction("rust"), (20, 1)), np.tile(direction("chess"), (20, 1))])
    order = Diversity(DiversityConfig(relevance=0.01))(np.linspace(1, 0, 40), vectors, np.full(40, -1))
    assert set(order[:20].tolist()) == set(range(20))


def shown_shares(calibration: float) -> np.ndarray:
    """Return the shares of two personas in the first ten; the greater one's cards score a little lower."""
    personas = np.array([0, 1] * 40)
    vectors = np.array([direction("rust"), direction("bread")])[personas]
    noise = np.random.default_rng(1).normal(scale=0.3, size=vectors.shape)
    vectors = (vectors + noise) / np.linalg.norm(vectors + noise, axis=1, keepdims=True)
    given_scores = np.where(personas == 0, 0.2, 0.0) + np.linspace(1, 0, 80)
    ordering = Diversity(DiversityConfig(best=0, calibration=calibration, relevance=1.0))
    first = ordering(given_scores, vectors, np.full(80, -1), personas, np.array([0.2, 0.8]))[:10]
    return np.bincount(personas[first], minlength=2) / 10


def test_calibration_brings_the_shares_of_a_list_nearer_to_those_of_the_person() -> None:
    shares = np.array([0.2, 0.8])
    distances = [float(divergence(shares, shown_shares(calibration))) for calibration in (0.0, 3.0, 30.0)]
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] < 0.1 < distances[0]


def test_the_divergence_is_nothing_for_equal_shares_and_finite_for_a_missing_one() -> None:
    shares = np.array([0.5, 0.5, 0.0])
    assert divergence(shares, shares) == 0
    assert 0 < divergence(shares, np.array([1.0, 0.0, 0.0])) < 3
