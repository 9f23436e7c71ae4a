"""What happens to damaged data besides the trials of tests/faults: nothing more is lost than must be, and it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from daemon.checks.directory import rescue
from daemon.errors import DatabaseDamaged, StorageError
from daemon.keys import RECOMMENDER
from daemon.rescue import last_rescue, note_damage, open_store
from daemon.settings import Settings, load_settings
from daemon.store import Store
from daemon.store.backup import write_backup
from daemon.store.connection import opened
from tests.daemon.given import NOW, facts, signal
from tests.daemon.running import Clock, running


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """Data with three signals, two of them in a backup."""
    settings = load_settings(data_dir=tmp_path / "data")
    store = await open_store(settings, now=NOW)
    user = await store.users.first_or_new(now=NOW)
    await store.videos.put(user.user_id, [facts(n, f"Bread {n}", "Baker") for n in range(3)], "card", now=NOW)
    await store.signals.add(user.user_id, [signal("thumbs_up", 0), signal("thumbs_up", 1)], now=NOW)
    write_backup(settings.database, settings.backups / "daily-2026-11-18.db")
    await store.signals.add(user.user_id, [signal("thumbs_up", 2)], now=NOW)
    await store.close()
    return settings


async def _signals(store: Store) -> int:
    counts = await store.counts((await store.users.first_or_new(now=NOW)).user_id)
    await store.close()
    return counts.signals


async def test_where_only_an_index_is_damaged_nothing_is_lost(settings: Settings) -> None:
    with opened(settings.database, read_only=False) as connection:
        connection.execute("PRAGMA writable_schema = ON")  # an index that forgot a row
        connection.execute("UPDATE sqlite_schema SET sql = sql || ' AND 0' WHERE name = 'signals_of_taste'")
    note_damage(settings, DatabaseDamaged("row 3 missing from index signals_of_taste"))

    store = await open_store(settings, now=NOW)

    assert await store.check(thorough=True) == []
    assert await _signals(store) == 3
    told = last_rescue(settings, now=NOW)
    assert told is not None
    assert "all that could be read was copied" in told.sentence


async def test_a_program_that_ended_in_the_middle_of_a_deletion_brings_nothing_back(settings: Settings) -> None:
    store = await open_store(settings, now=NOW)  # which notes three signals
    await store.wipe((await store.users.first_or_new(now=NOW)).user_id)
    await store.close()
    assert await _signals(await open_store(settings, now=NOW)) == 0
    assert last_rescue(settings, now=NOW) is None


async def test_text_nobody_can_read_costs_itself_alone(settings: Settings) -> None:
    with opened(settings.database, read_only=False) as connection:
        connection.execute("UPDATE videos SET title = CAST(x'42ff' AS TEXT) WHERE video_id = 'video000000'")
        connection.execute("UPDATE signals SET video_id = CAST(x'76ff' AS TEXT) WHERE video_id = 'video000001'")
    note_damage(settings, DatabaseDamaged("Could not decode"))

    store = await open_store(settings, now=NOW)

    assert await store.lookups.wanted(9) == ["video000000"]  # its title is asked for
    assert await _rated(store) == ["video000000", "video000001", "video000002"]
    assert await _signals(store) == 3
    assert _told_of(settings) == ["video000000", "video000001", "video000002"]


async def test_values_that_cannot_be_cost_themselves_alone_or_else_their_rows(settings: Settings) -> None:
    _put_what_no_column_takes(settings)
    note_damage(settings, DatabaseDamaged("non-REAL value in videos.published_at"))

    store = await open_store(settings, now=NOW)

    assert await store.check(thorough=True) == []
    assert [facts.published_at for _, facts in await store.videos.page(0, 9)] == [None] * 3
    assert await _rated(store) == ["video000001", "video000002"]  # there is no rating to put in the place of a lost one
    assert await _signals(store) == 3


async def test_a_row_whose_name_is_lost_goes_alone(settings: Settings) -> None:
    with opened(settings.database, read_only=False) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE ratings SET video_id = CAST(x'76ff' AS TEXT) WHERE video_id = 'video000001'")
    note_damage(settings, DatabaseDamaged("Could not decode"))

    store = await open_store(settings, now=NOW)

    assert await _rated(store) == ["video000000", "video000002"]
    assert await _signals(store) == 3


@pytest.mark.parametrize("has_backup", [True, False], ids=["backup", "no backup"])
@pytest.mark.parametrize("damage", ["created_at = 'soon'", "epoch = 1.5", "name = CAST(x'6dff' AS TEXT)"])
async def test_a_person_outlives_a_damaged_value_of_theirs(settings: Settings, damage: str, has_backup: bool) -> None:
    _store_senseless(settings, "users", damage)
    _keep_backups(settings, has_backup)
    note_damage(settings, DatabaseDamaged("TEXT value in users.created_at"))

    store = await open_store(settings, now=NOW)

    assert await store.check(thorough=True) == []
    assert len(await store.users.all()) == 1
    assert await _rated(store) == ["video000000", "video000001", "video000002"]
    assert await _signals(store) == 3


@pytest.mark.parametrize("has_backup", [True, False], ids=["backup", "no backup"])
async def test_nobody_is_dropped_who_cannot_be_mended(settings: Settings, has_backup: bool) -> None:
    with opened(settings.database, read_only=False) as connection:
        connection.execute("INSERT INTO users (name, created_at) VALUES ('Ada', 0)")
        connection.execute("UPDATE users SET name = CAST(name || x'ff' AS TEXT)")  # without names they are one
    _keep_backups(settings, has_backup)
    note_damage(settings, DatabaseDamaged("Could not decode"))

    if has_backup:
        assert await _signals(await open_store(settings, now=NOW)) == 2
        return
    with pytest.raises(DatabaseDamaged, match="No sound backup is in"):
        await open_store(settings, now=NOW)
    assert len(_told_of(settings)) == 3


async def test_however_much_is_damaged_every_table_is_mended(settings: Settings) -> None:
    store = await Store.open(settings.database)
    await store.videos.put(1, [facts(n) for n in range(150)], "card", now=NOW)
    await store.close()
    _store_senseless(settings, "signals", "fraction = 'much'")
    _store_senseless(settings, "videos", "view_count = 'many'")
    note_damage(settings, DatabaseDamaged("non-REAL value in signals.fraction"))

    store = await open_store(settings, now=NOW)

    assert await store.check(thorough=True) == []
    assert await _signals(store) == 3


@pytest.mark.parametrize("has_backup", [True, False], ids=["backup", "no backup"])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"language          TEXT,", b"languagd          TEXT,"),  # read by whoever loads
        (b"requests  INTEGER", b"requestq  INTEGER"),  # read by few
    ],
)
async def test_words_of_the_schema_are_put_right_and_cost_nothing(
    settings: Settings, right: bytes, wrong: bytes, has_backup: bool
) -> None:
    _change(settings, right, wrong)
    _keep_backups(settings, has_backup)

    store = await open_store(settings, now=NOW)

    assert last_rescue(settings, now=NOW) is not None
    assert await store.check(thorough=True) == []
    assert await _signals(store) == 3


async def test_a_rule_that_refuses_what_was_right_is_the_damage(settings: Settings) -> None:
    _change(settings, b"'up', 'down'", b"'ep', 'down'")
    note_damage(settings, DatabaseDamaged("CHECK constraint failed in ratings"))

    store = await open_store(settings, now=NOW)

    assert await _rated(store) == ["video000000", "video000001", "video000002"]
    assert await _signals(store) == 3


@pytest.mark.parametrize("has_backup", [True, False], ids=["backup", "no backup"])
async def test_a_schema_that_is_no_text_gives_way_to_the_backup(settings: Settings, has_backup: bool) -> None:
    _change(settings, b"CREATE TABLE personas", b"CR\xc5ATE TABLE personas")
    _keep_backups(settings, has_backup)

    if has_backup:
        assert await _signals(await open_store(settings, now=NOW)) == 2
        return
    with pytest.raises(DatabaseDamaged, match="No sound backup is in"):
        await open_store(settings, now=NOW)


async def test_a_number_of_a_file_format_there_is_not_gives_way_to_the_backup(settings: Settings) -> None:
    content = bytearray(settings.database.read_bytes())
    content[47] ^= 1 << 6  # the schema format
    settings.database.write_bytes(content)

    assert await _signals(await open_store(settings, now=NOW)) == 2


def _change(settings: Settings, right: bytes, wrong: bytes) -> None:
    content = settings.database.read_bytes()
    assert right in content
    settings.database.write_bytes(content.replace(right, wrong))


@pytest.mark.parametrize("damage", ["DELETE FROM users", "UPDATE users SET user_id = 3"])
async def test_a_person_who_is_gone_comes_back_by_what_they_did(settings: Settings, damage: str) -> None:
    with opened(settings.database, read_only=False) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(damage)
    note_damage(settings, DatabaseDamaged("wrong # of entries in index sqlite_autoindex_users_1"))

    store = await open_store(settings, now=NOW)

    assert await _rated(store) == ["video000000", "video000001", "video000002"]
    assert await _signals(store) == 3


async def test_two_people_who_are_gone_are_not_taken_for_one(settings: Settings) -> None:
    store = await Store.open(settings.database)
    ada = await store.users.ensure("Ada", now=NOW)
    await store.signals.add(ada.user_id, [signal("thumbs_up", 0), signal("thumbs_up", 1)], now=NOW)
    await store.close()
    with opened(settings.database, read_only=False) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM users")
    note_damage(settings, DatabaseDamaged("wrong # of entries in index sqlite_autoindex_users_1"))

    assert await _signals(await open_store(settings, now=NOW)) == 2  # of the backup


async def test_a_video_that_is_gone_comes_back_by_its_id_and_is_asked_about(settings: Settings) -> None:
    with opened(settings.database, read_only=False) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM videos WHERE video_id = 'video000001'")
    note_damage(settings, DatabaseDamaged("wrong # of entries in index videos_by_number"))

    store = await open_store(settings, now=NOW)

    assert await store.lookups.wanted(9) == ["video000001"]
    assert await _rated(store) == ["video000000", "video000001", "video000002"]
    user = await store.users.first_or_new(now=NOW)
    assert "video000001" in await store.videos.known_to(user.user_id)
    assert await _signals(store) == 3


@pytest.mark.parametrize("has_backup", [True, False], ids=["backup", "no backup"])
async def test_a_table_that_is_gone_is_never_taken_for_one_that_was_not_there(
    settings: Settings, has_backup: bool
) -> None:
    with opened(settings.database, read_only=False) as connection:
        connection.execute("DROP TABLE ratings")
    _keep_backups(settings, has_backup)

    if has_backup:
        store = await open_store(settings, now=NOW)
        assert last_rescue(settings, now=NOW) is not None
        assert await _rated(store) == ["video000000", "video000001"]
        await store.close()
        return
    with pytest.raises(DatabaseDamaged, match="ratings is not described as it was made"):
        await open_store(settings, now=NOW)


async def test_an_index_that_is_gone_is_made_anew(settings: Settings) -> None:
    with opened(settings.database, read_only=False) as connection:
        connection.execute("DROP INDEX videos_by_number")

    store = await open_store(settings, now=NOW)

    assert await store.check(thorough=True) == []
    assert await _signals(store) == 3


async def test_a_value_that_keeps_everything_from_loading_is_found_to_be_damage(settings: Settings) -> None:
    _put_what_no_column_takes(settings)
    async with running(settings.data_dir, clock=Clock(NOW)) as daemon:
        with pytest.raises(DatabaseDamaged, match="The data are damaged"):
            await daemon.app[RECOMMENDER]._memory._loading

    assert settings.suspect.exists()
    assert await _signals(await open_store(settings, now=NOW)) == 3


def _put_what_no_column_takes(settings: Settings) -> None:
    """Leave a rating there is not, and text for a date, as a flipped bit would."""
    with opened(settings.database, read_only=False) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE ratings SET rating = 'ep' WHERE video_id = 'video000000'")
    _store_senseless(settings, "videos", "published_at = x'41da' WHERE video_id = 'video000001'")


def _store_senseless(settings: Settings, table: str, damage: str) -> None:
    """Have a table hold what its columns do not take."""
    with opened(settings.database, read_only=False) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        schema = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        loose = "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = ?"
        connection.execute(loose, (table,))
    with opened(settings.database, read_only=False) as connection:
        connection.execute(f"UPDATE {table} SET {damage}")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (*schema, table))


def _keep_backups(settings: Settings, has_backup: bool) -> None:
    for file in [] if has_backup else list(settings.backups.iterdir()):
        file.unlink()


async def _rated(store: Store) -> list[str]:
    user = await store.users.first_or_new(now=NOW)
    return sorted(rating.video_id for rating in await store.ratings.all(user.user_id))


def _told_of(settings: Settings) -> list[str]:
    with opened(settings.database, read_only=True) as connection:
        rows = connection.execute("SELECT video_id FROM signals ORDER BY video_id").fetchall()
    return [video_id for (video_id,) in rows]


async def test_a_page_that_is_no_page_gives_way_to_the_backup_and_is_kept(settings: Settings) -> None:
    content = bytearray(settings.database.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    settings.database.write_bytes(content)
    note_damage(settings, DatabaseDamaged("The data are damaged."))

    store = await open_store(settings, now=NOW)

    assert await _signals(store) == 2
    assert [path.read_bytes() for path in settings.backups.glob("damaged-*.db")] == [bytes(content)]
    assert not settings.suspect.exists()


async def test_a_person_is_told_for_a_week_in_the_feed_the_status_and_by_the_doctor(settings: Settings) -> None:
    settings.database.unlink()
    async with running(settings.data_dir, clock=Clock(NOW)) as daemon:
        feed, status = await daemon.get("/api/videos"), await daemon.get("/api/status")
    for told in (feed["message"], status["message"]):
        assert told.startswith("The file with your data was damaged or gone: the backup of ")
    assert last_rescue(settings, now=NOW + 8 * 86_400) is None
    settings.rescued.unlink()
    assert rescue(settings).is_well


async def test_without_a_copy_nothing_is_touched_and_the_way_out_is_said(settings: Settings) -> None:
    for file in settings.backups.iterdir():
        file.unlink()
    settings.database.write_bytes(b"this was never a database" * 400)

    with pytest.raises(DatabaseDamaged, match="ownfeed restore FILE"):
        await open_store(settings, now=NOW)

    assert settings.database.read_bytes() == b"this was never a database" * 400


async def test_data_that_are_gone_without_a_copy_stay_gone_until_the_person_says_so(settings: Settings) -> None:
    for file in settings.backups.iterdir():
        file.unlink()
    note_damage(settings, DatabaseDamaged("The data are damaged."))
    settings.database.unlink()
    for _ in range(2):
        with pytest.raises(DatabaseDamaged, match=r"move .* away to start anew"):
            await open_store(settings, now=NOW)
        assert not settings.database.exists()

    settings.begun.unlink()

    assert await _signals(await open_store(settings, now=NOW)) == 0


async def test_what_cannot_be_opened_is_not_called_damaged(settings: Settings) -> None:
    settings.database.unlink()
    settings.database.mkdir()
    with pytest.raises(StorageError, match="cannot be opened") as raised:
        await Store.open(settings.database)
    assert not isinstance(raised.value, DatabaseDamaged)


async def test_a_wipe_is_no_loss_to_the_next_start(settings: Settings) -> None:
    async with running(settings.data_dir, clock=Clock(NOW)) as daemon:
        await daemon.ask("DELETE", "/api/data", {"confirm": True})
    store = await open_store(settings, now=NOW)
    assert await _signals(store) == 0
    assert last_rescue(settings, now=NOW) is None


async def test_what_a_restore_that_was_killed_left_beside_the_data_is_gone_at_the_next_start(
    settings: Settings,
) -> None:
    left = settings.database.with_name("ownfeed.db.unfinished")
    left.write_bytes(settings.database.read_bytes())
    assert await _signals(await open_store(settings, now=NOW)) == 3
    assert not left.exists()
