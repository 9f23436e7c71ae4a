"""One writer and a few readers over one file; every subject of the store stands on this."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from daemon.errors import DatabaseDamaged

from .connection import DatabaseError, SQLConnection, connect, is_damage, refusal
from .migrations import migrate
from .readers import Readers
from .schema import require_schema
from .writer import IsAwaited, Writer

T = TypeVar("T")


class Database:
    """Runs functions over the connection in other threads: `read` at once, `write` in the next group commit."""

    def __init__(self, writer: Writer, readers: Readers, path: Path) -> None:
        self._writer = writer
        self._readers = readers
        self._path = path
        self.on_damage: Callable[[DatabaseDamaged], None] = lambda _: None
        """Told when SQLite meets something in the file that makes no sense."""

    @classmethod
    async def open(cls, path: Path, *, read_only: bool = False) -> Database:
        """Open or make the file and bring its schema up to date; read-only, look at it as it is.

        Raises DatabaseTooNew, DatabaseDamaged, DiskFull or StorageError; nothing is left open then.
        """
        connection = await connect(path, read_only=read_only)
        try:
            if not read_only:
                await connection.run(migrate)
                await connection.run(require_schema)
            readers = await Readers.open(path)
        except DatabaseError as error:
            await connection.close()
            raise refusal(path, error) from error
        except BaseException:
            await connection.close()
            raise
        return cls(Writer(connection), readers, path)

    async def read(self, function: Callable[[SQLConnection], T]) -> T:
        """Run `function(connection)` with a connection of its own and return its result; raises DatabaseDamaged."""
        try:
            return await self._readers.run(function)
        except DatabaseError as error:
            if not is_damage(error):
                raise
            found = refusal(self._path, error)
            assert isinstance(found, DatabaseDamaged)
            self.on_damage(found)
            raise found from error

    async def write(self, function: Callable[[SQLConnection], T]) -> T:
        """Run `function(connection)` in the next transaction and return its result after the commit; see `Writer.run`."""
        return await self._noticing(self._writer.run(function))

    async def write_long(self, function: Callable[[SQLConnection, IsAwaited], T]) -> T:
        """Run `function(connection, is_awaited)` in a transaction of its own; see `Writer.run_long`."""
        return await self._noticing(self._writer.run_long(function))

    async def write_alone(self, function: Callable[[SQLConnection], T]) -> T:
        """Run `function(connection)` outside of any transaction."""
        return await self._noticing(self._writer.run_alone(function))

    async def close(self) -> None:
        """Commit what waits, then close; the last connection folds the log into the file."""
        await self._readers.close()
        await self._writer.close()

    async def _noticing(self, written: Awaitable[T]) -> T:
        try:
            return await written
        except DatabaseDamaged as error:
            self.on_damage(error)
            raise


class Subject:
    """What the files of this package have in common: their tables are reached through one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
