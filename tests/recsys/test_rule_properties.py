"""Whatever rule is drawn: it moves what it means in its own direction, the more the greater, and taken back it leaves no trace."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.catalog import Catalog
from recsys.slate import Rule, Slate
from tests.recsys.planted import INTERESTS, checkerboard, direction, rows_of
from tests.recsys.test_rules import mean_place, page

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


@settings(max_examples=40, deadline=None)
@given(signs, interests, amounts, amounts, st.booleans())
def test_more_and_less_move_their_own_the_farther_the_greater_their_amount(
    sign: tuple[str, int], interest: str, one: float, other: float, by_topic: bool
) -> None:
    action, way = sign
    pages = [page(CATALOG)] + [
        page(CATALOG, told(action, interest, amount, by_topic=by_topic)) for amount in sorted((one, other))
    ]
    places = [-way * mean_place(each, own(interest)) for each in pages]
    assert places == sorted(places)


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
