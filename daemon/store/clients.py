"""Programs that may ask, each with a token of its own, of which only the SHA-256 is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from uuid import uuid4

from .connection import SQLConnection
from .database import Subject


@dataclass(frozen=True, slots=True)
class Client:
    """One paired program of one person."""

    client_id: str
    user_id: int
    name: str
    token_sha256: str
    created_at: float
    last_seen_at: float | None = None


def token_hash(token: str) -> str:
    """Return the hex SHA-256 by which a token is known."""
    return hashlib.sha256(token.encode()).hexdigest()


class Clients(Subject):
    """Who is paired."""

    async def add(self, user_id: int, name: str, *, now: float) -> tuple[Client, str]:
        """Pair a program; return it with its 256-bit token, which is never to be had again."""
        token = secrets.token_urlsafe(32)
        client = Client(str(uuid4()), user_id, name, token_hash(token), now)
        await self._database.write(lambda connection: _insert(connection, client))
        return client, token

    async def all(self) -> list[Client]:
        """Return every paired program, the newest last."""
        return await self._database.read(_all)

    async def seen(self, client_id: str, *, now: float) -> None:
        """Remember when a program last asked; callers do this seldom."""
        statement = "UPDATE clients SET last_seen_at = ? WHERE client_id = ?"
        await self._database.write(lambda connection: connection.execute(statement, (now, client_id)))

    async def revoke(self, client_id: str) -> bool:
        """Forget a program and its token; return whether there was one."""
        statement = "DELETE FROM clients WHERE client_id = ?"
        return await self._database.write(lambda connection: connection.execute(statement, (client_id,)).rowcount == 1)


def _insert(connection: SQLConnection, client: Client) -> None:
    connection.execute(
        "INSERT INTO clients (client_id, user_id, name, token_sha256, created_at) VALUES (?, ?, ?, ?, ?)",
        (client.client_id, client.user_id, client.name, client.token_sha256, client.created_at),
    )


def _all(connection: SQLConnection) -> list[Client]:
    columns = "client_id, user_id, name, token_sha256, created_at, last_seen_at"
    return [Client(*row) for row in connection.execute(f"SELECT {columns} FROM clients ORDER BY created_at")]
