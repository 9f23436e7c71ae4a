"""People: one daemon serves a household, and every row of a person carries their `user_id`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from daemon.errors import Conflict, NotFound

from .connection import SQLConnection
from .database import Subject

FIRST_NAME: Final = "me"
"""What the first person is called until somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class User:
    """One person; `epoch` counts their wipes, from 1."""

    user_id: int
    name: str
    epoch: int


class Users(Subject):
    """Who there is."""

    async def ensure(self, name: str, *, now: float) -> User:
        """Return the person of this name, making them when they are new."""
        return await self._database.write(lambda connection: _ensure(connection, name, now))

    async def first_or_new(self, *, now: float) -> User:
        """Return the first person; on empty data make one called `me`."""
        return await self._database.write(lambda connection: _first(connection) or _ensure(connection, FIRST_NAME, now))

    async def named(self, name: str | None) -> User:
        """Return the person of this name, or the first one for None.

        Raises NotFound with the names there are.
        """
        users = await self.all()
        for user in users:
            if name is None or user.name == name:
                return user
        if not users:
            raise NotFound("There is nobody yet: start the daemon, or import a history.")
        known = ", ".join(user.name for user in users)
        raise NotFound(f"Nobody is called {name} here; there is {known}.")

    async def get(self, user_id: int) -> User:
        """Return the person; raises NotFound."""
        for user in await self.all():
            if user.user_id == user_id:
                return user
        raise NotFound("This person is not known here any more; pair again.")

    async def all(self) -> list[User]:
        """Return everyone, the first made first."""
        return await self._database.read(_all)


def epochs(connection: SQLConnection) -> list[tuple[int, int]]:
    """Return each person's id and epoch: what was read before a wipe tells others than what is read after it."""
    return [(user_id, epoch) for user_id, epoch in connection.execute("SELECT user_id, epoch FROM users ORDER BY 1")]


def require_epoch(connection: SQLConnection, user_id: int, epoch: int) -> None:
    """Raise Conflict when a person's data were deleted since their epoch was `epoch`; for use inside a write."""
    row = connection.execute("SELECT epoch FROM users WHERE user_id = ?", (user_id,)).fetchone()
    if row != (epoch,):
        raise Conflict("The data were deleted while this was read, so no more of it was taken in; give it again.")


def _all(connection: SQLConnection) -> list[User]:
    return [User(*row) for row in connection.execute("SELECT user_id, name, epoch FROM users ORDER BY user_id")]


def _first(connection: SQLConnection) -> User | None:
    return next(iter(_all(connection)), None)


def _ensure(connection: SQLConnection, name: str, now: float) -> User:
    connection.execute("INSERT INTO users (name, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, now))
    row = connection.execute("SELECT user_id, name, epoch FROM users WHERE name = ?", (name,)).fetchone()
    return User(*row)
