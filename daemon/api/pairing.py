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
from daemon.store.clients import Client
from daemon.store.pairing_codes import PairingCode

from .guard.host import own_port
from .guard.identity import CALLER
from .guard.tabs import TabCode, token_of_tab
from .routes import Route, Routes
from .wire import Moment, Wire

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


class TabCodeOut(BaseModel):
    """A one-time code for a page that is opened with it."""

    code: str
    expires_at: Moment


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

    def fits(candidate: str) -> bool:
        return hmac.compare_digest(mac(candidate, message), given.code_mac)

    if (tab := request.app[TOKENS].tabs.take(fits, now)) is not None:
        return _let_in(request, tab.code, given.nonce, *token_of_tab(tab.client))
    taken = await store.pairing_codes.take(fits, now=now, is_try=not request.app[TOKENS].wrong.too_many(now))
    code = taken.code
    if code is None:
        raise _wrong_code(request, taken.ended, now)
    client, token = await store.clients.add(code.user_id, given.name, now=now)
    return _let_in(request, code.code, given.nonce, client, token)


def _let_in(request: web.Request, code: str, nonce: str, client: Client, token: str) -> PairOut:
    """Take a program's token for right from now on, and prove to it that the code was known here."""
    request.app[TOKENS].add(client)
    server_nonce = secrets.token_hex(16)
    proof = mac(code, f"{server_nonce}:{nonce}")
    return PairOut(
        client_id=client.client_id, user_id=client.user_id, token=token, server_nonce=server_nonce, proof=proof
    )


@routes.add(Route("POST", "/api/pair/tab", "A code for a tab of your own", body=Wire, reply=TabCodeOut))
async def new_tab_code(request: web.Request, _given: Wire) -> TabCodeOut:
    """Make a one-time code, good for a minute, by which a page that the asking program opens is let in as that program.

    The page's token ends with the program's and with the daemon. Commands, which are no program, get a pairing code.
    """
    caller, now = request[CALLER], request.app[CLOCK]()
    code: TabCode | PairingCode
    if caller.client is None:
        code = await request.app[STORE].pairing_codes.new(caller.user_id, now=now)
    else:
        code = request.app[TOKENS].tabs.new(caller.client, now)
    return TabCodeOut(code=code.code, expires_at=code.expires_at)


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
