"""`ownfeed pair` and `ownfeed clients`: who may ask the daemon."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import quote

import typer

from daemon.errors import NotFound
from daemon.settings import Settings, load_settings

from .data import with_store
from .options import AsJson, DataDir, UserName
from .printing import rfc3339, table
from .running import running

if TYPE_CHECKING:
    from daemon.store import Store

_COLUMNS: Final = ("client_id", "user", "name", "created_at", "last_seen_at")


def pair(user: UserName = None, data_dir: DataDir = None) -> None:
    """Print a one-time code to pair the extension with. It lives ten minutes; a person who is new is made."""
    settings = load_settings(data_dir=data_dir)
    daemon = running(settings)
    if daemon is None:
        code = with_store(settings, lambda store: _new_code(store, user))
        typer.echo("No daemon runs on these data; start it with scripts/run before you type the code.", err=True)
    else:
        code = daemon.ensuring(user).send("POST", "/api/pair/code")["code"]
    typer.echo(f"pairing code: {code}")


async def _new_code(store: Store, user: str | None) -> str:
    now = time.time()
    person = await (store.users.ensure(user, now=now) if user else store.users.first_or_new(now=now))
    return (await store.pairing_codes.new(person.user_id, now=now)).code


def clients(
    revoke: Annotated[str | None, typer.Option("--revoke", metavar="ID", help="Forget this one's token.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """List the paired programs, or revoke one."""
    settings = load_settings(data_dir=data_dir)
    if revoke is not None:
        _revoke(settings, revoke)
        return
    _print(_all(settings), as_json=as_json)


def _revoke(settings: Settings, client_id: str) -> None:
    daemon = running(settings)
    unknown = NotFound(f"No program {client_id} is paired; `ownfeed clients` lists them.")
    if not client_id:  # to the daemon it would be the list itself
        raise unknown
    if daemon is not None:
        daemon.send("DELETE", f"/api/clients/{quote(client_id, safe='')}")
    elif not settings.database.exists() or not with_store(settings, lambda store: store.clients.revoke(client_id)):
        raise unknown
    typer.echo(f"revoked {client_id}")


def _all(settings: Settings) -> list[dict[str, Any]]:
    daemon = running(settings)
    if daemon is None and not settings.database.exists():  # a folder that was misspelled is not to be filled
        return []
    rows: list[dict[str, Any]] = daemon.get("/api/clients")["clients"] if daemon else with_store(settings, _stored)
    return rows


async def _stored(store: Store) -> list[dict[str, Any]]:
    names = {user.user_id: user.name for user in await store.users.all()}
    return [
        {
            "client_id": client.client_id,
            "user": names[client.user_id],
            "name": client.name,
            "created_at": rfc3339(client.created_at),
            "last_seen_at": rfc3339(client.last_seen_at),
        }
        for client in await store.clients.all()
    ]


def _print(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"clients": rows}))
    elif not rows:
        typer.echo("Nobody is paired; `ownfeed pair` prints a code for the extension's options page.")
    else:
        table([[row[column] or "never" for column in _COLUMNS] for row in rows], _COLUMNS)
