"""Searches are made of what a person is interested in, and go where something new is to be found."""

from __future__ import annotations

import numpy as np

from daemon.jobs.queries import Wish, next_wishes, wishes
from daemon.store.categories import Category
from daemon.store.personas import Persona
from daemon.store.rules import Rule
from daemon.store.searches import Search

NOW = 1_795_000_000.0
DAY = 86_400.0


def _persona(label: str, *, activity: float = 0.5, weight: float = 1.0, muted: bool = False) -> Persona:
    return Persona(label, np.zeros(2, np.float32), activity, None, 9, (), weight, muted)


def _category(name: str, *keywords: str, active: bool = True) -> Category:
    return Category(
        category_id=1,
        name=name,
        description="",
        keywords=keywords,
        source="own",
        interest_score=0.8,
        active=active,
        created_at=NOW,
    )


def _rule(action: str, phrase: str, ends_at: float | None = None) -> Rule:
    return Rule("r", action, {"phrase": phrase}, None, (), None, None, ends_at, "form", None, True, NOW)


def _of(*personas: Persona, categories: tuple[Category, ...] = (), rules: tuple[Rule, ...] = ()) -> dict[str, float]:
    return {wish.query: wish.weight for wish in wishes(personas, categories, rules, now=NOW)}


def test_personas_categories_and_what_one_wants_more_of_become_queries() -> None:
    found = _of(
        _persona("rust · compiler · Rust", activity=0.5, weight=2.0),
        categories=(_category("Bread", "sourdough", "rye", "oven", "flour"),),
        rules=(_rule("boost", "night trains"),),
    )
    assert found == {"rust compiler": 1.0, "bread sourdough rye oven": 0.8, "night trains": 1.0}


def test_what_is_muted_nameless_switched_off_or_over_is_not_searched_for() -> None:
    muted, nameless = _persona("rust", muted=True), _persona("interest 3")
    idle, over, block = _category("Bread", active=False), _rule("boost", "x", NOW - 1), _rule("block", "y")
    assert _of(muted, nameless, _persona("moon", weight=0), categories=(idle,), rules=(over, block)) == {}


def test_a_query_is_searched_for_once_with_its_greatest_weight() -> None:
    assert _of(_persona("bread", activity=0.2), categories=(_category("Bread"),)) == {"bread": 0.8}


def test_what_was_never_searched_for_or_gave_much_or_rests_long_comes_first_and_what_was_today_waits() -> None:
    wanted = [Wish(query, 1.0) for query in ("much", "nothing", "yesterday", "just now", "never")]
    past = {
        "much": Search("much", NOW - 9 * DAY, 20),
        "nothing": Search("nothing", NOW - 9 * DAY, 0),
        "yesterday": Search("yesterday", NOW - DAY, 25),
        "just now": Search("just now", NOW - DAY + 1, 25),
    }
    assert [wish.query for wish in next_wishes(wanted, past, 9, now=NOW)] == ["never", "much", "yesterday", "nothing"]
    assert len(next_wishes(wanted, past, 2, now=NOW)) == 2


def test_a_dearer_wish_comes_before_a_cheaper_one() -> None:
    assert [each.query for each in next_wishes([Wish("a", 0.2), Wish("b", 0.9)], {}, 9, now=NOW)] == ["b", "a"]


def test_a_search_that_a_wrong_clock_dated_ahead_is_made_again() -> None:
    wanted = [Wish("other", 1.0), Wish("ahead", 1.0)]
    past = {"ahead": Search("ahead", NOW + 365 * DAY, 9), "other": Search("other", NOW - 9 * DAY, 20)}
    assert [wish.query for wish in next_wishes(wanted, past, 9, now=NOW)] == ["ahead", "other"]
