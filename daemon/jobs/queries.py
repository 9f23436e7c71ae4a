"""What is searched for on a person's behalf: words of their personas, their categories and what they want more of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from daemon.store.categories import Category
from daemon.store.personas import Persona
from daemon.store.rules import Rule
from daemon.store.searches import Search

MOST_KEYWORDS: Final = 3
DAY_SECONDS: Final = 86_400.0
FRESH_DAYS: Final = 7.0
"""So long after a search the same one is worth as much as at first."""
PAGE: Final = 25
"""Videos asked for by one search."""

_NO_WORDS: Final = re.compile(r"interest \d+")
"""How a persona is called that no words describe."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something to search for, and how much the person cares."""

    query: str
    weight: float


def wishes(
    personas: Iterable[Persona], categories: Iterable[Category], rules: Iterable[Rule], *, now: float
) -> list[Wish]:
    """Return what is worth searching for, each query once, with the greatest weight it has anywhere."""
    found = [
        *(Wish(_words(each.label), each.weight * each.activity_score) for each in personas if _speaks(each)),
        *(Wish(_about(each), each.interest_score) for each in categories if each.active),
        *(Wish(words, 1.0) for each in rules if (words := _wanted(each, now))),
    ]
    best: dict[str, Wish] = {}
    for wish in sorted(found, key=lambda each: each.weight):
        if wish.query and wish.weight > 0:
            best[wish.query] = wish
    return list(best.values())


def next_wishes(wanted: Sequence[Wish], past: Mapping[str, Search], count: int, *, now: float) -> list[Wish]:
    """Return the `count` wishes with the greatest expected gain, the greatest first; at equal gain by their words.

    What was searched for within a day is left out: it brings next to nothing, and a person's own searches need the allowance.
    """
    last = {query: search for query, search in past.items() if search.searched_at <= now}  # else the clock was wrong
    open_ones = [each for each in wanted if each.query not in last or now - last[each.query].searched_at >= DAY_SECONDS]
    return sorted(open_ones, key=lambda wish: (-_gain(wish, last.get(wish.query), now), wish.query))[:count]


def _gain(wish: Wish, last: Search | None, now: float) -> float:
    """Return weight × how fresh the answer will be × the share that was new the last time."""
    if last is None:
        return wish.weight
    freshness = min((now - last.searched_at) / (FRESH_DAYS * DAY_SECONDS), 1.0)
    return wish.weight * freshness * (last.found + 1) / (PAGE + 1)


def _speaks(persona: Persona) -> bool:
    return not persona.muted and not _NO_WORDS.fullmatch(persona.label)


def _wanted(rule: Rule, now: float) -> str:
    """Return the words a rule in force wants more of, "" for any other."""
    if rule.action != "boost" or not rule.is_in_force(now):
        return ""
    return " ".join(str(rule.match[name]) for name in ("topic", "phrase") if name in rule.match)


def _about(category: Category) -> str:
    return _words(" ".join([category.name, *category.keywords[:MOST_KEYWORDS]]))


def _words(label: str) -> str:
    """Return a label such as "rust · compiler" as words to search for, each once."""
    return " ".join(dict.fromkeys(label.replace("·", " ").casefold().split()))
