"""The entries of an activity page of any size, one cell at a time: only the cell being read is in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final

from .activity import Channel, Row
from .dates import DateReader

MAX_CELL: Final = 1 << 18
"""Characters one entry may have; a real one has some 800."""

_CELL: Final = re.compile(r"<div[^<>]*\bouter-cell\b")
_DIV: Final = re.compile(r"<div\b([^<>]*)>")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>?")
_LINK: Final = re.compile(r"<a\b([^<>]*)>([^<]*)(?:</a\s*>)?", re.IGNORECASE)
_HREF: Final = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""", re.IGNORECASE)
"""Each pattern passes over its text once: a crafted page cannot make one go back and forth."""

_SECTION: Final = re.compile(r"<b>", re.IGNORECASE)


def cells(chunks: Iterable[str]) -> Iterator[str]:
    """Yield each entry's markup, from the end of its opening tag's class to the start of the next.

    chunks: the text in pieces of any size. An entry beyond MAX_CELL is yielded cut: it will not be understood.
    """
    window, inside = "", False
    for chunk in chunks:
        window += chunk
        start = 0
        for opening in _CELL.finditer(window):
            if inside:
                yield window[start : opening.start()]
            start, inside = opening.end(), True
        window = window[start:]
        if len(window) > MAX_CELL:
            if inside:
                yield window[:MAX_CELL]
            window, inside = window[-100:], False
    if inside:
        yield window


def is_complete(cell: str, dates: DateReader) -> bool:
    """Whether a page's last cell is whole: one that was cut off ends inside a word, or before its date.

    Exports differ in which tags they close, so a closed body is asked for only where no date can be read.
    """
    body = _parts(cell)[1:2]
    is_closed = bool(body) and "</div" in body[0]
    return cell.rstrip().endswith(">") and (is_closed or read_cell(cell, dates).occurred_at is not None)


def read_cell(cell: str, dates: DateReader) -> Row:
    """Read one entry: a header, a body whose lines are sentence, channel and date, and a caption with details."""
    header, *parts = _parts(cell)
    body = parts[0].partition("</div")[0] if parts else ""
    lines = [line for line in _BREAK.split(body) if line.strip()]
    first = lines[0] if lines else ""
    link = _LINK.search(first)
    return Row(
        header=_text(header.rpartition("<p")[2].partition(">")[2]),
        sentence=_text(first),
        url=_address(link) if link else None,
        occurred_at=_date(lines[1:], dates),
        title=unescape(link[2]) if link else None,
        words=(_text(first[: link.start()]), _text(first[link.end() :])) if link else None,
        channels=[Channel(unescape(found[2]), _address(found)) for found in map(_LINK.search, lines[1:]) if found],
        details=_details(parts[-1]) if len(parts) > 1 else (),
    )


def _date(lines: list[str], dates: DateReader) -> float | None:
    """The last line is the date; markup that is not well formed may leave a scrap behind it."""
    for line in lines[:-3:-1]:
        moment = dates.read(_text(line))
        if moment is not None:
            return moment
    return None


def _details(caption: str) -> list[str]:
    """Return the lines of the sections behind the first (the product), without those that explain with a link."""
    sections = _SECTION.split(caption)[2:]
    kept = [section for section in sections if "<a" not in section]
    return [_text(line) for section in kept for line in _BREAK.split(section)[1:]]


def _address(link: re.Match[str]) -> str:
    href = _HREF.search(link[1])
    return unescape(href[1] or href[2] or href[3] or "") if href else ""


def _parts(cell: str) -> list[str]:
    """Return what precedes the first content cell, then the content cells."""
    starts = [tag for tag in _DIV.finditer(cell) if "content-cell" in tag[1]]
    ends = [*(tag.start() for tag in starts), len(cell)]
    return [cell[: ends[0]], *(cell[tag.end() : end] for tag, end in zip(starts, ends[1:], strict=True))]


def _text(markup: str) -> str:
    text = _TAG.sub("", markup) if "<" in markup else markup
    return (unescape(text) if "&" in text else text).strip()
