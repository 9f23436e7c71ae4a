"""Each thing that goes wrong is found and explained: the same store, with one thing amiss at a time."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sqlite_vec

from daemon import whereabouts
from daemon.checks import contents, copies, directory, environment, outside
from daemon.checks.finding import Finding
from daemon.disk import network_file_system, require_local
from daemon.errors import NetworkFileSystem
from daemon.locking import DataLock
from daemon.settings import Settings, load_settings
from daemon.sources.pacific import day_of
from daemon.store import Store, connection
from daemon.store.backup import daily, write_backup
from daemon.store.connection import JOURNAL_SIZE_LIMIT_BYTES
from daemon.store.jobs import Job
from daemon.store.services import ServiceState
from daemon.store.transcripts import Transcript
from tests.daemon.given import NOW, facts, signal, video_id

DAY = 86_400.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "data")


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = await Store.open(settings.database)
    user_id = (await store.users.first_or_new(now=NOW)).user_id
    await store.signals.add(user_id, [signal("thumbs_up", 1)], now=NOW)
    yield store
    await store.close()


def told(finding: Finding) -> str:
    assert bool(finding.remedy) == (not finding.is_well)
    return f"{finding.sentence} {finding.remedy}"


async def test_where_something_is_kept_a_backup_is_asked_for(store: Store, settings: Settings) -> None:
    assert "no backup" in told(await copies.backups(store, settings))

    write_backup(settings.database, daily(settings.backups, day_of(NOW)))

    assert (await copies.backups(store, settings)).is_well


async def test_an_old_backup_and_a_spoiled_one_are_told(store: Store, settings: Settings) -> None:
    file = daily(settings.backups, day_of(NOW))
    write_backup(settings.database, file)
    os.utime(file, (time.time() - 9 * DAY, time.time() - 9 * DAY))
    assert "9 days old" in told(await copies.backups(store, settings))

    file.write_bytes(b"this was a backup" * 400)
    assert "Move" in told(await copies.backups(store, settings))


async def test_vectors_that_are_no_numbers_are_told(store: Store, settings: Settings) -> None:
    await save_three_vectors(store)
    await store._database.write(
        lambda raw: raw.execute(
            "UPDATE video_embeddings SET vector = ? WHERE video_id = ?", (b"\xff" * 16, video_id(2))
        )
    )

    assert "1 vectors hold no usable numbers" in told(await contents.vectors(store, settings))


async def test_a_vector_that_waits_for_what_is_said_in_its_video_is_no_lack(store: Store, settings: Settings) -> None:
    await save_three_vectors(store)
    await store.transcripts.found(video_id(1), Transcript("en", "Knead."), now=NOW)
    assert await store.vectors.count_missing("ownfeed/static") == 1
    assert (await contents.vectors(store, settings)).is_well

    await store.videos.put(1, [facts(4, "Title 4")], "card", now=NOW)
    assert "1 videos have no vector of ownfeed/static yet" in told(await contents.vectors(store, settings))


async def save_three_vectors(store: Store) -> None:
    await store.videos.put(1, [facts(n, f"Title {n}") for n in (1, 2, 3)], "card", now=NOW)
    await store.vectors.save("ownfeed/static", [video_id(n) for n in (1, 2, 3)], np.eye(3, 4, dtype=np.float32))


async def test_a_job_from_tomorrow_tells_of_a_wrong_clock(store: Store, settings: Settings) -> None:
    await store.jobs.save(Job("1", "embed", time.time()))
    assert (await contents.clock(store, settings)).is_well

    await store.jobs.save(Job("2", "embed", time.time() + 3 * DAY))
    assert "3 days from now" in told(await contents.clock(store, settings))


async def test_an_import_of_which_little_could_be_read_looks_like_a_new_format(
    store: Store, settings: Settings
) -> None:
    assert (await contents.last_import(store, settings)).is_well
    done = Job("1", "import", NOW, state="done", result={"new": 90, "existing": 0, "skipped": 4, "reasons": {"ad": 4}})
    await store.jobs.save(done)
    assert "94 rows" in told(await contents.last_import(store, settings))

    unread = {"new": 90, "existing": 0, "skipped": 10, "reasons": {"unrecognised": 10}}
    await store.jobs.save(replace(done, job_id="2", created_at=NOW + 1, result=unread))
    assert "Of 100 rows of the last import 10 could not be read" in told(await contents.last_import(store, settings))


async def test_a_service_that_asked_for_a_pause_is_named(store: Store, settings: Settings) -> None:
    await store.services.set("www.youtube.com/oembed", ServiceState(4, time.time() - 60))
    assert (await outside.services(store, settings)).is_well

    await store.services.set("www.youtube.com/oembed", ServiceState(5, time.time() + 3_600))
    assert "www.youtube.com/oembed until " in told(await outside.services(store, settings))


async def test_a_spent_allowance_says_when_it_begins_anew(store: Store, settings: Settings) -> None:
    assert (await outside.allowance(store, settings)).is_well
    keyed = settings.model_copy(update={"youtube_api_key": "a key"})
    assert (await outside.allowance(store, keyed)).is_well

    await store.quota.reserve("search", [day_of(time.time()).isoformat()], 95, 95)

    assert "search (95 of 100)" in told(await outside.allowance(store, keyed))


async def test_a_job_that_does_not_end_is_told(store: Store, settings: Settings) -> None:
    await store.jobs.save(Job("1", "embed", time.time() - 60, state="running", started_at=time.time() - 30))
    assert (await contents.jobs(store, settings)).is_well

    await store.jobs.save(Job("2", "personas", time.time() - 4 * DAY))
    assert "The job personas has waited or run for 4 days" in told(await contents.jobs(store, settings))


async def test_a_language_model_of_this_machine_that_does_not_listen_is_told(store: Store, settings: Settings) -> None:
    assert (await outside.language_model(store, settings)).is_well
    elsewhere = settings.model_copy(update={"model": "small", "model_url": "https://models.example/v1"})
    assert "not on this machine" in told(await outside.language_model(store, elsewhere))
    without_address = settings.model_copy(update={"model": "ollama:small"})
    assert "No model_url is set for ollama:small" in told(await outside.language_model(store, without_address))
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        own = settings.model_copy(update={"model": "small", "model_url": url})
        assert (await outside.language_model(store, own)).is_well
    assert f"Nobody listens at {url}" in told(await outside.language_model(store, own))


async def test_a_file_of_another_user_is_told(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert directory.owner(settings).is_well
    other = os.getuid() + 12_345
    monkeypatch.setattr(os, "getuid", lambda: other)

    assert f"{settings.data_dir} is another user's" in told(directory.owner(settings))
    assert f"chown -R {other} " in directory.owner(settings).remedy


async def test_data_that_their_mode_keeps_from_being_written_are_told_with_the_way_to_mend_them(
    store: Store, settings: Settings
) -> None:
    settings.database.chmod(0o444)
    assert f"{settings.database} is kept by its mode from being written to." in told(directory.owner(settings))
    assert directory.owner(settings).remedy == f"Run: chmod u+rwX '{settings.database}'"


async def test_root_is_told_whose_the_data_are_and_never_to_take_them(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    me, root = os.getuid(), os.getuid() + 12_345
    monkeypatch.setattr(directory, "ROOT", root)
    monkeypatch.setattr(os, "getuid", lambda: root)

    assert f"The data are of user {me}, and you are root. Run `ownfeed` as yourself" in told(directory.owner(settings))


async def test_where_files_have_no_numbered_owner_and_before_there_are_data_nothing_is_amiss(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = settings.model_copy(update={"data_dir": settings.data_dir / "nowhere"})
    assert directory.owner(nowhere).is_well
    monkeypatch.delattr(os, "getuid")

    assert directory.owner(settings).is_well


async def test_a_file_that_goes_while_it_is_looked_for_is_passed_over(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk, passing = os.walk, settings.data_dir / "passing"
    passing.touch(0o600)

    def walk_and_delete(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        for each in walk(folder):
            passing.unlink(missing_ok=True)
            yield each

    monkeypatch.setattr(os, "walk", walk_and_delete)
    assert directory.owner(settings).is_well
    passing.touch(0o644)
    assert directory.modes(settings).is_well


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("http://127.0.0.1:11434/v1", ("127.0.0.1", 11_434)),
        ("http://localhost/v1", ("localhost", 80)),
        ("https://[::1]/v1", ("::1", 443)),
    ],
)
def test_a_server_is_looked_for_where_its_address_says(url: str, where: tuple[str, int]) -> None:
    assert outside.host_and_port(url) == where


def test_a_daemon_that_takes_too_much_memory_is_told(settings: Settings) -> None:
    settings.data_dir.mkdir()
    assert directory.memory(settings).is_well
    with DataLock(settings.lock), whereabouts.told(settings, "token"):
        assert directory.memory(settings, most_megabytes=100_000.0).is_well
        assert "of memory, twice what it should" in told(directory.memory(settings, most_megabytes=1.0))


async def test_a_log_that_nobody_folds_is_told(store: Store, settings: Settings) -> None:
    assert (await contents.log(store, settings)).is_well
    grown = settings.model_copy(update={"data_dir": settings.data_dir / "grown"})
    grown.data_dir.mkdir()
    os.truncate(os.open(f"{grown.database}-wal", os.O_CREAT | os.O_RDWR), 3 * JOURNAL_SIZE_LIMIT_BYTES)

    assert "has grown to 201 MB" in told(await contents.log(store, grown))


async def test_a_backup_that_others_can_read_is_told(store: Store, settings: Settings) -> None:
    assert (await settings_modes(settings)).is_well
    write_backup(settings.database, daily(settings.backups, day_of(NOW)))
    daily(settings.backups, day_of(NOW)).chmod(0o644)

    assert f"'{daily(settings.backups, day_of(NOW))}'" in told(await settings_modes(settings))


async def settings_modes(settings: Settings) -> Finding:
    return directory.modes(settings)


def test_an_sqlite_that_can_lose_pages_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.sqlite(settings).is_well
    monkeypatch.setattr(connection, "OLDEST_SQLITE", (99, 1, 2))

    assert "It must be 99.1.2 or newer" in told(environment.sqlite(settings))


def test_a_vector_extension_that_does_not_load_is_told(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert environment.sqlite_vec(settings).is_well
    for name in ("vec0", "vec0.so", "vec0.dylib"):
        (tmp_path / name).write_bytes(b"no library of this machine")
    monkeypatch.setattr(sqlite_vec, "__file__", str(tmp_path / "__init__.py"))

    assert "sqlite-vec does not load: " in told(environment.sqlite_vec(settings))


def test_a_folder_without_the_extension_is_told(settings: Settings, tmp_path: Path) -> None:
    assert environment.extension_folder(settings).is_well
    assert f"no extension in {tmp_path}" in told(environment.extension_folder(settings, tmp_path))


async def test_tables_of_an_older_and_of_a_newer_program_are_told(store: Store, settings: Settings) -> None:
    assert (await contents.schema(store, settings)).is_well
    _, newest = await store.schema_version()

    await store._database.write(lambda raw: raw.execute(f"PRAGMA user_version = {newest - 1}"))
    assert f"an older OwnFeed (schema {newest - 1} of {newest})" in told(await contents.schema(store, settings))

    await store._database.write(lambda raw: raw.execute(f"PRAGMA user_version = {newest + 1}"))
    assert "A newer OwnFeed wrote these data" in told(await contents.schema(store, settings))


async def test_a_page_that_is_no_page_any_more_is_told(settings: Settings) -> None:
    store = await Store.open(settings.database)
    assert (await contents.database(store, settings)).is_well
    await store.close()
    with settings.database.open("r+b") as file:
        file.seek(2 * 4_096)
        file.write(b"\xff" * 4_096)

    spoiled = await Store.open(settings.database, read_only=True)

    assert "The database is damaged" in told(await contents.database(spoiled, settings))
    await spoiled.close()


def test_a_disk_without_room_is_told(settings: Settings) -> None:
    assert "GB are free" in told(directory.free_disk(settings, least=0))
    assert "Free some space" in told(directory.free_disk(settings, least=10**18))


def test_data_on_a_network_are_told(settings: Settings) -> None:
    assert directory.local_disk(settings, [("/", "ext4")]).is_well
    assert "lie on a network (cifs)" in told(directory.local_disk(settings, [("/", "cifs")]))


def test_a_command_that_holds_the_data_is_told(settings: Settings) -> None:
    settings.data_dir.mkdir()
    with DataLock(settings.lock):
        assert f"A command, process {os.getpid()}, has the data open." in told(directory.running(settings))
    assert "No daemon runs" in told(directory.running(settings))


async def test_a_job_that_failed_is_told(store: Store, settings: Settings) -> None:
    await store.jobs.save(Job("1", "embed", NOW, state="failed", error="The disk was full."))

    assert "The last job of embed failed: The disk was full." in told(await contents.jobs(store, settings))


async def test_a_program_that_was_not_here_for_days_is_told(store: Store, settings: Settings) -> None:
    assert "No extension is paired" in told(await contents.clients(store, settings))
    user_id = (await store.users.first_or_new(now=NOW)).user_id
    await store.clients.add(user_id, "browser", now=time.time() - 3 * DAY)

    assert "last seen 3 days ago" in told(await contents.clients(store, settings))

    await store.clients.add(user_id, "browser", now=time.time() + 3_600)  # and the clock was set back since
    assert "last seen 0 minutes ago" in told(await contents.clients(store, settings))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/her/.local/share/ownfeed", "nfs4"),
        ("/home/her/disk/ownfeed", None),
        ("/var/lib/ownfeed", None),
        ("/mnt/share", "cifs"),
    ],
)
def test_the_file_system_is_that_of_the_deepest_mount(path: str, kind: str | None) -> None:
    mounts = [("/", "ext4"), ("/home", "nfs4"), ("/home/her/disk", "btrfs"), ("/mnt/share", "cifs")]

    assert network_file_system(Path(path), mounts) == kind


def test_data_on_a_network_are_refused_in_a_sentence() -> None:
    require_local(Path("/home/her"), [("/", "ext4")])

    with pytest.raises(NetworkFileSystem, match="on a disk of this machine"):
        require_local(Path("/home/her"), [("/", "ext4"), ("/home", "nfs")])


async def test_a_model_that_is_set_and_not_complete_is_told_with_the_one_that_serves(
    store: Store, settings: Settings
) -> None:
    await save_three_vectors(store)
    assert await store.embedding.begin("ownfeed/static") == "ownfeed/static"
    assert (await contents.vectors(store, settings)).is_well

    other = settings.model_copy(update={"embedding_model": "another"})

    assert "3 videos have no vector of another yet; until then ownfeed/static serves." in told(
        await contents.vectors(store, other)
    )


async def test_what_an_old_model_never_made_is_no_matter_where_another_is_set(store: Store, settings: Settings) -> None:
    await save_three_vectors(store)
    await store.embedding.begin("ownfeed/static")
    await store.videos.put(1, [facts(4, "Title 4")], "card", now=NOW)
    other = settings.model_copy(update={"embedding_model": "another"})
    assert "4 videos have no vector of another yet" in told(await contents.vectors(store, other))

    await store.vectors.save("another", [video_id(n) for n in (1, 2, 3, 4)], np.eye(4, dtype=np.float32))
    assert (await contents.vectors(store, other)).is_well
