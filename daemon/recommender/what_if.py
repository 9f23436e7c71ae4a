"""What the feed would be with other rules or dials, before they are kept and after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np

from daemon.errors import NotReady
from daemon.store.categories import Category
from daemon.store.rules import Rule, rule_saying
from recsys.history import History

from .dials import Dials
from .effect import Effect, effect
from .kept_taste import KeptTaste
from .learning import learn_anew
from .lists import lacks_lists, renew_lists
from .making import Asked, make_feed
from .memory import Memory
from .person import Person
from .turns import Run

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    """A dial or a rule, and what it changes."""

    kind: str
    """`dial` or `rule`."""
    name: str
    rule_id: str | None
    effect: Effect


class WhatIf:
    """Compares feeds of the same moment and the same chance; nothing is kept, logged or shown."""

    def __init__(self, memory: Memory, person: Callable[[int], Awaitable[Person]], clock: Callable[[], float]) -> None:
        """person(user_id): their state, with everything followed that was told."""
        self._memory = memory
        self._person = person
        self._clock = clock

    async def with_rules(self, user_id: int, rules: Sequence[Rule]) -> Effect:
        """Return what further rules would change, taken as if they held on every surface and day; what is said again changes nothing."""
        person, run = await self._begin(user_id)
        vectors = {**person.topic_vectors, **await self._memory.people.topic_vectors(rules)}
        held = [rule if rule in person.rules else _everywhere(rule) for rule in _with_said(person.rules, rules)]
        return await self._compared(run, person, replace(person, rules=held, topic_vectors=vectors))

    async def with_dials(self, user_id: int, dials: Dials) -> Effect:
        """Return what other dials would change."""
        person, run = await self._begin(user_id)
        return await self._compared(run, person, _without_lists(replace(person, dials=dials)))

    async def with_categories(self, user_id: int, categories: Sequence[Category]) -> Effect:
        """Return what other interests by name would change; both tastes are learned now, so that nothing else differs."""
        person, run = await self._begin(user_id)
        topics = await self._memory.people.topics(categories)
        history, now = await run(lambda: person.history(self._memory.catalog)), self._clock()
        before = _unlearned(person, history)
        after = replace(_unlearned(person, history), categories=categories, topics=topics)
        for each in (before, after):
            await learn_anew(self._memory, each, now, run)
        return await self._compared(run, before, after)

    async def choices(self, user_id: int) -> list[Choice]:
        """Return what each dial that was turned and each rule that is enabled changes at the moment."""
        person, run = await self._begin(user_id)
        return [
            Choice(kind, name, rule_id, await self._compared(run, _without_lists(without), person))
            for kind, name, rule_id, without in _without_each(person)
        ]

    async def _begin(self, user_id: int) -> tuple[Person, Run]:
        """Return a person, and the way to the arrays in steps; it raises NotReady once they are others than this person's."""
        person = await self._person(user_id)
        catalog = self._memory.catalog

        async def run(work: Callable[[], T], /) -> T:
            def step() -> T:
                if self._memory.catalog is not catalog:
                    raise NotReady("All videos were read anew in between; ask once more.")
                return work()

            return await self._memory.run(step)

        return person, run

    async def _compared(self, run: Run, before: Person, after: Person) -> Effect:
        now, library, asked = self._clock(), self._memory.library, Asked("home")
        for each in (before, after):
            if lacks_lists(each):
                await renew_lists(self._memory, each, now, run)

        def compared() -> Effect:
            feeds = [make_feed(library, each, asked, now, np.random.default_rng(0)) for each in (before, after)]
            return effect(library.catalog, *feeds)

        return await run(compared)


def _with_said(rules: Sequence[Rule], said: Sequence[Rule]) -> list[Rule]:
    """Return the rules there would be, as the store keeps them: what is said again makes no second one."""
    held = list(rules)
    for rule in said:
        same = rule_saying(held, rule)
        if same is None:
            held.append(rule)
        else:
            held[held.index(same)] = same.said_again(rule)
    return held


def _everywhere(rule: Rule) -> Rule:
    return replace(rule, surfaces=(), weekdays=None, starts_at=None)


def _without_lists(person: Person) -> Person:
    """Return the person without candidates: those kept hold nothing that the dials and rules as they are would hide."""
    return replace(person, lists=None)


def _unlearned(person: Person, history: History) -> Person:
    """Return the person with their history, but without what was learned and made of it."""
    return replace(person, lists=None, made={}, kept=KeptTaste(history=history))


def _without_each(person: Person) -> Iterator[tuple[str, str, str | None, Person]]:
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
