"""How a program and the daemon come to trust each other: the code never travels, and both sides prove they know it."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from typing import Annotated, Final

from aiohttp import web
from pydantic import BaseModel, Field, StringConstraints

from daemon import API_VERSION
from daemon.errors import Forbidden, NotFound, TooManyRequests
from daemon.keys import CLOCK, STORE, TOKENS

from .guard.host import own_port
from .routes import Route, Routes
from .wire import Wire

routes: Final = Routes()
log = logging.getLogger(__name__)

Nonce = Annotated[str, StringConstraints(min_length=16, max_length=200)]
Hex256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{64}$", to_lower=True)]


class PairIn(Wire):
    """A program that knows the code, and proves it."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    nonce: Nonce
    code_mac: Hex256 = Field(description='HMAC-SHA256(key=CODE, nonce + ":" + port) in hex')


class PairOut(BaseModel):
    """The token, and the daemon's own proof."""

    client_id: str
    user_id: int
    token: str
    server_nonce: str
    proof: str = Field(description='HMAC-SHA256(key=CODE, server_nonce + ":" + nonce) in hex')


class HelloIn(Wire):
    """A paired program that wants to know whom it talks to."""

    client_id: Annotated[str, StringConstraints(max_length=100)]
    nonce: Nonce


class HelloOut(BaseModel):
    """Proof that the daemon knows the token's hash, without a word of the token."""

    proof: str = Field(description='HMAC-SHA256(key=hex SHA256(token), nonce + ":" + port) in hex')
    api_version: int = API_VERSION
    epoch: int


def mac(key: str, message: str) -> str:
    """Return HMAC-SHA256 in hex, of texts in UTF-8."""
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


@routes.add(Route("POST", "/api/pair", "Pair a program", body=PairIn, reply=PairOut, access="public"))
async def pair(request: web.Request, given: PairIn) -> PairOut:
    """Exchange proof of a one-time code for a token. A code lives ten minutes; five wrong tries end it.

    Only what the guard let through is a try, so no web page makes one; nor is one that comes after ten in a minute.
    """
    store, now = request.app[STORE], request.app[CLOCK]()
    message = f"{given.nonce}:{own_port(request)}"
    taken = await store.pairing_codes.take(
        lambda candidate: hmac.compare_digest(mac(candidate, message), given.code_mac),
        now=now,
        is_try=not request.app[TOKENS].wrong.too_many(now),
    )
    code = taken.code
    if code is None:
        raise _wrong_code(request, taken.ended, now)
    client, token = await store.clients.add(code.user_id, given.name, now=now)
    request.app[TOKENS].add(client)
    server_nonce = secrets.token_hex(16)
    proof = mac(code.code, f"{server_nonce}:{given.nonce}")
    return PairOut(
        client_id=client.client_id, user_id=client.user_id, token=token, server_nonce=server_nonce, proof=proof
    )


def _wrong_code(request: web.Request, ended: int, now: float) -> Forbidden | TooManyRequests:
    if ended:
        log.warning("Five wrong tries ended a pairing code; if they were not yours, another program here is guessing.")
    if request.app[TOKENS].wrong.add(now):
        return TooManyRequests("Too many wrong codes; wait a minute and ask for a new one with `ownfeed pair`.")
    return Forbidden(
        "This code is wrong, has run out or was tried wrongly five times; `ownfeed pair` prints a new one."
    )


@routes.add(
    Route("POST", "/api/hello", "Is this the daemon I paired with?", body=HelloIn, reply=HelloOut, access="public")
)
async def hello(request: web.Request, given: HelloIn) -> HelloOut:
    """Prove the daemon's identity before a program shows its token: a squatter on the port learns nothing."""
    client = request.app[TOKENS].by_id(given.client_id)
    if client is None:
        raise NotFound("This program is not paired here (any more); pair it with the code of `ownfeed pair`.")
    user = await request.app[STORE].users.get(client.user_id)
    return HelloOut(proof=mac(client.token_sha256, f"{given.nonce}:{own_port(request)}"), epoch=user.epoch)
