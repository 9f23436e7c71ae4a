"""Every data directory ever written can be opened, and no other is touched."""

from __future__ import annotations

from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pysqlite3
import pytest

from daemon.errors import DatabaseTooNew
from daemon.importers import Record
from daemon.store import Store, migrations
from daemon.store.connection import SQLConnection
from daemon.store.migrations import MIGRATIONS, migrate
from tests.daemon.given import NOW, signal, video_id


def opened_by_hand(file: Path) -> SQLConnection:
    connection: SQLConnection = pysqlite3.connect(str(file), isolation_level=None)
    return connection


@pytest.fixture
def blank(tmp_path: Path) -> SQLConnection:
    return opened_by_hand(tmp_path / "blank.db")


def test_a_blank_file_gets_the_newest_schema(blank: SQLConnection) -> None:
    migrate(blank)
    assert blank.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    tables = {name for (name,) in blank.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert {"users", "signals", "ratings", "slates", "slate_items", "rules", "quota_usage", "models"} <= tables
    blank.close()


def test_a_migration_that_fails_leaves_nothing_behind(blank: SQLConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_half_way(connection: SQLConnection) -> None:
        connection.execute("CREATE TABLE half (way)")
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, fails_half_way))
    with pytest.raises(RuntimeError):
        migrate(blank)
    assert blank.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    assert blank.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone()[0] == 0
    blank.close()


async def test_a_full_database_keeps_everything_when_opened_again(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "full.db")
    user = await store.users.first_or_new(now=NOW)
    await store.signals.add(user.user_id, [signal("thumbs_up", 1), signal("watch", 2)], now=NOW)
    await store.close()
    again = await Store.open(tmp_path / "full.db")
    assert (await again.counts(user.user_id)).signals == 2
    assert await again.schema_version() == (len(MIGRATIONS), len(MIGRATIONS))
    await again.close()


async def test_a_history_imported_by_an_older_program_is_there_already(tmp_path: Path) -> None:
    file = tmp_path / "older.db"
    connection = opened_by_hand(file)
    for number, migration in enumerate(MIGRATIONS[:7], start=1):
        migrations._apply(connection, number, migration)
    connection.execute("INSERT INTO users (name, created_at) VALUES ('somebody', 0)")
    for number in (1, 2):
        older_id = str(uuid5(NAMESPACE_URL, f"ownfeed:watch:{video_id(number)}:{int(NOW)}"))
        connection.execute("INSERT INTO videos (video_id, first_seen_at) VALUES (?, 0)", (video_id(number),))
        connection.execute("INSERT INTO video_sources VALUES (1, ?, 'signal', 0)", (video_id(number),))
        connection.execute(
            "INSERT INTO signals (user_id, signal_id, kind, video_id, occurred_at, received_at, source) "
            "VALUES (1, ?, 'watch', ?, ?, 0, 'takeout')",
            (older_id, video_id(number), NOW),
        )
    connection.close()

    store = await Store.open(file)
    again = [Record("watch", NOW, video_id=video_id(number)) for number in (1, 2, 3)]
    imported = await store.imports.add(1, "takeout", again, now=NOW)
    assert (imported.new, imported.existing, imported.skipped) == (1, 0, 2)
    assert await store.videos.known_to(1) == [video_id(number) for number in (1, 2, 3)]
    assert await store.check(thorough=True) == []
    await store.close()


def test_in_service_is_the_model_that_most_vectors_are_of(
    blank: SQLConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", MIGRATIONS[:8])
    migrate(blank)
    blank.executemany("INSERT INTO videos (video_id, first_seen_at, number) VALUES (?, 0, ?)", [("a", 1), ("b", 2)])
    models = [("a", "begun"), ("a", "complete"), ("b", "complete")]
    blank.executemany("INSERT INTO video_embeddings (video_id, model, vector) VALUES (?, ?, x'00')", models)
    monkeypatch.undo()
    migrate(blank)
    assert blank.execute("SELECT model FROM embedding_service").fetchall() == [("complete",)]
    blank.close()


async def test_of_videos_known_to_an_older_program_no_age_limit_is_known(tmp_path: Path) -> None:
    file = tmp_path / "older.db"
    connection = opened_by_hand(file)
    for number, migration in enumerate(MIGRATIONS[:11], start=1):
        migrations._apply(connection, number, migration)
    connection.execute("INSERT INTO videos (video_id, first_seen_at, number) VALUES (?, 0, 1)", (video_id(1),))
    connection.close()

    store = await Store.open(file)
    (found,) = await store.videos.many([video_id(1)])
    assert found.is_age_restricted is None
    await store.close()


async def test_what_a_newer_program_wrote_is_refused_with_a_sentence(tmp_path: Path) -> None:
    connection = pysqlite3.connect(str(tmp_path / "newer.db"), isolation_level=None)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(DatabaseTooNew, match="newer OwnFeed"):
        await Store.open(tmp_path / "newer.db")
