"""One decorator per route: it parses what comes in, writes what goes out, and is where the OpenAPI file comes from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from aiohttp import web
from pydantic import BaseModel, ValidationError

from .wire import Wire, refusal

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]
Access: TypeAlias = Literal["public", "client", "commands"]
"""public: nobody is asked for a token; client: any paired program; commands: the command line alone."""

BODY = web.RequestKey("body", object)
"""The parsed JSON body, put there by the guard."""


@dataclass(frozen=True, slots=True)
class Route:
    """One route as the guard and the OpenAPI file know it."""

    method: str
    path: str
    summary: str
    body: type[Wire] | None = None
    query: type[Wire] | None = None
    reply: type[BaseModel] | None = None
    other_reply: type[BaseModel] | None = None
    """What may come instead."""
    access: Access = "client"
    takes_files: bool = False
    """Whether a body of any size and of another type than JSON may be streamed in."""
    may_last: bool = False
    """Whether answering may take longer than any other request may."""
    is_page: bool = False
    """Whether a browser may navigate to it: a static shell without data."""
    reply_type: str = "application/json"


class Routes:
    """The table of all routes, filled by decorators and asked by guard, OpenAPI file and tests."""

    def __init__(self) -> None:
        self._routes: dict[Handler, Route] = {}

    def add(self, route: Route) -> Callable[[Callable[..., Awaitable[Any]]], Handler]:
        """Register a handler `(request[, body or query]) -> reply model or response`; its docstring is the description."""

        def register(handler: Callable[..., Awaitable[Any]]) -> Handler:
            async def handle(request: web.Request) -> web.StreamResponse:
                given = _given(route, request)
                return as_response(await (handler(request) if given is None else handler(request, given)))

            handle.__doc__ = handler.__doc__
            self._routes[handle] = route
            return handle

        return register

    def include(self, other: Routes) -> None:
        """Take over another table's routes."""
        self._routes.update(other._routes)

    def of(self, handler: Any) -> Route | None:
        """Return the route a handler serves; None for aiohttp's own (404, 405)."""
        return self._routes.get(handler)

    def __iter__(self) -> Iterator[tuple[Handler, Route]]:
        """Iterate over handlers and routes in the order they were registered."""
        return iter(self._routes.items())

    def connect(self, app: web.Application) -> None:
        """Register everything with the router; HEAD is not offered, for nothing asks it."""
        for handler, route in self._routes.items():
            app.router.add_route(route.method, route.path, handler)


def _given(route: Route, request: web.Request) -> Wire | None:
    """Return the validated query or body, None when the route has neither; raises InvalidRequest."""
    if route.query is not None:
        return _validated(route.query, dict(request.query))
    if route.body is not None and BODY in request:
        return _validated(route.body, request[BODY])
    return None


def _validated(model: type[Wire], value: object) -> Wire:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise refusal(error, model) from error


def as_response(reply: BaseModel | web.StreamResponse) -> web.StreamResponse:
    """Return a reply model as JSON; a response made by the handler passes through."""
    if isinstance(reply, BaseModel):
        return web.Response(body=reply.model_dump_json().encode(), content_type="application/json")
    return reply
