"""What a change of rules or dials would do to the feed, before it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from recsys.catalog import Catalog
from recsys.slate import Slate

from .dials import Dials
from .person import Person

LOOKED_AT: Final = 30
"""Places of a feed that are compared: what somebody sees."""


@dataclass(frozen=True, slots=True)
class Change:
    """One video's places, from 0; None outside of what is looked at."""

    video_id: str
    title: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What comes, what goes, and what stays but moves."""

    added: Sequence[Change]
    removed: Sequence[Change]
    moved: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Choice:
    """A dial or a rule, and what it changes."""

    kind: str
    """`dial` or `rule`."""
    name: str
    id: str | None
    effect: Effect


def without_each(person: Person) -> Iterator[tuple[str, str, str | None, Person]]:
    """Yield (kind, name, rule id, the person without it) for each dial that was turned and each rule that is enabled."""
    usual = Dials()
    for dial in fields(Dials):
        if dial.name != "mode" and getattr(person.dials, dial.name) != getattr(usual, dial.name):
            dials = replace(person.dials, **{dial.name: getattr(usual, dial.name)})
            yield "dial", dial.name, None, replace(person, dials=dials)
    for rule in person.rules:
        if rule.enabled:
            others = [each for each in person.rules if each is not rule]
            yield "rule", rule.text or rule.action, rule.rule_id, replace(person, rules=others)


def effect(catalog: Catalog, before: Slate, after: Slate) -> Effect:
    """Compare the first places of two feeds of the same moment and the same chance."""
    then, now = ({row: place for place, row in enumerate(slate.rows[:LOOKED_AT].tolist())} for slate in (before, after))

    def changes(rows: Sequence[int]) -> list[Change]:
        videos = [catalog.video(row) for row in rows]
        return [
            Change(video.video_id, video.title, then.get(row), now.get(row))
            for row, video in zip(rows, videos, strict=True)
        ]

    return Effect(
        added=changes([row for row in now if row not in then]),
        removed=changes([row for row in then if row not in now]),
        moved=changes([row for row in now if row in then and then[row] != now[row]]),
    )
