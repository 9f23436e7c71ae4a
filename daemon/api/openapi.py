"""The OpenAPI file, made from the routes themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from daemon import API_VERSION, __version__

from .failures import ErrorOut
from .guard.body import FILE_TYPES
from .routes import Handler, Route, Routes

PARAMETER: Final = re.compile(r"\{(\w+)(?::((?:[^{}]|\{[^}]*\})*))?\}")
"""A path's parameter with its pattern, which may hold braces of its own."""

WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})

REF: Final = "#/components/schemas/{model}"


def openapi(routes: Routes, address: str) -> dict[str, Any]:
    """Return the description of every route, for a daemon at `address`."""
    used = (model for _, route in routes for model in (route.body, route.query, route.reply, route.other_reply))
    models = {model for model in used if model is not None}
    ordered = sorted(models | {ErrorOut}, key=lambda model: model.__name__)
    keys = [(model, "serialization" if model not in _inputs(routes) else "validation") for model in ordered]
    references, schemas = models_json_schema(keys, ref_template=REF)  # type: ignore[arg-type]
    by_model: dict[Any, Any] = {model: reference for (model, _), reference in references.items()}
    paths: dict[str, dict[str, Any]] = {}
    for handler, route in routes:
        path = PARAMETER.sub(r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(handler, route, by_model)
    return {
        "openapi": "3.1.0",
        "info": {"title": "OwnFeed", "version": __version__, "description": f"API version {API_VERSION}."},
        "servers": [{"url": address}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _inputs(routes: Routes) -> set[type[BaseModel]]:
    return {model for _, route in routes for model in (route.body, route.query) if model is not None}


def _operation(handler: Handler, route: Route, references: Mapping[Any, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.summary,
        "description": handler.__doc__ or "",
        "parameters": [*_path_parameters(route.path), *_query_parameters(route)],
        "responses": {"200": _success(route, references), **_errors(route, references)},
    }
    if route.access == "public":
        operation["security"] = []
    if route.method in WRITES:
        operation["requestBody"] = _request_body(route, references)
    return operation


def _request_body(route: Route, references: Mapping[Any, Any]) -> dict[str, Any]:
    """Return what is sent; a write that needs nothing says so as JSON too, for no page may send that."""
    schema = {"type": "object"} if route.body is None else references[route.body]
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if route.takes_files:
        content |= {kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(FILE_TYPES)}
    return {"required": True, "content": content}


def _success(route: Route, references: Mapping[Any, Any]) -> dict[str, Any]:
    text_or_object = {"type": "object" if route.reply_type == "application/json" else "string"}
    schema = text_or_object if route.reply is None else references[route.reply]
    if route.other_reply is not None:
        schema = {"anyOf": [schema, references[route.other_reply]]}
    return {"description": route.summary, "content": {route.reply_type: {"schema": schema}}}


def _errors(route: Route, references: Mapping[Any, Any]) -> dict[str, Any]:
    """Return what may go wrong; the guard's refusals belong to every route."""
    reasons = {
        "400": "Something in it cannot be used",
        "403": "A foreign page, extension or program",
        "404": "Nothing or nobody under this name",
        "421": "A Host other than ours",
        "500": "Our mistake",
    }
    if route.access != "public":
        reasons |= {"401": "No token, or a wrong one"}
    if route.access != "public" or route.method in WRITES:
        reasons |= {"429": "Too many wrong tokens or codes"}
    if route.method in WRITES:
        reasons |= {
            "409": "What is there forbids it",
            "413": "More than one request may carry",
            "415": "Not JSON",
            "507": "The disk is full",
        }
    if route.access != "public":
        reasons |= {"503": "Not ready yet; ask again in a moment"}
    content = {"application/json": {"schema": references[ErrorOut]}}
    return {status: {"description": reason, "content": content} for status, reason in sorted(reasons.items())}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", **_pattern(pattern)}}
        for name, pattern in PARAMETER.findall(path)
    ]


def _pattern(pattern: str) -> dict[str, str]:
    return {"pattern": f"^{pattern}$"} if pattern else {}


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    schema = route.query.model_json_schema()
    return [{"name": name, "in": "query", "schema": each} for name, each in schema["properties"].items()]
