"""Whatever rule is drawn: it moves what it means in its own direction, the more the greater, and taken back it leaves no trace."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.arrays import FloatArray
from recsys.catalog import Catalog
from recsys.ordering import Ordering
from recsys.ordering.diversity import Diversity, DiversityConfig
from recsys.pipeline import Pipeline
from recsys.rules import pushed
from recsys.slate import Rule, Scores, Slate
from tests.recsys.planted import INTERESTS, checkerboard, direction, rows_of
from tests.recsys.test_dials import front_worlds, in_front, never_falls, shown, two
from tests.recsys.test_dials import page as page_of
from tests.recsys.test_rules import page
from tests.recsys.worlds import NOW, WORDS, World, worlds

CATALOG: Catalog = checkerboard()
amounts = st.floats(0.01, 20.0)
interests = st.sampled_from(list(INTERESTS))
signs = st.sampled_from([("boost", 1), ("demote", -1)])


def told(action: str, interest: str, amount: float | None, *, by_topic: bool, number: int = 0) -> Rule:
    means = {"topic": interest, "topic_vector": direction(interest)} if by_topic else {"phrase": interest}
    return Rule(f"r{number}", action, "as I like it", amount=amount, **means)  # type: ignore[arg-type]


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    """Up to four rules of every action."""
    drawn = []
    for number in range(draw(st.integers(0, 4))):
        action = draw(st.sampled_from(["boost", "demote", "block", "limit"]))
        amount = float(draw(st.integers(1, 12))) if action == "limit" else draw(amounts)
        drawn.append(told(action, draw(interests), amount, by_topic=draw(st.booleans()), number=number))
    return drawn


def bits(slate: Slate) -> tuple[object, ...]:
    return slate.rows.tobytes(), slate.scores.tobytes(), tuple(slate.actions), tuple(map(tuple, slate.reasons))


def own(interest: str) -> np.ndarray:
    return rows_of(CATALOG, interest, range(20, 30))


BY_SCORE_ALONE = Pipeline(ordering=Ordering(diversity=Diversity(DiversityConfig(places=0))))


@pytest.mark.parametrize(
    ("pipeline", "most_back"), [(BY_SCORE_ALONE, 0), (Pipeline(), 1)], ids=["by score alone", "with variety"]
)
@settings(max_examples=40, deadline=None)
@given(signs, interests, two(amounts), st.booleans())
def test_more_and_less_move_their_own_the_farther_the_greater_their_amount(
    pipeline: Pipeline, most_back: int, sign: tuple[str, int], interest: str, pair: list[float], by_topic: bool
) -> None:
    """By score no card gives way. Variety weighs scores against likeness anew, and may put one of the ten a place back."""
    action, way = sign
    pages = [page(CATALOG, pipeline=pipeline)]
    pages += [page(CATALOG, told(action, interest, amount, by_topic=by_topic), pipeline=pipeline) for amount in pair]
    forward = [-way * int(np.flatnonzero(np.isin(each.rows, own(interest))).sum()) for each in pages]
    assert all(after >= before - most_back for before, after in combinations(forward, 2))


@settings(max_examples=30, deadline=None)
@given(interests, st.integers(1, 12), st.integers(1, 12), st.booleans())
def test_a_number_lets_so_many_through_and_never_fewer_than_a_smaller_one(
    interest: str, one: int, other: int, by_topic: bool
) -> None:
    shown = []
    for amount in sorted((one, other)):
        slate = page(CATALOG, told("limit", interest, float(amount), by_topic=by_topic))
        shown.append(
            {row for row, action in zip(slate.rows, slate.actions, strict=True) if action == "show"}
            & set(own(interest))
        )
        assert len(shown[-1]) == min(amount, 10)
    assert shown[0] <= shown[1]


@settings(max_examples=30, deadline=None)
@given(rules(), interests)
def test_a_block_hides_its_own_whatever_else_is_wished_for(others: list[Rule], interest: str) -> None:
    slate = page(CATALOG, *others, told("block", interest, None, by_topic=False, number=9))
    actions = dict(zip(slate.rows.tolist(), slate.actions, strict=True))
    assert all(actions[row] == "hide" for row in own(interest).tolist())


@settings(max_examples=30, deadline=None)
@given(rules(), rules())
def test_what_is_taken_back_leaves_the_slate_as_it_was_bit_for_bit(kept: list[Rule], taken_back: list[Rule]) -> None:
    before = page(CATALOG, *kept)
    page(CATALOG, *kept, *taken_back)
    assert bits(page(CATALOG, *kept)) == bits(before)


BOUNDS = {
    "min_seconds": st.floats(0, 7_200),
    "max_seconds": st.floats(0, 7_200),
    "max_age_days": st.floats(0, 400),
    "min_views": st.floats(0, 10**7),
}
bounds = st.sampled_from(list(BOUNDS)).flatmap(lambda name: st.tuples(st.just(name), two(BOUNDS[name])))
meanings = st.fixed_dictionaries(
    {},
    optional={
        "channel": st.integers(0, 5),
        "phrase": st.sampled_from(WORDS),
        "topic": st.sampled_from(WORDS),
        "language": st.integers(0, 1),
        "is_short": st.booleans(),
        "is_live": st.booleans(),
    },
)
"""What a rule may mean: any conditions together."""


def meaning(action: str, conditions: dict[str, object], **more: object) -> Rule:
    vector = {"topic_vector": np.ones(8, np.float32)} if "topic" in conditions else {}
    return Rule("r1", action, "as I like it", **conditions, **vector, **more)  # type: ignore[arg-type]


def degree(world: World, rule: Rule) -> FloatArray:
    """How much each video of a world is what a rule means: what it adds where no score differs."""
    nothing = Scores(np.zeros(len(world.rows)), {})
    return pushed(nothing, [rule], world.catalog, world.rows, NOW).total


@settings(max_examples=60, deadline=None)
@given(front_worlds, meanings, signs, two(amounts))
def test_in_any_world_more_brings_no_less_of_what_is_meant_to_the_front_and_less_no_more(
    world: World, conditions: dict[str, object], sign: tuple[str, int], pair: list[float]
) -> None:
    meant = sign[1] * degree(world, meaning("boost", conditions, amount=1.0))
    pages = [page_of(world)]
    pages += [page_of(world, rules=(meaning(sign[0], conditions, amount=amount),)) for amount in pair]
    assert never_falls([in_front(each, meant) for each in pages])


@settings(max_examples=60, deadline=None)
@given(worlds, meanings, bounds, st.sampled_from(["block", "limit"]))
def test_in_any_world_a_wider_bound_blocks_no_less_and_limits_no_more(
    world: World, conditions: dict[str, object], bound: tuple[str, list[float]], action: str
) -> None:
    name, (low, high) = bound
    narrow, wide = (high, low) if name.startswith("min") else (low, high)
    within = [set(shown(page_of(world, rules=(meaning(action, conditions, **{name: at}),)))) for at in (narrow, wide)]
    assert within[0] >= within[1] if action == "block" else within[0] <= within[1]
    assert within[0] | within[1] <= set(shown(page_of(world)))


@settings(max_examples=60, deadline=None)
@given(worlds, meanings, meanings)
def test_in_any_world_a_further_condition_blocks_no_more(
    world: World, conditions: dict[str, object], further: dict[str, object]
) -> None:
    blocked, fewer = (
        set(shown(page_of(world, rules=(meaning("block", each),)))) for each in (conditions, further | conditions)
    )
    assert blocked <= fewer


@settings(max_examples=40, deadline=None)
@given(worlds, meanings, two(st.integers(1, 12)))
def test_in_any_world_a_greater_number_shows_all_that_a_smaller_one_does(
    world: World, conditions: dict[str, object], pair: list[int]
) -> None:
    fewer, more = (set(shown(page_of(world, rules=(meaning("limit", conditions, amount=float(n)),)))) for n in pair)
    assert fewer <= more
