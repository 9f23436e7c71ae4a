"""The items of a JSON array of any size, one at a time: only the item being read is in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final, NoReturn

MAX_ITEM: Final = 1 << 20
"""Characters one item may have; a history row has some 500."""

LONGEST_VALUE: Final = 1 << 23
"""Characters a value on a line of its own may have: a whole playlist may be one."""

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_UNENDED: Final = re.compile(r"[-+.0-9eE]*\Z")
"""What may follow a value at the end of the window without ending it: 12 may become 123, or 12.5e3."""
_COMMAS: Final = re.compile(r"[ \t\r\n,]*")


class BadJson(ValueError):
    """The text is not the JSON of a history; the message ends a sentence that begins with the file's name."""


def _refuse(constant: str) -> NoReturn:
    raise BadJson(f"holds {constant}, which is not JSON")


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse)


def items(chunks: Iterable[str]) -> Iterator[tuple[str, object]]:
    """Yield `("", item)` for each item of an array, or `(key, item)` for the arrays directly inside an object.

    chunks: the text in pieces of any size. Raises BadJson for anything else, NaN, a cut end, or an item over MAX_ITEM.
    """
    text = _Text(chunks)
    opening = text.take()
    if opening == "[":
        yield from _array(text, "")
    elif opening == "{":
        yield from _object(text)
    else:
        raise BadJson("is not a JSON list")
    if text.peek():
        raise BadJson("goes on after its end")


def values(chunks: Iterable[str]) -> Iterator[object]:
    """Yield JSON values that stand one after another, as in a file of a value a line. Raises BadJson as `items` does."""
    text = _Text(chunks, LONGEST_VALUE)
    while text.peek():
        yield text.value()


def _object(text: _Text) -> Iterator[tuple[str, object]]:
    while (char := text.peek(_COMMAS)) != "}":
        if char != '"':
            raise BadJson("is damaged: a name is missing")
        key = str(text.value())
        if text.take() != ":":
            raise BadJson("is damaged: a colon is missing")
        if text.peek() == "[":
            text.take()
            yield from _array(text, key)
        else:
            text.value()
    text.take()


def _array(text: _Text, key: str) -> Iterator[tuple[str, object]]:
    while text.peek(_COMMAS) != "]":
        yield key, text.value()
    text.take()


class _Text:
    """A window on the text that grows at its end and forgets its start."""

    def __init__(self, chunks: Iterable[str], longest: int = MAX_ITEM) -> None:
        self._chunks = iter(chunks)
        self._longest = longest
        self._window = ""
        self._at = 0

    def peek(self, skipping: re.Pattern[str] = _SPACE) -> str:
        """Return the next character behind spaces, or nothing at the end of the text."""
        while True:
            gap = skipping.match(self._window, self._at)
            self._at = gap.end() if gap else self._at
            if self._at < len(self._window):
                return self._window[self._at]
            if not self._grow():
                return ""

    def take(self) -> str:
        """Return the next character behind spaces and step over it."""
        char = self.peek()
        self._at += 1
        return char

    def value(self) -> object:
        """Return the next JSON value; a value that does not end in the window is tried again with more text."""
        if not self.peek():
            raise BadJson("ends in the middle")
        while True:
            try:
                value, end = _DECODER.raw_decode(self._window, self._at)
            except json.JSONDecodeError as error:
                self._grow_or_raise(error)
                continue
            except RecursionError as error:
                raise BadJson("is nested too deeply") from error
            except BadJson:
                raise
            except ValueError as error:  # a number of thousands of digits
                raise BadJson("holds a number that is too long") from error
            if _UNENDED.match(self._window, end) and self._grow():
                continue
            self._at = end
            return value

    def _grow_or_raise(self, error: json.JSONDecodeError) -> None:
        if len(self._window) - self._at > self._longest:
            raise BadJson("is damaged, or holds an item far too long for a history") from error
        if not self._grow():
            raise BadJson(f"is damaged or cut off ({error.msg[:1].lower()}{error.msg[1:]})") from error

    def _grow(self) -> bool:
        """Append one chunk; False at the end."""
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        self._window = self._window[self._at :] + chunk
        self._at = 0
        return True
