"""The file is opened in the way that keeps what was acknowledged, and for its owner alone."""

from __future__ import annotations

import errno
from pathlib import Path

import pysqlite3
import pytest

from daemon.errors import DatabaseDamaged
from daemon.store import Store
from daemon.store.connection import OLDEST_SQLITE, refusal


def test_the_linked_sqlite_does_not_lose_committed_pages() -> None:
    assert pysqlite3.sqlite_version_info >= OLDEST_SQLITE


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("mmap_size", 0),
        ("journal_size_limit", 64 * 1024 * 1024),
    ],
)
async def test_the_writer_runs_with(store: Store, pragma: str, value: object) -> None:
    assert await store._database.write(lambda raw: raw.execute(f"PRAGMA {pragma}").fetchone()[0]) == value


async def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(pysqlite3.OperationalError):
        await store._database.read(lambda raw: raw.execute("DELETE FROM users"))


async def test_files_are_the_owners_alone(tmp_path: Path, store: Store, user_id: int) -> None:
    files = list((tmp_path / "data").iterdir())
    assert {"ownfeed.db", "ownfeed.db-wal", "ownfeed.db-shm"} <= {file.name for file in files}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("read_only", [True, False])
async def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "ownfeed.db"
    path.write_text("this was never a database" * 400)
    with pytest.raises(DatabaseDamaged, match="put a backup in their place"):
        await Store.open(path, read_only=read_only)


def test_what_may_not_be_written_to_is_named_with_the_way_to_learn_more() -> None:
    refused = refusal(Path("data/ownfeed.db"), PermissionError(errno.EACCES, "Permission denied", "data/ownfeed.db"))
    assert refused.message == (
        "The data in data/ownfeed.db cannot be opened: you may not write to data/ownfeed.db. "
        "`ownfeed doctor` says what to do about it."
    )


async def test_a_look_beside_a_running_daemon_changes_nothing(tmp_path: Path, store: Store, user_id: int) -> None:
    beside = await Store.open(tmp_path / "data" / "ownfeed.db", read_only=True)
    assert [user.user_id for user in await beside.users.all()] == [user_id]
    assert await beside.check() == []
    with pytest.raises(Exception, match="readonly"):
        await beside.users.ensure("another", now=0.0)
    await beside.close()
