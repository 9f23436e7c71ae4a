"""Acknowledged is stored; what fails undoes itself alone."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from daemon.errors import InvalidRequest, StorageError
from daemon.importers import Record
from daemon.store import Store
from daemon.store.connection import SQLConnection, connect
from daemon.store.writer import LOG_PAGES, IsAwaited, Writer
from tests.daemon.given import NOW, signal, video_id
from tests.daemon.room import no_file_beyond


async def test_writes_that_wait_together_share_one_commit(tmp_path: Path) -> None:
    connection = await connect(tmp_path / "one.db", read_only=False)
    commits: list[str] = []
    await connection.run(lambda raw: raw.set_trace_callback(commits.append))
    writer = Writer(connection)
    await asyncio.gather(*(writer.run(lambda raw: raw.execute("SELECT 1").fetchone()) for _ in range(20)))
    await writer.close()
    assert commits.count("COMMIT") == 1


async def test_a_failing_write_takes_nobody_elses_work_with_it(store: Store, user_id: int) -> None:
    def refuse(connection: SQLConnection) -> None:
        connection.execute("DELETE FROM users")
        raise InvalidRequest("not like this")

    adding = store.signals.add(user_id, [signal("watch", 1)], now=NOW)
    failing = store._database.write(refuse)
    acknowledged, failure = await asyncio.gather(adding, failing, return_exceptions=True)
    assert isinstance(failure, InvalidRequest)
    assert not isinstance(acknowledged, BaseException)
    assert await store.signals.count(user_id) == 1


async def test_somebody_who_hangs_up_strands_no_transaction(store: Store, user_id: int) -> None:
    task = asyncio.create_task(store.signals.add(user_id, [signal("watch", 1)], now=NOW))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await store.signals.add(user_id, [signal("watch", 2)], now=NOW)
    assert await store.signals.count(user_id) == 2


async def test_closing_finishes_what_waits(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "one.db")
    user = await store.users.first_or_new(now=NOW)
    waiting = [asyncio.create_task(store.signals.add(user.user_id, [signal("watch", n)], now=NOW)) for n in range(9)]
    await asyncio.sleep(0)
    await store.close()
    assert all(len(acknowledged.accepted) == 1 for acknowledged in await asyncio.gather(*waiting))
    again = await Store.open(tmp_path / "one.db")
    assert await again.signals.count(user.user_id) == 9
    await again.close()


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "one.db")
    await store.close()
    with pytest.raises(StorageError):
        await store.users.first_or_new(now=NOW)


async def test_a_full_disk_is_told_as_one_and_reading_goes_on(store: Store, user_id: int) -> None:
    def grow(connection: SQLConnection) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # the file may not grow by a page
        connection.execute("CREATE TABLE filler AS SELECT randomblob(1000000) AS junk")

    with pytest.raises(StorageError) as failure:
        await store._database.write(grow)
    assert failure.value.status == 507
    assert await store.signals.count(user_id) == 0


async def test_a_disk_that_fails_in_the_middle_of_a_large_write_is_told_as_one(store: Store, user_id: int) -> None:
    def grow(connection: SQLConnection) -> None:
        connection.execute("CREATE TABLE filler AS SELECT randomblob(20000000) AS junk")  # more than is kept in memory

    with no_file_beyond(store.path.with_name("ownfeed.db-wal").stat().st_size):
        adding, growing = store.signals.add(user_id, [signal("watch", 1)], now=NOW), store._database.write(grow)
        failures = await asyncio.gather(adding, growing, return_exceptions=True)
    assert [getattr(failure, "status", None) for failure in failures] == [507, 507]
    assert len((await store.signals.add(user_id, [signal("watch", 1)], now=NOW)).accepted) == 1
    assert await store.signals.count(user_id) == 1


async def test_no_room_to_open_a_sound_database_is_not_told_as_damage(tmp_path: Path) -> None:
    await (await Store.open(tmp_path / "one.db")).close()
    with no_file_beyond(0), pytest.raises(StorageError) as failure:
        await Store.open(tmp_path / "one.db")
    assert failure.value.code == "disk_full"


async def test_a_long_write_ends_early_when_somebody_else_wants_to_write(store: Store) -> None:
    database = store._database
    began, goes_on = threading.Event(), threading.Event()

    def long(_connection: SQLConnection, is_awaited: IsAwaited) -> tuple[bool, bool]:
        before = is_awaited()
        began.set()
        goes_on.wait()
        return before, is_awaited()

    lasting = asyncio.create_task(database.write_long(long))
    await asyncio.to_thread(began.wait)
    short = asyncio.create_task(database.write(lambda connection: connection.execute("SELECT 1").fetchone()[0]))
    await asyncio.sleep(0)
    goes_on.set()

    assert await lasting == (False, True)
    assert await short == 1


async def test_a_batch_that_gives_way_is_stored_whole_all_the_same(store: Store, user_id: int) -> None:
    records = [Record("watch", NOW - number, video_id=video_id(number)) for number in range(2_000)]
    importing = asyncio.create_task(store.imports.add(user_id, "takeout", records, now=NOW))
    while not importing.done():
        await store.signals.add(user_id, [signal("impression", 1)], now=NOW)

    imported = await importing
    assert (imported.new + imported.existing, imported.skipped) == (2_000, 0)
    assert len(await store.histories.acts(user_id)) == 2_000


async def test_a_log_that_has_grown_is_folded_into_the_file_once_nobody_waits(store: Store) -> None:
    def fill(connection: SQLConnection) -> None:
        connection.execute("CREATE TABLE ballast (page BLOB)")
        connection.executemany("INSERT INTO ballast VALUES (zeroblob(4096))", [()] * (LOG_PAGES + 1))

    await store._database.write(fill)
    state = await store._database.write_alone(lambda raw: raw.execute("PRAGMA wal_checkpoint(NOOP)").fetchone())
    _, pages, folded = state

    assert pages == folded > LOG_PAGES
