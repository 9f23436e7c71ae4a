"""Exports of every kind, and what can befall them on the way: cut, beheaded, flipped, with scraps in them, halves lost or doubled."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable

from tests.daemon.importers.exports import as_html, as_json, entries
from tests.daemon.importers.languages import ENGLISH, LANGUAGES

ROWS = entries(30)
TABLE = b"Video ID,Time\n" + b"dQw4w9WgXcQ,2026-02-25T19:35:57+00:00\n" * 20
_IDS = [f"{number:03}-_bcdEFG" for number in range(30)]


def _archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a/watch-history.json", as_json(ROWS, ENGLISH))
        file.writestr("a/watch-history.html", as_html(ROWS, LANGUAGES[2]))
        file.writestr("a/Liked videos-videos.csv", TABLE)
    return packed.getvalue()


def _freetube() -> bytes:
    rows = [{"videoId": each, "title": "Über Brot", "timeWatched": 1_782_812_537_123, "_id": each} for each in _IDS]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


EXPORTS = {
    "x.json": as_json(ROWS, ENGLISH).encode(),
    "x.html": as_html(ROWS, ENGLISH).encode(),
    "x.csv": TABLE,
    "x.zip": _archive(),
    "x.db": _freetube(),
    "y.json": json.dumps({"subscriptions": [], "watch_history": _IDS, "preferences": {}}).encode(),
    **{f"{number}.json": as_json(ROWS, each).encode() for number, each in enumerate(LANGUAGES)},
    **{f"{number}.html": as_html(ROWS, each).encode() for number, each in enumerate(LANGUAGES)},
}
SCRAPS = (
    b"\x00",
    b"\xff\xfe",
    b"<",
    b'"',
    b"}]",
    b"[[[[",
    b"NaN",
    b"<div class='outer-cell'>",
    b"\\ud800",
    b"9" * 40,
    b"&#0;",
    b"\r\n",
    b"[" * 3_000,
    "\u202e\u0627".encode(),
)


def _cut(raw: bytes, rng: random.Random) -> bytes:
    return raw[: rng.randrange(len(raw))]


def _behead(raw: bytes, rng: random.Random) -> bytes:
    return raw[rng.randrange(len(raw)) :]


def _flip(raw: bytes, rng: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(rng.randrange(1, 20)):
        changed[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(changed)


def _insert(raw: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(raw))
    return raw[:at] + rng.choice(SCRAPS) * rng.randrange(1, 4) + raw[at:]


def _lose(raw: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(raw))
    return raw[:start] + raw[start + rng.randrange(1, 400) :]


def _repeat(raw: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(raw))
    return raw[: start + 300] + raw[start:]


def _encode_otherwise(raw: bytes, rng: random.Random) -> bytes:
    return raw.decode("utf-8", "replace").encode(rng.choice(("utf-16", "utf-16-le", "latin-1", "cp1252")), "replace")


CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut, _behead, _flip, _insert, _lose, _repeat, _encode_otherwise,
)  # fmt: skip


def mutated(rng: random.Random) -> tuple[str, bytes]:
    """Return the name and the bytes of an export to which one to three things have happened."""
    name = rng.choice(list(EXPORTS))
    raw = EXPORTS[name]
    for _ in range(rng.randrange(1, 4)):
        raw = rng.choice(CHANGES)(raw, rng) or raw
    return name, raw
