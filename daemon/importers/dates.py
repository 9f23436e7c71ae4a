"""The written dates of HTML exports: any language's order, digits and punctuation, read by what each piece is.

`Aug 17, 2026, 1:14:48 PM CEST`, `17. Aug. 2026, 13:14:48 MESZ`, `2026年7月30日 00:23:06 CEST`,
`٢٣/٠٧/٢٠٢٦، ٤:٢٠:٢٢ م غرينتش+٣`: a time of three numbers, a year of four digits, a zone, and what is left is day and month.
"""

from __future__ import annotations

import re
import time
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from .months import month_of
from .zones import AMBIGUOUS, zone_offset

_SPACES: Final = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t"
_UNSEEN: Final = "\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_PLAIN: Final = str.maketrans(dict.fromkeys(_SPACES, " ") | dict.fromkeys(_UNSEEN))
"""Every space to the common one; marks of direction and width go."""
_TIME: Final = re.compile(r"(?<![\d.:])(\d{1,2})([:.])(\d{2})\2(\d{2})(?![\d.:]\d|\d)")
_SPELLED_TIME: Final = re.compile(
    r"(\d{1,2})( ?[^\d|,.:/]{1,8} ?)(\d{1,2}) ?[^\d|,.:/]{1,8} ?(\d{1,2}) ?(?:s|초|วินาที|秒)(?!\w)"
)
_OFFSET: Final = re.compile(r"(?<!\d)([^\W\d]*)[\])]?\s?([+\-−–]\s?\d{1,2}(?:[:.]?\d{2})?)(?!\d)")
_HALF: Final = re.compile(
    r"(?P<am>\b(?:[aA]\.? ?[mM]\b\.?|ÖÖ|SA|PG|vorm)|午前|上午|오전|凌晨|清晨|早上|\bص\b|π\.?μ|पूर्वाह्न)"
    r"|(?P<pm>\b(?:[pP]\.? ?[mM]\b\.?|ÖS|CH|PTG|nachm)|午後|下午|오후|中午|晚上|\bم\b|μ\.?μ|अपराह्न)"
)
_WORD: Final = re.compile(r"[^\W\d_][^\s\d,،()\[\]/:|]*")
_SCRIPTS: Final = (("han", "一", "鿿"), ("arabic", "\u0600", "\u06ff"), ("hebrew", "\u0590", "\u05ff"))

BUDDHIST_YEARS_AHEAD: Final = 543
"""Thai exports count years from 543 BC."""
_LONGEST: Final = 200
_MOST_NOTES: Final = 10
FIRST_YEAR: Final = 2005
"""YouTube's first; an earlier date was misread."""
LAST_YEAR: Final = 2100
"""The clock of whoever imports may be wrong, so the future is not measured against it."""
EARLIEST: Final = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp()
LATEST: Final = datetime(LAST_YEAR, 1, 1, tzinfo=UTC).timestamp()


class _Day(NamedTuple):
    """Everything about a date but its time of day: midnight UTC in epoch seconds, the half (12-hour clocks), the zone."""

    midnight: float
    half: str | None
    zone: str
    script: str


@dataclass(slots=True)
class DateReader:
    """Reads the dates of one file; remembers the days it has seen, and what the person should be told.

    local_offset: seconds this machine is ahead of UTC, for zones nobody told us.
    notes: one sentence for each zone name that was guessed.
    """

    local_offset: int = field(default_factory=lambda: time.localtime().tm_gmtoff)
    notes: dict[str, str] = field(default_factory=dict)
    _days: dict[str, _Day | None] = field(default_factory=dict)

    def read(self, text: str) -> float | None:
        """Return seconds since the epoch, or None for text that is no date with a time."""
        if len(text) > _LONGEST:
            return None
        plain = _plain(text)
        clock = _TIME.search(plain) or _SPELLED_TIME.search(plain)
        if clock is None:
            return None
        rest = f"{plain[: clock.start()]}|{plain[clock.end() :]}"
        if rest not in self._days:
            if len(self._days) > 5000:  # more days than YouTube has existed: these are not days
                self._days.clear()
            self._days[rest] = _read_day(rest)
        day = self._days[rest]
        seconds = _time_of_day(int(clock[1]), int(clock[3]), int(clock[4]), day.half if day else None)
        if day is None or seconds is None:
            return None
        return day.midnight + seconds - self._offset(day)

    def _offset(self, day: _Day) -> int:
        offset = zone_offset(day.zone, day.script)
        if offset is None:
            offset = self.local_offset
            self._note(
                day.zone,
                f"The time zone {day.zone!r} is not known here, so times were read in this machine's own zone.",
            )
        elif day.zone.casefold() in AMBIGUOUS:
            meaning = _signed(offset)
            self._note(day.zone, f"The time zone {day.zone!r} has several meanings; it was read as UTC{meaning}.")
        return offset

    def _note(self, zone: str, sentence: str) -> None:
        if len(self.notes) < _MOST_NOTES:
            self.notes[zone] = sentence


def _signed(offset: int) -> str:
    sign = "-" if offset < 0 else "+"
    return f"{sign}{abs(offset) // 3600:02}:{abs(offset) % 3600 // 60:02}"


def _plain(text: str) -> str:
    """Spaces of one kind, no marks of direction, ASCII digits."""
    if text.isascii():
        return text
    text = text.translate(_PLAIN)
    return text if text.isascii() else "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _time_of_day(hours: int, minutes: int, seconds: int, half: str | None) -> int | None:
    if half is not None and 1 <= hours <= 12:
        hours = hours % 12 + (12 if half == "pm" else 0)
    if hours > 23 or minutes > 59 or seconds > 60:
        return None
    return hours * 3600 + minutes * 60 + seconds


def _read_day(rest: str) -> _Day | None:
    """Read a date whose time of day is replaced by `|`."""
    zone, rest = _take_offset(rest)
    half = _HALF.search(rest)
    if half is not None:
        rest = f"{rest[: half.start()]}|{rest[half.end() :]}"
    month, named_zone = _read_words(rest)
    numbers = [int(number) for number in re.findall(r"\d+", rest)]
    midnight = _midnight(numbers, month)
    if midnight is None:
        return None
    return _Day(midnight, half.lastgroup if half else None, zone or named_zone, _script(rest))


def _take_offset(rest: str) -> tuple[str, str]:
    """Cut `GMT+3`, `UTC−4`, `غرينتش+2` out of the text; the sign tells it from the hyphens of 2026-08-17."""
    found = _OFFSET.search(rest)
    if found is None:
        return "", rest
    return f"GMT{found[2].replace(' ', '').replace('.', ':')}", rest[: found.start()] + " " + rest[found.end() :]


def _read_words(rest: str) -> tuple[int | None, str]:
    """Return the month, if a word names it, and the zone's name, or an empty string.

    A zone is a word we know, or one in capitals behind the time of day.
    """
    month, zone = None, ""
    clock_at = rest.find("|")
    for word in _WORD.finditer(rest):
        name = word[0].rstrip(".")
        if name.isupper() and word.start() > clock_at and len(name) > 1:
            zone = name
        elif zone_offset(name) is not None and not name.islower():
            zone = zone or name
        elif month is None:
            month = month_of(word[0], after_dot=rest[: word.start()].endswith(". "))
    return month, zone


def _midnight(numbers: list[int], month: int | None) -> float | None:
    """Put day, month and year in their places; where the year does not lead, the day does."""
    year = next((number for number in numbers if number > 999), None)
    if year is None:
        return None
    others = [number for number in numbers if number != year]
    if month is None and len(others) == 2:
        month_at = 0 if numbers[0] == year else 1
        if others[month_at] > 12:
            month_at = 1 - month_at
        month = others.pop(month_at)
    if month is None or len(others) != 1:
        return None
    return _epoch(year - BUDDHIST_YEARS_AHEAD if year > 2400 else year, month, others[0])


def _epoch(year: int, month: int, day: int) -> float | None:
    try:
        moment = date(year, month, day)
    except ValueError:
        return None
    if not FIRST_YEAR <= year < LAST_YEAR:
        return None
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC).timestamp()


def _script(rest: str) -> str:
    return next((name for name, first, last in _SCRIPTS if any(first <= c <= last for c in rest)), "")
