"""From a person's stored rules to those in force for a surface at a moment, as the pipeline takes them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

from daemon.store.rules import Rule
from recsys import slate
from recsys.catalog import Catalog

from .local_time import end_of_day, local_time
from .person import Person

_NOBODY: Final = -2
"""A code no video has; -1 is that of an unknown channel or language."""
_CHANNEL: Final = frozenset({"channel_id", "channel_name"})
_AS_IT_IS: Final = ("phrase", "topic", "is_short", "is_live", "min_seconds", "max_seconds", "max_age_days", "min_views")


def blocked_channels(person: Person, catalog: Catalog, now: float, surface: str) -> frozenset[int]:
    """Return the codes of the channels that rules in force block as a whole."""
    codes = {_channel(rule, catalog) for rule in _in_force(person, now, surface) if _blocks_a_channel(rule)}
    return frozenset(codes - {_NOBODY})


def rulings(person: Person, catalog: Catalog, now: float, surface: str) -> tuple[slate.Rule, ...]:
    """Return all other rules in force."""
    return tuple(
        _ruling(rule, person, catalog) for rule in _in_force(person, now, surface) if not _blocks_a_channel(rule)
    )


def next_turn(person: Person, now: float, surface: str) -> float:
    """Return when other rules may be in force for a surface than now, in seconds since the epoch; infinite for never."""
    rules = [rule for rule in person.rules if rule.enabled and _is_for(rule, surface)]
    turns = [moment for rule in rules for moment in (rule.starts_at, rule.ends_at) if moment is not None]
    turns += [end_of_day(now) for rule in rules if rule.weekdays is not None]
    return min((moment for moment in turns if moment > now), default=math.inf)


def _in_force(person: Person, now: float, surface: str) -> Iterator[Rule]:
    weekday = int(local_time(now)[1])
    for rule in person.rules:
        today = rule.weekdays is None or weekday in rule.weekdays
        if today and rule.is_in_force(now) and _is_for(rule, surface):
            yield rule


def _is_for(rule: Rule, surface: str) -> bool:
    return not rule.surfaces or surface in rule.surfaces


def _blocks_a_channel(rule: Rule) -> bool:
    return rule.action == "block" and rule.match.keys() <= _CHANNEL


def _ruling(rule: Rule, person: Person, catalog: Catalog) -> slate.Rule:
    match: dict[str, Any] = {name: rule.match[name] for name in _AS_IT_IS if name in rule.match}
    if rule.match.keys() & _CHANNEL:
        match["channel"] = _channel(rule, catalog)
    if "language" in rule.match:
        code = catalog.language_code(rule.match["language"])
        match["language"] = code if code >= 0 else _NOBODY
    if "topic" in match:
        match["topic_vector"] = person.topic_vectors.get(match["topic"])
    text = rule.text or f"{rule.action} {', '.join(f'{name} {value}' for name, value in rule.match.items())}"
    return slate.Rule(rule.rule_id, rule.action, text, rule.amount, **match)  # type: ignore[arg-type]


def _channel(rule: Rule, catalog: Catalog) -> int:
    code = catalog.channels.code(rule.match.get("channel_name"), rule.match.get("channel_id"))
    return code if code >= 0 else _NOBODY
