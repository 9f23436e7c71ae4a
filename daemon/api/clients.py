"""What only the commands ask: people, new codes, and who is paired."""

from __future__ import annotations

from typing import Annotated, Final

from aiohttp import web
from pydantic import BaseModel, StringConstraints

from daemon.errors import NotFound
from daemon.keys import CLOCK, STORE, TOKENS

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Moment, Success, Wire

routes: Final = Routes()


class UserIn(Wire):
    """A person by name."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]


class UserOut(BaseModel):
    """A person."""

    user_id: int
    name: str


class CodeOut(BaseModel):
    """A one-time code as it is to be typed."""

    code: str
    expires_at: Moment


class ClientOut(BaseModel):
    """A paired program; its token is nowhere to be had."""

    client_id: str
    user: str
    name: str
    created_at: Moment
    last_seen_at: Moment | None


class ClientsOut(BaseModel):
    """Everyone who is paired, the newest last."""

    clients: list[ClientOut]


@routes.add(Route("POST", "/api/users", "Make or find a person", body=UserIn, reply=UserOut, access="commands"))
async def ensure_user(request: web.Request, given: UserIn) -> UserOut:
    """Return the person of this name, making them when they are new."""
    user = await request.app[STORE].users.ensure(given.name, now=request.app[CLOCK]())
    return UserOut(user_id=user.user_id, name=user.name)


@routes.add(Route("POST", "/api/pair/code", "A new pairing code", body=Wire, reply=CodeOut, access="commands"))
async def new_code(request: web.Request, _given: Wire) -> CodeOut:
    """Make a code for the person the command acts for."""
    code = await request.app[STORE].pairing_codes.new(request[CALLER].user_id, now=request.app[CLOCK]())
    return CodeOut(code=code.code, expires_at=code.expires_at)


@routes.add(Route("GET", "/api/clients", "Who is paired", reply=ClientsOut, access="commands"))
async def list_clients(request: web.Request) -> ClientsOut:
    """List every paired program of everyone."""
    store = request.app[STORE]
    names = {user.user_id: user.name for user in await store.users.all()}
    return ClientsOut(
        clients=[
            ClientOut(
                client_id=client.client_id,
                user=names[client.user_id],
                name=client.name,
                created_at=client.created_at,
                last_seen_at=client.last_seen_at,
            )
            for client in await store.clients.all()
        ]
    )


@routes.add(Route("DELETE", "/api/clients/{client_id}", "Revoke a program", reply=Success, access="commands"))
async def revoke(request: web.Request) -> Success:
    """Forget a program's token: from now on it is refused."""
    client_id = request.match_info["client_id"]
    if not await request.app[STORE].clients.revoke(client_id):
        raise NotFound(f"No program {client_id} is paired; `ownfeed clients` lists them.")
    request.app[TOKENS].remove(client_id)
    return Success()
