"""Whatever is done to an export, reading it ends in records or in one sentence: never in a crash, never half-way."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from daemon.errors import PersonError
from daemon.importers import Batch, read
from tests.daemon.importers.exports import as_html, as_json, entries, expected
from tests.daemon.importers.languages import ENGLISH, LANGUAGES

ROWS = entries(30)
TABLE = b"Video ID,Time\n" + b"dQw4w9WgXcQ,2026-02-25T19:35:57+00:00\n" * 20


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a/watch-history.json", as_json(ROWS, ENGLISH))
        file.writestr("a/watch-history.html", as_html(ROWS, LANGUAGES[2]))
        file.writestr("a/Liked videos-videos.csv", TABLE)
    return packed.getvalue()


EXPORTS = {
    "x.json": as_json(ROWS, ENGLISH).encode(),
    "x.html": as_html(ROWS, ENGLISH).encode(),
    "x.csv": TABLE,
    "x.zip": archive(),
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


CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _behead, _flip, _insert, _lose, _repeat)


def outcome(path: Path) -> list[Batch] | str:
    """What reading gives: batches, or a sentence."""
    try:
        return list(read([path]))
    except PersonError as error:
        return error.message


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_a_changed_export_gives_records_or_one_sentence(
    name: str, change: Callable[[bytes, random.Random], bytes], tmp_path: Path
) -> None:
    path = tmp_path / name
    for seed in range(15):
        path.write_bytes(change(EXPORTS[name], random.Random(seed)))
        result = outcome(path)
        if isinstance(result, str):
            assert result.endswith((".", ").")), result
            assert "\n" not in result
        else:
            assert all(record.occurred_at == int(record.occurred_at) for batch in result for record in batch.records)
            json.dumps([record.title for batch in result for record in batch.records]).encode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"titleUrl": NaN}]', "x.json holds NaN, which is not JSON; download it again."),
        ('[{"titleUrl": ' + "[" * 100_000, "x.json is nested too deeply; download it again."),
        ('[{"titleUrl": ' + "9" * 5000 + "}]", "x.json holds a number that is too long; download it again."),
        ('[{"titleUrl": "x"}', "x.json ends in the middle; download it again."),
        ('[{"titleUrl": "x"}] [', "x.json goes on after its end; download it again."),
        ('{"Browser History": [1], 2}', "x.json is damaged: a name is missing; download it again."),
        ('{"Browser History" 1}', "x.json is damaged: a colon is missing; download it again."),
        (
            '[{"titleUrl": "' + "x" * 3_000_000,
            "x.json is damaged, or holds an item far too long for a history; download it again.",
        ),
    ],
)
def test_json_that_is_wrong_is_told_from_json_that_is_cut(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    assert outcome(path) == sentence


def test_an_endless_entry_hides_no_other(tmp_path: Path) -> None:
    page = as_html(ROWS, ENGLISH)
    path = tmp_path / "x.html"
    start = page.rindex('<div class="outer-cell')
    path.write_text(f'{page[:start]}<div class="outer-cell">{"x" * 1_000_000}{page[start:]}', encoding="utf-8")
    batches = list(read([path]))
    assert sum(len(batch.records) for batch in batches) == len(expected(ROWS))
    assert sum(batch.skipped["unrecognised"] for batch in batches) == 1


@pytest.mark.parametrize("last", ["<a href", "Watched", "PDT", "caption", "Products"])
def test_a_page_that_was_cut_off_is_not_read_half(last: str, tmp_path: Path) -> None:
    page = as_html(ROWS, ENGLISH)
    path = tmp_path / "x.html"
    path.write_text(page[: page.rindex(last) + len(last)], encoding="utf-8")
    assert outcome(path) == "x.html ends in the middle; download it again."


@pytest.mark.parametrize(
    "scrap",
    [
        "<a href=x " * 20_000,
        "content-cell " * 20_000,
        '<div class="content-cell"' * 5000,
        "<br" * 60_000,
        "&" * 200_000,
    ],
)
def test_a_crafted_cell_costs_no_more_than_its_length(scrap: str, tmp_path: Path) -> None:
    start, end = '<html><div class="outer-cell"><div class="content-cell">', "<br></div></div></html>"
    path = tmp_path / "x.html"
    path.write_text(f"{start}{scrap}{end}" * 3, encoding="utf-8")
    assert not any(batch.records for batch in read([path]))
