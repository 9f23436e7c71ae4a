"""The bearer token: the boundary. Everything before it is depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from aiohttp import hdrs, web

from daemon.api.routes import Route
from daemon.errors import Forbidden, TooManyRequests, Unauthorized
from daemon.keys import CLOCK, STORE, TOKENS
from daemon.store.clients import Client

USER_HEADER: Final = "OwnFeed-User"
"""Whom a command acts for, percent-encoded; paired programs act for their own person alone."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and for whom; `client` is None for the commands."""

    user_id: int
    client: Client | None


CALLER = web.RequestKey("caller", Caller)


async def check_access(request: web.Request, route: Route) -> Caller | None:
    """Return who asks; None on a public route.

    Raises Unauthorized or TooManyRequests for a wrong or missing token, Forbidden where only commands may ask.
    """
    if route.access == "public":
        return None
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    known = request.app[TOKENS].bearer(token) if scheme.casefold() == "bearer" else None
    if known is None:
        raise _refused(request, had_token=bool(token))
    if known.client is None:
        return await _commands(request)
    if route.access == "commands":
        raise Forbidden("Only OwnFeed's own commands may ask this.")
    return Caller(known.client.user_id, known.client)


def _refused(request: web.Request, *, had_token: bool) -> Unauthorized | TooManyRequests:
    if had_token and request.app[TOKENS].wrong.add(request.app[CLOCK]()):
        return TooManyRequests("Too many wrong tokens; wait a minute, or pair again with the code of `ownfeed pair`.")
    return Unauthorized("This needs the token of a paired program; pair with the code that `ownfeed pair` prints.")


async def _commands(request: web.Request) -> Caller:
    name = request.headers.get(USER_HEADER)
    user = await request.app[STORE].users.named(unquote(name) if name else None)
    return Caller(user.user_id, None)


async def note_seen(request: web.Request) -> None:
    """Save that a paired program was here, once a minute at most; only writes call it."""
    client, now = request[CALLER].client, request.app[CLOCK]()
    if client is not None and request.app[TOKENS].is_due(client, now):
        await request.app[STORE].clients.seen(client.client_id, now=now)
