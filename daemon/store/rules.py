"""Sentences with conditions: visible, editable, undoable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from daemon.errors import Conflict, NotFound

from .connection import SQLConnection
from .database import Subject


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; an empty `surfaces` means all, `match` holds the conditions that must all be met."""

    rule_id: str
    action: str
    match: Mapping[str, Any]
    amount: float | None
    surfaces: tuple[str, ...]
    weekdays: tuple[int, ...] | None
    starts_at: float | None
    ends_at: float | None
    source: str
    text: str | None
    enabled: bool
    created_at: float

    def is_in_force(self, now: float) -> bool:
        """Return whether it is enabled and its time has come and not gone."""
        started = self.starts_at is None or self.starts_at <= now
        return self.enabled and started and (self.ends_at is None or now < self.ends_at)

    def says_the_same(self, other: Rule) -> bool:
        """Return whether both do the same with the same videos, at the same places and times; how much they do may differ."""
        return _meaning(self) == _meaning(other)

    def said_again(self, said: Rule) -> Rule:
        """Return this rule as it holds once another has said the same: switched on where that is, with its amount.

        The words are the newer ones where the amount is: "less drama" would not tell that it is much less by now.
        """
        words = self.text if self.amount == said.amount else said.text
        return replace(self, amount=said.amount, text=words, enabled=self.enabled or said.enabled)


def rule_saying(rules: Iterable[Rule], said: Rule) -> Rule | None:
    """Return the rule that says the same as another: of several one that holds, and that much, then the first."""
    same = [rule for rule in rules if rule.says_the_same(said)]
    return max(same, key=lambda rule: (rule.enabled, rule.amount == said.amount), default=None)


def _meaning(rule: Rule) -> tuple[object, ...]:
    """Return what a rule says, apart from how much: an id is an id, of other words it does not matter how they are written.

    A limit without an amount is one of lengths, ages or views alone; with one it counts as well, which is something else.
    """
    match = {
        name: value.casefold() if isinstance(value, str) and name != "channel_id" else value
        for name, value in rule.match.items()
    }
    counts = rule.action == "limit" and rule.amount is not None
    days = None if rule.weekdays is None else frozenset(rule.weekdays)
    return rule.action, match, counts, frozenset(rule.surfaces), days, rule.starts_at, rule.ends_at


class Rules(Subject):
    """A person's rules; blocks come from signals, in the signal's own transaction."""

    async def all(self, user_id: int) -> list[Rule]:
        """Return all rules, the newest first."""
        return await self._database.read(lambda connection: rules_of(connection, user_id))

    async def add(self, user_id: int, rule: Rule) -> Rule:
        """Store a rule under its id and return it; one that has come before is returned as it stands.

        Where one of another id says the same, none is made: that one is returned, as it holds now (`Rule.said_again`).
        Raises Conflict for the id of somebody else's, and where there are too many.
        """
        return await self._database.write(lambda connection: _add(connection, user_id, rule))

    async def change(self, user_id: int, rule_id: str, values: Mapping[str, object]) -> Rule:
        """Set the given fields (names as in `Rule`); raises NotFound."""
        return await self._database.write(lambda connection: _update(connection, user_id, rule_id, values))

    async def remove(self, user_id: int, rule_id: str) -> None:
        """Delete one; raises NotFound."""
        await self._database.write(lambda connection: _delete(connection, user_id, rule_id))


MOST_RULES: Final = 500
_CHANGEABLE: Final = ("action", "match", "amount", "surfaces", "weekdays", "starts_at", "ends_at", "text", "enabled")
_SAID_AGAIN: Final = ("amount", "text", "enabled")
_JSON: Final = ("match", "surfaces", "weekdays")
_COLUMNS: Final = (
    "rule_id, action, match, amount, surfaces, weekdays, starts_at, ends_at, source, text, enabled, created_at"
)


def rules_of(connection: SQLConnection, user_id: int) -> list[Rule]:
    """Return all rules of a person, the newest first; for use inside a read or a write."""
    return _select(connection, "user_id = ?", user_id)


def _select(connection: SQLConnection, condition: str, *values: object) -> list[Rule]:
    statement = f"SELECT {_COLUMNS} FROM rules WHERE {condition} ORDER BY created_at DESC, rule_id"
    return [_from_row(row) for row in connection.execute(statement, values)]


def _from_row(row: tuple[Any, ...]) -> Rule:
    rule_id, action, match, amount, surfaces, weekdays, starts_at, ends_at, source, text, enabled, created_at = row
    days = None if weekdays is None else tuple(orjson.loads(weekdays))
    return Rule(
        rule_id, action, orjson.loads(match), amount, tuple(orjson.loads(surfaces)), days,
        starts_at, ends_at, source, text, bool(enabled), created_at,
    )  # fmt: skip


def _add(connection: SQLConnection, user_id: int, rule: Rule) -> Rule:
    known = _select(connection, "user_id = ? AND rule_id = ?", user_id, rule.rule_id)
    if known:
        return known[0]
    rules = rules_of(connection, user_id)
    if (same := rule_saying(rules, rule)) is not None:
        again = same.said_again(rule)
        return _update(connection, user_id, same.rule_id, {name: getattr(again, name) for name in _SAID_AGAIN})
    if len(rules) >= MOST_RULES:
        raise Conflict(f"There are {len(rules)} rules; delete some first.")
    if not insert_rule(connection, user_id, rule):
        raise Conflict("There is a rule of that id; send another.")
    return rule


def insert_rule(connection: SQLConnection, user_id: int, rule: Rule) -> bool:
    """Store a rule unless there is one of its id; return whether it is new."""
    row = {
        "rule_id": rule.rule_id,
        "user_id": user_id,
        "action": rule.action,
        "match": orjson.dumps(rule.match).decode(),
        "amount": rule.amount,
        "surfaces": orjson.dumps(rule.surfaces).decode(),
        "weekdays": None if rule.weekdays is None else orjson.dumps(rule.weekdays).decode(),
        "starts_at": rule.starts_at,
        "ends_at": rule.ends_at,
        "source": rule.source,
        "text": rule.text,
        "enabled": rule.enabled,
        "created_at": rule.created_at,
    }
    places = ", ".join(f":{name}" for name in row)
    statement = f"INSERT INTO rules ({', '.join(row)}) VALUES ({places}) ON CONFLICT DO NOTHING"
    return bool(connection.execute(statement, row).rowcount)


def _update(connection: SQLConnection, user_id: int, rule_id: str, values: Mapping[str, object]) -> Rule:
    stored = {
        name: orjson.dumps(values[name]).decode() if name in _JSON and values[name] is not None else values[name]
        for name in _CHANGEABLE
        if name in values
    }
    for name, value in stored.items():
        connection.execute(f"UPDATE rules SET {name} = ? WHERE user_id = ? AND rule_id = ?", (value, user_id, rule_id))
    found = _select(connection, "user_id = ? AND rule_id = ?", user_id, rule_id)
    if not found:
        raise NotFound(f"There is no rule {rule_id}.")
    return found[0]


def _delete(connection: SQLConnection, user_id: int, rule_id: str) -> None:
    statement = "DELETE FROM rules WHERE user_id = ? AND rule_id = ?"
    if connection.execute(statement, (user_id, rule_id)).rowcount == 0:
        raise NotFound(f"There is no rule {rule_id}.")
