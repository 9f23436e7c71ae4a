"""JSON is read item by item, however its text is cut into pieces."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.importers.json_items import BadJson, items

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def pieces(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    values=st.lists(VALUES, max_size=6),
    size=st.integers(1, 40),
    indent=st.sampled_from([None, 1, 4]),
    ascii_only=st.booleans(),
)
def test_a_list_gives_its_items_from_pieces_of_any_size(
    values: list[Any], size: int, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=ascii_only)
    assert [item for _, item in items(pieces(text, size))] == values


@settings(max_examples=80, derandomize=True, deadline=None)
@given(
    lists=st.dictionaries(st.text(), st.lists(VALUES, max_size=3), max_size=4),
    other=st.integers(),
    size=st.integers(1, 40),
)
def test_an_object_gives_the_items_of_its_lists(lists: dict[str, list[Any]], other: int, size: int) -> None:
    text = json.dumps(lists | {"a number": other})
    assert list(items(pieces(text, size))) == [
        (key, item) for key, values in (lists | {"a number": []}).items() for item in values
    ]


@pytest.mark.parametrize(
    "text", ["", "1", '"x"', "null", "[1", "[", "{", '{"a": [1]', "[1] 2", "[tru]", "[Infinity]", "[-]"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadJson):
        list(items([text]))
