"""Rules: what a person said they want less or more of, as conditions on videos.

`block` hides what is meant; `limit` hides what is meant and lies outside its bounds, or lets only so many of it into one list;
`boost` and `demote` raise and lower what is meant, by deviations of the list's scores. What is unknown of a video never counts
against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from recsys.arrays import DAY_SECONDS, BoolArray, FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.lexical import folded, phrase_pattern, tokens
from recsys.slate import Action, Context, Limits, Reason, Rule, Scores

TOPIC_FAR: Final = 0.3
TOPIC_NEAR: Final = 0.5
"""Centred cosines of the packaged model between which a video goes from "not about it" to "about it"."""
TOPIC_MEANT: Final = 0.4
"""From here on a video is about a topic although it does not name it; `scripts/evaluate wishes` measures whom that takes in."""
USUAL_PUSH: Final = 1.5
"""Deviations of a list's scores by which a rule raises or lowers, unless it says how much."""


@dataclass(frozen=True, slots=True)
class RuleFilter:
    """One rule that hides; a filter like the others (`recsys.filters.Filter`)."""

    rule: Rule
    name: str = "rule"
    action: Action = "hide"

    @property
    def text(self) -> str:
        """The rule in the person's words."""
        return f"Your rule: {self.rule.text}"

    @property
    def reason(self) -> Reason:
        """What a caught card shows."""
        return Reason(self.name, self.text, rule_id=self.rule.rule_id, names=(self.rule.text,))

    def __call__(self, catalog: Catalog, rows: IntArray, limits: Limits, context: Context) -> BoolArray:
        """Return (n,) whether the rule hides each row."""
        meant = is_meant(self.rule, catalog, rows)
        if self.rule.action == "limit":
            return meant & is_outside(self.rule, catalog, rows, context.now)
        return meant & is_inside(self.rule, catalog, rows, context.now)


def filters_of(rules: Sequence[Rule]) -> tuple[RuleFilter, ...]:
    """Return a filter for each rule that hides by what a video is."""
    return tuple(
        RuleFilter(rule) for rule in rules if rule.action == "block" or (rule.action == "limit" and rule.bounds)
    )


def is_meant(rule: Rule, catalog: Catalog, rows: IntArray) -> BoolArray:
    """Return (n,) whether a rule speaks of each row: every condition but the bounds holds; all, where it has none."""
    meant = np.ones(len(rows), dtype=np.bool_)
    if rule.channel is not None:
        meant &= catalog.channel[rows] == rule.channel
    if rule.phrase is not None:
        meant &= says(rule.phrase, catalog, rows)
    if rule.topic is not None:
        meant &= about(rule, catalog, rows) >= _closeness(np.array(TOPIC_MEANT))
    if rule.language is not None:
        meant &= catalog.language[rows] == rule.language
    if rule.is_short is not None:
        meant &= catalog.is_short[rows] == rule.is_short
    if rule.is_live is not None:
        meant &= catalog.is_live[rows] == rule.is_live
    return meant


def says(phrase: str, catalog: Catalog, rows: IntArray) -> BoolArray:
    """Return (n,) whether a phrase stands in each row's title, its channel's name or one of its tags."""
    told = set(tokens(phrase))
    # A single character of unspaced writing is a token of its own only where it stands alone.
    characters = {token for token in told if len(token) == 1}
    found = catalog.lexicon.containing(told - characters, rows)
    for character in characters:
        found &= catalog.lexicon.having(character, rows)
    if folded(phrase) in characters:
        return found  # wherever it stands: nothing around it matters
    pattern, is_one_word = phrase_pattern(phrase), len(folded(phrase).split()) == 1
    for place in np.flatnonzero(found).tolist():
        video = catalog.video(int(rows[place]))
        texts = (video.title, video.channel_name or "", *video.tags)
        if is_one_word:
            texts = ("\n".join(texts),)  # it cannot begin in one text and end in the next: they are folded at once
        found[place] = any(pattern.search(folded(text)) for text in texts)
    return found


def is_inside(rule: Rule, catalog: Catalog, rows: IntArray, now: float) -> BoolArray:
    """Return (n,) whether each row is known to lie within all bounds of a rule; all, where it has none."""
    inside = np.ones(len(rows), dtype=np.bool_)
    for margin in _margins(rule, catalog, rows, now):
        inside &= margin >= 0
    return inside


def is_outside(rule: Rule, catalog: Catalog, rows: IntArray, now: float) -> BoolArray:
    """Return (n,) whether each row is known to lie outside one of the bounds."""
    outside = np.zeros(len(rows), dtype=np.bool_)
    for margin in _margins(rule, catalog, rows, now):
        outside |= margin < 0
    return outside


def _margins(rule: Rule, catalog: Catalog, rows: IntArray, now: float) -> Iterator[FloatArray]:
    """Yield for each bound (n,) by how much each row lies inside, NaN unknown."""
    seconds, views = catalog.duration_seconds[rows], catalog.view_count[rows]
    age_days = (now - catalog.published_at[rows]) / DAY_SECONDS
    if rule.min_seconds is not None:
        yield seconds - rule.min_seconds
    if rule.max_seconds is not None:
        yield rule.max_seconds - seconds
    if rule.max_age_days is not None:
        yield rule.max_age_days - age_days
    if rule.min_views is not None:
        yield views - rule.min_views


def about(rule: Rule, catalog: Catalog, rows: IntArray) -> FloatArray:
    """Return (n,) in [0, 1] how much each row is about the rule's topic: 1 where it names it, else by its vector."""
    assert rule.topic is not None
    named = says(rule.topic, catalog, rows)
    if rule.topic_vector is None:
        return named.astype(np.float64)
    cosines = topic_cosines(rule.topic_vector, catalog, rows)
    return np.where(named, 1.0, np.where(catalog.has_vector[rows], _closeness(cosines), 0.0))


def topic_cosines(vector: FloatArray, catalog: Catalog, rows: IntArray) -> FloatArray:
    """Return (n,) centred cosines of rows to the (d,) vector of a topic as embedded; 0 without a vector."""
    space = catalog.space
    return np.asarray(space.centre(catalog.vectors[rows]) @ space.centre(vector[None].astype(np.float32))[0])


def pushed(scores: Scores, rules: Sequence[Rule], catalog: Catalog, rows: IntArray, now: float) -> Scores:
    """Return scores with what boosts and demotes add; each is a part of its own, under its rule's id.

    A push is the rule's amount times the deviation of the list's scores, times how much the video is what is meant.
    """
    if not rules:
        return scores
    deviation = float(np.std(scores.total)) if len(rows) else 0.0
    pushes: dict[str, FloatArray] = {}
    for rule in rules:
        if rule.action in ("boost", "demote"):
            amount = (USUAL_PUSH if rule.amount is None else rule.amount) * (1.0 if rule.action == "boost" else -1.0)
            pushes[rule.rule_id] = amount * (deviation or 1.0) * _degree(rule, catalog, rows, now)
    if not pushes:
        return scores
    return Scores(scores.total + np.sum(list(pushes.values()), axis=0), {**scores.parts, **pushes})


def beyond_number(rules: Sequence[Rule], catalog: Catalog, rows: IntArray) -> dict[int, Rule]:
    """Return the places in an order, given as (n,) rows, that are one too many for a `limit` with an amount, and whose."""
    beyond: dict[int, Rule] = {}
    for rule in rules:
        if rule.action == "limit" and rule.amount is not None:
            places = np.flatnonzero(is_meant(rule, catalog, rows))
            beyond |= dict.fromkeys(places[int(rule.amount) :].tolist(), rule)
    return beyond


def with_rules(told: tuple[Reason, ...], scores: Scores, rules: Sequence[Rule], card: int) -> tuple[Reason, ...]:
    """Return a card's reasons with the rule that raised or lowered it most: one that raised it comes first."""
    if not rules:
        return told
    changes = [(float(scores.parts[rule.rule_id][card]), rule) for rule in rules if rule.rule_id in scores.parts]
    change, rule = max(changes, key=lambda each: abs(each[0]), default=(0.0, None))
    if rule is None or change == 0:
        return told
    reason = RuleFilter(rule).reason._replace(contribution=change)
    return (reason, *told[:1]) if change > 0 else (*told[:1], reason)


def _degree(rule: Rule, catalog: Catalog, rows: IntArray, now: float) -> FloatArray:
    """Return (n,) in [0, 1] how much each row is what a boost or demote means: a topic has no sharp edge."""
    if rule.topic is None:
        return (is_meant(rule, catalog, rows) & is_inside(rule, catalog, rows, now)).astype(np.float64)
    others = replace(rule, topic=None, topic_vector=None)
    holds = is_meant(others, catalog, rows) & is_inside(rule, catalog, rows, now)
    return np.where(holds, about(rule, catalog, rows), 0.0)


def _closeness(cosines: FloatArray) -> FloatArray:
    return np.asarray(np.clip((cosines - TOPIC_FAR) / (TOPIC_NEAR - TOPIC_FAR), 0.0, 1.0))
