"""What a model says, as text that may be shown: one line, no invisible characters, no address to follow, and an end."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ADDRESS: Final = re.compile(
    r"\S*(?:://|www\.)\S*|\S+@\S+\.\S+|\b[\w-]+\.(?:com|net|org|io|example)\b\S*", re.IGNORECASE
)
_MARKUP: Final = re.compile(r"<[^>]*>|[`*_#<>{}\[\]|\\]")


def plain(text: str, most: int) -> str:
    """Return at most so many characters of a text, cut at a word; "" where nothing is left to show."""
    shown = "".join(
        " " if unicodedata.category(each) in ("Cc", "Zl", "Zp") else each
        for each in unicodedata.normalize("NFKC", text)
    )
    shown = "".join(each for each in shown if not unicodedata.category(each).startswith("C"))
    shown = _MARKUP.sub("", _ADDRESS.sub("", shown))
    shown = " ".join(shown.split())
    return shown if len(shown) <= most else shown[: most - 1].rsplit(" ", 1)[0].rstrip() + "…"
