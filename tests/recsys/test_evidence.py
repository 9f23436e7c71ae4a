from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.evidence import BACKGROUND, Evidence, Nearness
from recsys.lexical import Lexicon
from recsys.postings import Postings
from tests.recsys.planted import DIMENSIONS, direction


def evidence(*interests: str, weights: list[float] | None = None, topics: int = 0) -> Evidence:
    """Return one event for each interest, the last `topics` of them picked topics, each its own persona."""
    m = len(interests)
    return Evidence(
        rows=np.array([*range(m - topics), *[-1] * topics], dtype=np.int64),
        vectors=np.array([direction(interest) for interest in interests], np.float32).reshape(m, DIMENSIONS),
        words=Postings.of(Lexicon().query([""] * m)),
        weights=np.array(weights or np.ones(m), np.float32),
        recent_weights=np.zeros(m, np.float32),
        last_at=np.full(m, np.nan),
        dials=np.ones(m),
        kinds=np.zeros(m, np.int64),
        personas=np.array([*range(m - topics), *[-1] * topics], dtype=np.int64),
        ages=np.full(m, np.nan),
        view_shapes=np.ones((4, m), np.float32),
        persona_count=m - topics,
        topic_count=topics,
    )


def near(interest: str, events: Evidence) -> Nearness:
    return events.near_vectors(direction(interest)[None], sharpness=5.0)


def loudest(interest: str, events: Evidence) -> np.ndarray:
    return events.loudest(near(interest, events), near(interest, events))


def log_ratio(interest: str, events: Evidence) -> float:
    return float(events.density(near(interest, events), loudest(interest, events)).log_ratio[0])


def test_the_density_is_a_weighted_sum_of_exponentials_against_a_background() -> None:
    events = evidence("rust", "bread", weights=[2.0, 1.0])
    assert log_ratio("rust", events) == pytest.approx(np.log((BACKGROUND + 2 * np.exp(5) + 1) / (BACKGROUND + 3)))


def test_no_events_and_no_vector_mean_neither_for_nor_against() -> None:
    assert log_ratio("rust", evidence()) == 0
    events = evidence("rust", "bread")
    nothing = events.near_vectors(np.zeros((1, DIMENSIONS), np.float32), sharpness=5.0)
    assert events.density(nothing, np.array([-1])).log_ratio.tolist() == [0.0]


def test_the_loudest_event_is_the_nearest_of_equal_ones_and_never_a_topic() -> None:
    events = evidence("rust", "bread", "chess", topics=1)
    assert loudest("bread", events).tolist() == [1]
    assert loudest("chess", events).tolist() == [-1]


@given(st.lists(st.floats(0.01, 5), min_size=3, max_size=3), st.sampled_from(["rust", "bread", "chess"]))
def test_a_drop_is_exactly_what_is_lost_when_the_event_was_never_there(weights: list[float], asked: str) -> None:
    names = ["rust", "bread", "chess"]
    events = evidence(*names, weights=weights)
    density = events.density(near(asked, events), loudest(asked, events))
    gone = names.index(asked)
    left = [name for name in names if name != asked]
    without = evidence(*left, weights=[weight for index, weight in enumerate(weights) if index != gone])
    lost = log_ratio(asked, events) - log_ratio(asked, without)
    assert density.top_drop[0] == pytest.approx(lost, abs=1e-4)
    assert density.persona_drop[0, gone] == pytest.approx(lost, abs=1e-4)


def test_a_topics_drop_is_told_apart_from_the_personas() -> None:
    events = evidence("rust", "chess", topics=1)
    density = events.density(near("chess", events), loudest("chess", events))
    assert density.persona_drop.shape == density.topic_drop.shape == (1, 1)
    assert density.topic_drop[0, 0] > 0 > density.persona_drop[0, 0]
