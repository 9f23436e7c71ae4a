"""One writer and a few readers over one file; every subject of the store stands on this."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from .connection import DatabaseError, connect, refusal
from .migrations import migrate
from .readers import Readers
from .writer import Writer

T = TypeVar("T")


class Database:
    """Runs functions over the connection in other threads: `read` at once, `write` in the next group commit."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers
        self.read = readers.run
        self.write = writer.run
        self.write_alone = writer.run_alone

    @classmethod
    async def open(cls, path: Path, *, read_only: bool = False) -> Database:
        """Open or make the file and bring its schema up to date; read-only, look at it as it is.

        Raises DatabaseTooNew, DatabaseDamaged, DiskFull or StorageError; nothing is left open then.
        """
        connection = await connect(path, read_only=read_only)
        try:
            if not read_only:
                await connection.run(migrate)
            readers = await Readers.open(path)
        except DatabaseError as error:
            await connection.close()
            raise refusal(path, error) from error
        except BaseException:
            await connection.close()
            raise
        return cls(Writer(connection), readers)

    async def close(self) -> None:
        """Commit what waits, then close; the last connection folds the log into the file."""
        await self._readers.close()
        await self._writer.close()


class Subject:
    """What the files of this package have in common: their tables are reached through one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
