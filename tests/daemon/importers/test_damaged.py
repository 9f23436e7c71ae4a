"""What is wrong with an export is said in one sentence, and hides nothing; at random: tests/faults/trials/imports.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from daemon.errors import PersonError
from daemon.importers import Batch, read
from tests.daemon.importers.exports import as_html, expected
from tests.daemon.importers.languages import ENGLISH
from tests.daemon.importers.mutations import ROWS


def outcome(path: Path) -> list[Batch] | str:
    """What reading gives: batches, or a sentence."""
    try:
        return list(read([path]))
    except PersonError as error:
        return error.message


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
