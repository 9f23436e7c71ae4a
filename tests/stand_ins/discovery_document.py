"""What Google's own description of the Data API, which its client ships, allows of a request and of an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

METHODS: Final = ("videos", "search", "playlistItems")
"""What of it the daemon asks: the method `list` of each of these."""

_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = MappingProxyType(
    {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "number": (int, float)}
)


@cache
def document() -> dict[str, Any]:
    """The discovery document of the YouTube Data API."""
    folder = files("googleapiclient.discovery_cache") / "documents"
    found: dict[str, Any] = json.loads((folder / "youtube.v3.json").read_text(encoding="utf-8"))
    return found


def path_of(method: str) -> str:
    """Return where a method is asked."""
    return f"/{_described(method)['path']}"


def fault_of_request(method: str, query: Mapping[str, str]) -> str:
    """Say what the document does not allow of a request; "" when all is well."""
    allowed = _described(method)["parameters"] | document()["parameters"]
    faults = (f"unknown parameter {name}" if name not in allowed else "" for name in query)
    wrong = (_fault_of_parameter(name, allowed[name], value) for name, value in query.items() if name in allowed)
    needed = (f"missing {name}" for name, about in allowed.items() if about.get("required") and not query.get(name))
    return next(filter(None, (*faults, *wrong, *needed)), "")


def fault_of_answer(method: str, answer: Any) -> str:
    """Say where an answer differs from the schema the document gives the method's; "" when it does not."""
    schema = _described(method)["response"]
    return _first(_faults(schema, answer, schema["$ref"]))


def fault_of_resource(schema: str, value: Any) -> str:
    """Say where a value differs from a schema of the document; "" when it does not."""
    return _first(_faults({"$ref": schema}, value, schema))


def _described(method: str) -> dict[str, Any]:
    found: dict[str, Any] = document()["resources"][method]["methods"]["list"]
    return found


def _fault_of_parameter(name: str, about: Mapping[str, Any], text: str) -> str:
    """A parameter is a text, whatever its type; one that may be repeated holds several, with commas between them."""
    if about["type"] == "boolean":
        return "" if text in ("true", "false") else f"{name} is no boolean"
    if about["type"] == "integer":
        if not _is_number(text):
            return f"{name} is no integer"
        is_within = int(about.get("minimum", text)) <= int(text) <= int(about.get("maximum", text))
        return "" if is_within else f"{name} is not between {about.get('minimum')} and {about.get('maximum')}"
    values = text.split(",") if about.get("repeated") else [text]
    return _first(fault for value in values for fault in _faults(about, value, name))


def _faults(schema: Mapping[str, Any], value: Any, where: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = document()["schemas"][schema["$ref"]]
    if not isinstance(value, _TYPES[schema["type"]]) or (isinstance(value, bool) and schema["type"] != "boolean"):
        yield f"{where} is no {schema['type']}"
    elif isinstance(value, list):
        for each in value:
            yield from _faults(schema["items"], each, f"{where}[]")
    elif isinstance(value, dict):
        yield from _faults_within(schema, value, where)
    elif value not in schema.get("enum", [value]):
        yield f"{where} is none of {schema['enum']}"
    elif not _FORMATS.get(schema.get("format", ""), _anything)(value):
        yield f"{where} is no {schema['format']}"


def _faults_within(schema: Mapping[str, Any], value: Mapping[str, Any], where: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name, each in value.items():
        about = known.get(name, others)
        if about is None:
            yield f"{where}.{name} is unknown"
        else:
            yield from _faults(about, each, f"{where}.{name}")


def _first(faults: Iterator[str]) -> str:
    return next(filter(None, faults), "")


def _anything(_value: Any) -> bool:
    return True


def _is_number(value: Any) -> bool:
    return re.fullmatch(r"\d{1,20}", str(value)) is not None


def _is_signed(value: Any) -> bool:
    return re.fullmatch(r"-?\d{1,19}", str(value)) is not None


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


_FORMATS: Final[Mapping[str, Callable[[Any], bool]]] = MappingProxyType(
    {"uint64": _is_number, "uint32": _is_number, "int64": _is_signed, "int32": _is_signed, "date-time": _is_moment,
     "google-datetime": _is_moment}
)  # fmt: skip
