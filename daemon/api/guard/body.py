"""What a request carries: JSON, small, shallow, and nothing in it that a database or a parser chokes on."""

from __future__ import annotations

import math
from typing import Any, Final

import orjson
from aiohttp import hdrs, web

from daemon.api.routes import Route
from daemon.errors import InvalidRequest, TooLarge, UnsupportedMedia

MOST_BYTES: Final = 1024 * 1024
DEEPEST: Final = 32
LARGEST: Final = 2**63 - 1
FILE: Final = object()
FILE_TYPES: Final = frozenset({"application/zip", "application/gzip", "application/octet-stream"})


def is_write(request: web.Request) -> bool:
    """Return whether the method may change something; such a request needs the JSON content type, body or not."""
    return request.method not in (hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS)


def check_query(request: web.Request) -> None:
    """Raise InvalidRequest for a NUL or a broken character in the address."""
    if any(character in request.path_qs or character in request.path for character in "\0\ufffd"):
        raise InvalidRequest("The address holds characters that mean nothing.")
    if any("\0" in value or "\ufffd" in value for pair in request.query.items() for value in pair):
        raise InvalidRequest("The address holds characters that mean nothing.")


async def read_json(request: web.Request, route: Route) -> object:
    """Return the body as Python objects; {} where there is none, FILE for a file that the handler streams.

    Raises UnsupportedMedia, TooLarge or InvalidRequest.
    """
    kind = request.content_type if hdrs.CONTENT_TYPE in request.headers else None  # aiohttp would call it a file
    if route.takes_files and kind in FILE_TYPES:
        return FILE
    if kind != "application/json":
        raise UnsupportedMedia("Send JSON with the header Content-Type: application/json.")
    return parse_json(await _read(request))


async def _read(request: web.Request) -> bytes:
    if (request.content_length or 0) > MOST_BYTES:
        raise TooLarge("The body is larger than 1 MiB; send less at once.")
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge as error:  # a chunked body that told no length
        raise TooLarge("The body is larger than 1 MiB; send less at once.") from error


def parse_json(raw: bytes) -> object:
    """Parse strictly: no NaN, lone surrogates, NUL, numbers beyond 64 bits or more than 32 levels."""
    if not raw:
        return {}
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise InvalidRequest("The body is not valid JSON in UTF-8.") from error
    _inspect(value, DEEPEST)
    return value


def _inspect(value: Any, levels: int) -> None:
    """Raise InvalidRequest for what JSON allows and we do not; called for every value, so short."""
    if isinstance(value, str):
        if "\0" in value:
            raise InvalidRequest("The body holds a NUL character.")
    elif isinstance(value, int | float):
        if not math.isfinite(value) or not -LARGEST <= value <= LARGEST:
            raise InvalidRequest("The body holds a number beyond 64 bits.")
    elif value is not None:
        if levels == 0:
            raise InvalidRequest("The body is nested more than 32 levels deep.")
        for each in value.values() if isinstance(value, dict) else value:
            _inspect(each, levels - 1)
        if isinstance(value, dict):
            _inspect("".join(value), 0)
