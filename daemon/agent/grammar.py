"""A small grammar for sentences such as "less drama, more woodworking until Sunday": typed rules, or a question; never a guess.

A sentence is cut into wishes at what joins them. Of each wish everything that is understood is taken out, piece by piece: what is
quoted, when and where it holds, lengths, ages, views, kinds. What is left is the subject; if it cannot be one, a question is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from .vocabulary import DAY, VOCABULARIES, Vocabulary

MUCH: Final = 3.0
"""The amount of "much more" and "much less"."""
MOST_WORDS: Final = 4
"""A subject of more words is a sentence that was not understood."""
_QUOTED: Final = re.compile(r"[\"“„«]([^\"“”„»«]+)[\"”“»]|(?<!\w)[‘'‚]([^'’‘]+)[’'‘](?!\w)")
_NUMBER: Final = r"\d+(?:[.,]\d+)*\s?(?:k|tsd\.?|mil|m)?"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule as it was understood; times are seconds since the epoch, weekdays count from Monday = 0."""

    text: str
    """The part of the sentence it comes from."""
    action: str
    match: Mapping[str, Any]
    amount: float | None = None
    surfaces: tuple[str, ...] = ()
    weekdays: tuple[int, ...] | None = None
    ends_at: float | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a sentence means: proposals, or a question where it is not understood as a whole."""

    proposals: tuple[Proposal, ...] = ()
    question: str | None = None


class _NotUnderstood(Exception):
    """With the question to ask."""


def understand(text: str, now: datetime) -> Understanding:
    """Read a sentence in any of the languages known.

    now: the moment of speaking, in the person's zone.
    """
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip(" .!?")
    questions: list[str] = []
    readings: list[tuple[Proposal, ...]] = []
    for vocabulary in VOCABULARIES:
        try:
            readings += filter(None, [_read(text, _grammar(vocabulary), now)])
        except _NotUnderstood as error:
            questions.append(str(error))
    if readings:
        return Understanding(
            min(readings, key=_length_of_names)
        )  # "no" opens in two languages: the one that explains more
    return Understanding(question=questions[0] if questions else _HOW)


def _length_of_names(proposals: tuple[Proposal, ...]) -> int:
    return sum(len(name) for each in proposals for name in each.match.values() if isinstance(name, str))


_HOW: Final = (
    "What should there be less or more of? For example: less drama until Sunday; nothing longer than 40 minutes on weekdays; "
    "no Shorts; nothing from the channel NAME."
)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """A vocabulary as compiled patterns."""

    words: Vocabulary
    span: str
    opening: re.Pattern[str]

    def find(self, pattern: str) -> re.Pattern[str]:
        return _compiled(rf"(?<!\w)(?:{pattern})(?!\w)")

    def number(self, text: str) -> float:
        """Return what a number means: 1,000, 10k, two."""
        text = text.strip().casefold()
        for word, value in self.words.numbers.items():
            if re.fullmatch(word, text):
                return value
        digits = re.match(r"[\d.,]+", text)
        assert digits is not None
        scale = 1_000_000 if text.endswith("m") else 1_000 if len(text) > len(digits[0]) else 1
        plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", digits[0]).replace(",", ".")
        return float(plain) * scale

    def seconds(self, text: str) -> float:
        """Return the length of a span such as "1 hour 30 minutes"."""
        return sum(
            self.number(number) * next(s for unit, s in self.words.units.items() if re.fullmatch(unit, name.casefold()))
            for number, name in re.findall(self._one_span(), text, re.IGNORECASE)
        )

    def _one_span(self) -> str:
        return rf"({_number(self.words)})\s?({'|'.join(self.words.units)})(?!\w)"


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _number(words: Vocabulary) -> str:
    return rf"(?:{_NUMBER}|{'|'.join(words.numbers)})"


@lru_cache
def _grammar(words: Vocabulary) -> _Grammar:
    one = rf"{_number(words)}\s?(?:{'|'.join(words.units)})(?!\w)"
    span = rf"{one}(?:,? (?:(?:{words.joint}) )?{one})?"
    lead = rf"(?:(?:{words.filler}|{words.weekend}|{words.weekdays}|{words.much}|{words.lasting.replace('{span}', span)}),? )*"
    acts = "|".join((words.at_most, words.block, words.only, words.demote, words.boost))
    return _Grammar(words, span, re.compile(rf"{lead}(?:{acts})(?!\w)", re.IGNORECASE))


@dataclass
class _Wish:
    """One wish, of which more and more is taken out."""

    grammar: _Grammar
    rest: str
    found: dict[str, Any] = field(default_factory=dict)

    def take(self, pattern: str) -> re.Match[str] | None:
        """Take the first place that fits out of the rest."""
        match = self.grammar.find(pattern).search(self.rest)
        if match is not None:
            self.rest = f"{self.rest[: match.start()]} {self.rest[match.end() :]}"
        return match


def _read(text: str, grammar: _Grammar, now: datetime) -> tuple[Proposal, ...] | None:
    """Return what the sentence means in this language; None where it does not speak it, _NotUnderstood with a question."""
    pieces = list(_wishes(text, grammar))
    if not all(grammar.opening.match(piece) for piece in pieces):
        return None
    proposals = [_proposal(piece, grammar, now) for piece in pieces]
    last = proposals[-1]
    return tuple(
        replace(each, ends_at=each.ends_at or last.ends_at, weekdays=each.weekdays or last.weekdays)
        for each in proposals
    )


def _wishes(text: str, grammar: _Grammar) -> Iterator[str]:
    """Yield the wishes of a sentence: it is cut where something joins and the next one opens."""
    start = 0
    for joint in re.finditer(rf"\s*[,;.]\s*(?:(?:{grammar.words.joint})\s)?|\s(?:{grammar.words.joint})\s", text):
        if grammar.opening.match(text[joint.end() :]) and not _inside_quotes(text, joint.start()):
            yield text[start : joint.start()]
            start = joint.end()
    yield text[start:]


def _inside_quotes(text: str, place: int) -> bool:
    return any(match.start() < place < match.end() for match in _QUOTED.finditer(text))


def _proposal(text: str, grammar: _Grammar, now: datetime) -> Proposal:
    words, wish = grammar.words, _Wish(grammar, text)
    match: dict[str, Any] = {}
    if (quoted := _QUOTED.search(wish.rest)) is not None:
        match["phrase"] = (quoted[1] or quoted[2]).strip()
        wish.rest = wish.rest.replace(quoted[0], " ")
    ends_at, weekdays = _until(wish, now), _weekdays(wish)
    surfaces = tuple(surface for surface, pattern in words.surfaces.items() if wish.take(pattern))
    bounds = _bounds(wish)
    count = wish.take(rf"(?:{words.at_most}) (?P<number>{_number(words)})")
    much = wish.take(rf"(?:{words.much})(?= (?:{words.demote}|{words.boost}))")
    action = _action(wish, bool(count))
    for name, pattern in (("is_short", words.short), ("is_live", words.live)):
        if wish.take(pattern):
            match[name] = True
    match |= _subject(wish, action, has_bounds=bool(bounds), has_quote="phrase" in match)
    if action == "only" or bounds:
        if not bounds or action in ("demote", "boost"):
            raise _NotUnderstood(_HOW)
        return Proposal(text, "limit", match | bounds, None, surfaces, weekdays, ends_at)
    if not match:
        raise _NotUnderstood(f"“{text}” – of what? A topic, “a name in quotes”, or: from the channel NAME.")
    amount = grammar.number(count["number"]) if count else MUCH if much else None
    return Proposal(text, action, match, amount, surfaces, weekdays, ends_at)


def _action(wish: _Wish, is_count: bool) -> str:
    if is_count:
        return "limit"
    words = wish.grammar.words
    acts = {"block": words.block, "only": words.only, "demote": words.demote, "boost": words.boost}
    first = min(
        ((found.start(), name) for name, act in acts.items() if (found := wish.grammar.find(act).search(wish.rest))),
        default=None,
    )
    if first is None:
        raise _NotUnderstood(_HOW)
    wish.take(acts[first[1]])
    return first[1]


def _bounds(wish: _Wish) -> dict[str, float]:
    """Take the bounds out: what is said to be too long, short, old or little watched is the other side of them."""
    words, span = wish.grammar.words, wish.grammar.span
    bounds: dict[str, float] = {}
    if found := wish.take(rf"(?:{words.older}) (?P<span>{span})"):
        bounds["max_age_days"] = wish.grammar.seconds(found["span"]) / DAY
    if found := wish.take(rf"(?:{words.fewer}) (?P<count>{_number(words)}) (?:{words.views})"):
        bounds["min_views"] = wish.grammar.number(found["count"])
    is_only = wish.grammar.find(words.only).search(wish.rest) is not None
    too_long, too_short = (words.longer, words.shorter) if not is_only else (words.shorter, words.longer)
    if found := wish.take(rf"(?:{too_long}) (?P<span>{span})"):
        bounds["max_seconds"] = wish.grammar.seconds(found["span"])
    if found := wish.take(rf"(?:{too_short}) (?P<span>{span})"):
        bounds["min_seconds"] = wish.grammar.seconds(found["span"])
    if is_only and (found := wish.take(rf"(?:{words.up_to}) (?P<span>{span})")):
        bounds["max_seconds"] = wish.grammar.seconds(found["span"])
    return bounds


def _until(wish: _Wish, now: datetime) -> float | None:
    """Take out until when it holds; a day is meant to its end."""
    words = wish.grammar.words
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for name, weekday in words.days.items():
        if wish.take(rf"(?:{words.until}) (?:{name})"):
            return (midnight + timedelta(days=(weekday - now.weekday()) % 7 + 1)).timestamp()
    if wish.take(words.today):
        return (midnight + timedelta(days=1)).timestamp()
    if found := wish.take(words.lasting.replace("{span}", wish.grammar.span)):
        return now.timestamp() + wish.grammar.seconds(found[0])
    return None


def _weekdays(wish: _Wish) -> tuple[int, ...] | None:
    words = wish.grammar.words
    if wish.take(words.weekend):
        return (5, 6)
    if wish.take(words.weekdays):
        return (0, 1, 2, 3, 4)
    days = {day for name, day in words.days.items() if wish.take(rf"(?:{words.on_days}) (?:{name})")}
    return tuple(sorted(days)) or None


def _subject(wish: _Wish, action: str, *, has_bounds: bool, has_quote: bool) -> dict[str, Any]:
    """Return what is left as a condition: a language, a channel, a topic, a word; raises _NotUnderstood where it is none."""
    words = wish.grammar.words
    for language, pattern in words.languages.items():
        if wish.take(pattern):
            return _with_nothing_left(wish, {"language": language})
    if named := wish.take(rf"(?:{words.channel}) (?P<name>\S.*)"):
        return _with_nothing_left(wish, {"channel_name": named["name"].strip(" ,")})
    topic = wish.take(rf"(?:{words.about}) (?P<name>\S.*)")
    if topic is None and wish.grammar.find(words.stop).search(wish.rest):
        raise _NotUnderstood("Which one? Put its name “in quotes”.")
    left = _without_filler(topic["name"] if topic else wish.rest, wish.grammar)
    if topic and _without_filler(wish.rest, wish.grammar):
        raise _NotUnderstood(f"What does “{wish.rest.strip()}” mean here?")
    if not left:
        return {}
    if has_quote or len(left.split()) > MOST_WORDS or wish.grammar.find(words.beyond).search(left):
        raise _NotUnderstood(f"What does “{left}” mean here? Put a name “in quotes”.")
    return {"phrase" if action == "block" and topic is None and not has_bounds else "topic": left}


def _with_nothing_left(wish: _Wish, found: dict[str, Any]) -> dict[str, Any]:
    if left := _without_filler(wish.rest, wish.grammar):
        raise _NotUnderstood(f"What does “{left}” mean here?")
    return found


def _without_filler(text: str, grammar: _Grammar) -> str:
    kept = re.sub(r"[,;:]", " ", text)
    return " ".join(grammar.find(grammar.words.filler).sub(" ", kept).split())
