"""What all wire models share: unknown fields refused, times in RFC 3339, ids of eleven characters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)

from daemon.errors import InvalidRequest
from daemon.moments import EARLIEST, LATEST


class Wire(BaseModel):
    """A body, a query or a reply."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Success(BaseModel):
    """It was done."""

    success: Literal[True] = True


def seconds_of(value: Any) -> Any:
    """Return an RFC 3339 time with its zone as seconds since the epoch; numbers are taken as they are."""
    if isinstance(value, str):
        moment = datetime.fromisoformat(value)  # a ValueError becomes the field's error
        if moment.tzinfo is None:
            raise ValueError("a time needs its zone, such as 2026-11-21T10:00:00Z")
        value = moment.timestamp()
    if isinstance(value, int | float) and not EARLIEST <= value <= LATEST:
        raise ValueError("a time lies between the years 1 and 9999")
    return value


def rfc3339(seconds: float) -> str:
    """Return seconds since the epoch as a time in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Moment = Annotated[
    float,
    BeforeValidator(seconds_of),
    PlainSerializer(rfc3339, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""Seconds since the epoch inside, RFC 3339 outside."""

VideoId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{11}$")]
ShortText = Annotated[str, StringConstraints(max_length=500)]
LongText = Annotated[str, StringConstraints(max_length=10_000)]


def sentence_of(error: ValidationError, model: type[BaseModel] | None = None) -> str:
    """Return the first thing wrong as one sentence, with the allowed range; what was sent is never repeated in it."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the body"
    if first["type"] == "extra_forbidden":
        known = f"; there are {', '.join(model.model_fields)}" if model and len(first["loc"]) == 1 else ""
        return f"There is no field {where} here{known}."
    if first["type"] == "missing":
        return f"The field {where} is missing."
    if first["type"] == "string_too_short" and first["ctx"]["min_length"] == 1:
        return f"The field {where} must not be empty."
    if allowed := _allowed(model, first["loc"]):
        return f"The field {where} may be {allowed}."
    message = first["msg"].removeprefix("Value error, ")
    return f"The field {where} cannot be used: {message[:1].lower()}{message[1:]}."


def _allowed(model: type[BaseModel] | None, where: tuple[int | str, ...]) -> str:
    """Return the range of a number as words, "" for anything else."""
    if model is None or len(where) != 1:
        return ""
    schema = model.model_json_schema()["properties"].get(where[0], {})
    for each in schema.get("anyOf", [schema]):
        low, high = each.get("minimum", each.get("exclusiveMinimum")), each.get("maximum")
        if low is not None and high is not None:
            return f"{'more than ' if 'exclusiveMinimum' in each else ''}{low:,} to {high:,}"
    return ""


def refusal(error: ValidationError, model: type[BaseModel]) -> InvalidRequest:
    """Return the error a handler raises for a body or query that does not fit."""
    fields = [".".join(str(part) for part in each["loc"]) for each in error.errors(include_url=False)]
    return InvalidRequest(sentence_of(error, model), details={"fields": fields[:20]})
