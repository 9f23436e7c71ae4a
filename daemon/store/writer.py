"""One writer with group commit: whoever waits together is committed together, and is answered after the commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final, TypeAlias, TypeVar, cast

from daemon.errors import DatabaseDamaged, DiskFull, OwnFeedError, StorageError

from .connection import Connection, DatabaseError, SQLConnection, checkpoint, disk_refuses, is_damage

T = TypeVar("T")
IsAwaited: TypeAlias = Callable[[], bool]

MOST_TOGETHER: Final = 256
"""Functions in one transaction; bounds how long the first of them waits."""

LOG_PAGES: Final = 1_000
"""A log of so many pages is folded into the file as soon as nobody waits."""


class _Manner(Enum):
    """How a function is run; only those of the first kind share a transaction."""

    TOGETHER = auto()
    APART = auto()
    """In a transaction of its own, because it is a long one."""
    BARE = auto()
    """Outside of any transaction."""


@dataclass(frozen=True, slots=True)
class _Write:
    function: Callable[[SQLConnection], Any]
    done: asyncio.Future[Any]
    manner: _Manner


@dataclass(frozen=True, slots=True)
class _Failed:
    """What a function raised; its savepoint was rolled back, the others' work stands."""

    error: BaseException


class Writer:
    """The only way to write. A requester that is cancelled cannot strand a transaction: the thread finishes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: asyncio.Queue[_Write | None] = asyncio.Queue()
        self._log_pages = 0
        self._task = asyncio.create_task(self._work(), name="store-writer")

    async def run(self, function: Callable[[SQLConnection], T]) -> T:
        """Run `function(connection)` inside the next transaction and return its result after COMMIT.

        Raises what the function raised (its own changes are undone), DiskFull or StorageError.
        """
        return await self._submit(function, _Manner.TOGETHER)

    async def run_long(self, function: Callable[[SQLConnection, IsAwaited], T]) -> T:
        """Run `function(connection, is_awaited)` in a transaction of its own.

        It should do much, for each page is then written once, and return soon when `is_awaited()`: others wait to write.
        """
        return await self._submit(lambda connection: function(connection, self._is_awaited), _Manner.APART)

    async def run_alone(self, function: Callable[[SQLConnection], T]) -> T:
        """Run `function` outside any transaction, for VACUUM and checkpoints."""
        return await self._submit(function, _Manner.BARE)

    async def close(self) -> None:
        """Finish everything that waits, then close the connection."""
        self._waiting.put_nowait(None)
        await self._task
        await self._connection.close()

    def _is_awaited(self) -> bool:
        return not self._waiting.empty()

    async def _submit(self, function: Callable[[SQLConnection], T], manner: _Manner) -> T:
        if self._task.done():
            raise StorageError("The data is closed already.")
        write = _Write(function, asyncio.get_running_loop().create_future(), manner)
        self._waiting.put_nowait(write)
        return cast("T", await write.done)

    async def _work(self) -> None:
        held: _Write | None = None
        while (first := held or await self._waiting.get()) is not None:
            if first.manner is _Manner.APART:  # it has time, which those behind it may not have
                await self._fold_log()
            batch, held, ended = self._gather(first)
            await self._commit(batch)
            if ended:
                return
            if held is None and self._waiting.empty():
                await self._fold_log()

    async def _fold_log(self) -> None:
        """Bring the log into the file where it has grown; in a commit, as SQLite does it, its requester would wait for it."""
        if self._log_pages >= LOG_PAGES:
            self._log_pages = await self._connection.run(lambda connection: checkpoint(connection, "PASSIVE"))

    def _gather(self, first: _Write) -> tuple[list[_Write], _Write | None, bool]:
        """Return what may share a transaction, a write that must wait its turn, and whether the end was asked for."""
        batch = [first]
        while first.manner is _Manner.TOGETHER and len(batch) < MOST_TOGETHER and not self._waiting.empty():
            following = self._waiting.get_nowait()
            if following is None:
                return batch, None, True
            if following.manner is not _Manner.TOGETHER:
                return batch, following, False
            batch.append(following)
        return batch, None, False

    async def _commit(self, batch: Sequence[_Write]) -> None:
        functions = [write.function for write in batch]
        if batch[0].manner is _Manner.BARE:
            outcomes = await self._connection.run(lambda connection: [_attempt_alone(connection, functions[0])])
        else:
            outcomes, self._log_pages = await self._connection.run(
                lambda connection: (commit_together(connection, functions), checkpoint(connection, "NOOP"))
            )
        for write, outcome in zip(batch, outcomes, strict=True):
            _answer(write.done, outcome)


def commit_together(connection: SQLConnection, functions: Sequence[Callable[[SQLConnection], Any]]) -> list[Any]:
    """Run all functions in one transaction, each in a savepoint; return each one's result or `_Failed`."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [_attempt(connection, function) for function in functions]
        connection.execute("COMMIT")
    except Exception as error:  # noqa: BLE001 - a full disk or a failing one: nobody's work stands
        if connection.in_transaction:
            with suppress(DatabaseError):  # the next transaction tries again; the writer must live on
                connection.execute("ROLLBACK")
        return [_Failed(_translated(error))] * len(functions)
    return outcomes


def _attempt(connection: SQLConnection, function: Callable[[SQLConnection], Any]) -> Any:
    connection.execute("SAVEPOINT one")
    try:
        result = function(connection)
    except Exception as error:
        if not connection.in_transaction:  # the disk refused, and SQLite undid everybody's work
            raise
        connection.execute("ROLLBACK TO one")
        result = _Failed(_translated(error))
    connection.execute("RELEASE one")
    return result


def _attempt_alone(connection: SQLConnection, function: Callable[[SQLConnection], Any]) -> Any:
    try:
        return function(connection)
    except Exception as error:  # noqa: BLE001 - handed to the requester
        return _Failed(_translated(error))


def _answer(done: asyncio.Future[Any], outcome: Any) -> None:
    if done.done():  # the requester has gone away; what it asked for is committed all the same
        return
    if isinstance(outcome, _Failed):
        done.set_exception(outcome.error)
    else:
        done.set_result(outcome)


def _translated(error: Exception) -> Exception:
    """Say what a person can do about SQLite's refusals."""
    if isinstance(error, OwnFeedError) or not isinstance(error, DatabaseError):
        return error
    if disk_refuses(error):
        return DiskFull("The disk is full or fails, so nothing more can be stored; free some space and try again.")
    if is_damage(error):
        return DatabaseDamaged(f"The data are damaged ({error}); OwnFeed puts a backup in their place.")
    name = getattr(error, "sqlite_errorname", "")
    return StorageError(f"The data could not be written ({name or type(error).__name__}: {error}).")
