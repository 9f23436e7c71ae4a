"""A copy of everything each day, and no more of them than a person needs."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from daemon.errors import Conflict, DiskFull
from daemon.jobs.backup import BACKUP, is_due, write_apart
from daemon.jobs.work import Tools
from daemon.store import Store
from daemon.store import backup as backups
from daemon.store.backup import check_backup, count_signals, daily, newest_first, rotate, write_backup
from daemon.store.connection import opened
from tests.daemon.given import NOW, facts, signal
from tests.daemon.jobs.people import work

AXES = np.eye(2, 4, dtype=np.float32)


async def test_there_is_one_backup_a_day_from_the_first_signal_on(tools: Tools, user_id: int) -> None:
    assert not await is_due(tools, None)
    await tools.store.signals.add(user_id, [signal("thumbs_up", 1)], now=NOW)
    assert await is_due(tools, None)

    assert await BACKUP.run(work(tools, "backup", None, [])) == {"file": "daily-2026-11-18.db", "deleted": 0}
    assert not await is_due(tools, None)

    copy = tools.settings.backups / "daily-2026-11-18.db"
    check_backup(copy, thorough=True)
    assert (count_signals(copy), copy.stat().st_mode & 0o777) == (1, 0o600)


def test_seven_days_stay_and_of_four_weeks_before_the_last_day(tmp_path: Path) -> None:
    today = date(2026, 11, 25)
    for age in range(80):
        day = today - timedelta(age)
        daily(tmp_path, day).touch()
        rotate(tmp_path, today)
    (tmp_path / "ownfeed-2020-01-01-000000.db").touch()
    (tmp_path / "daily-of-my-own.db").touch()
    rotate(tmp_path, today)

    kept = sorted(path.name for path in tmp_path.glob("*.db"))
    days = [f"daily-{today - timedelta(age)}.db" for age in range(7)]
    weeks = [f"daily-2026-{day}.db" for day in ("11-18", "11-15", "11-08", "11-01")]
    assert kept == sorted([*days, *weeks, "ownfeed-2020-01-01-000000.db", "daily-of-my-own.db"])


def test_on_the_way_through_the_weeks_the_same_days_stay(tmp_path: Path) -> None:
    today = date(2026, 11, 25)
    for age in reversed(range(80)):
        daily(tmp_path, today - timedelta(age)).touch()
        rotate(tmp_path, today)

    assert len(list(tmp_path.glob("daily-*.db"))) == backups.KEPT_DAYS + backups.KEPT_WEEKS


def test_copies_that_a_wrong_clock_dated_ahead_drive_out_no_other(tmp_path: Path) -> None:
    today = date(2026, 11, 25)
    days = [today - timedelta(age) for age in range(7)] + [today + timedelta(365 + day) for day in range(9)]
    for day in days:
        daily(tmp_path, day).touch()
    assert rotate(tmp_path, today) == []
    assert rotate(tmp_path, today - timedelta(365)) == []  # by a clock that is behind now, all are dated ahead


def test_what_was_cut_off_while_it_was_written_goes_after_a_day(tmp_path: Path) -> None:
    today = date(2026, 11, 25)
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp()
    for age, name in enumerate(("ownfeed-b", "daily-2026-11-24", "daily-2026-11-23", "before-schema-11-from-7-c")):
        for ending in ("unfinished", "unfinished-wal"):
            file = tmp_path / f"{name}.db.{ending}"
            file.touch()
            os.utime(file, (noon - age * 86_400, noon - age * 86_400))

    rotate(tmp_path, today)

    left = {path.name.partition(".")[0] for path in tmp_path.iterdir()}
    assert left == {"ownfeed-b", "daily-2026-11-24"}, "those of yesterday may still be written"


async def test_a_copy_holds_the_vectors_and_not_their_index(store: Store, user_id: int, tmp_path: Path) -> None:
    await store.videos.put(user_id, [facts(1, "Bread")], "card", now=NOW)
    await store.vectors.save("model", ["video000001"], AXES[:1])
    write_backup(store.path, tmp_path / "copy.db")

    copy = await Store.open(tmp_path / "copy.db")
    assert await copy.vectors.count("model") == 1
    assert await copy.vectors.nearest("model", "video000001", 5) == []
    await copy.vectors.save("model", ["video000001"], AXES[1:])  # makes the index anew
    await copy.close()


async def test_a_wipe_while_data_are_copied_takes_the_copy_along(
    store: Store, user_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.signals.add(user_id, [signal("thumbs_up", 1)], now=NOW)

    def in_place_after_a_wipe(unfinished: Path, target: Path) -> None:
        with opened(store.path, read_only=False) as wiping:
            wiping.execute("UPDATE users SET epoch = epoch + 1")
        unfinished.replace(target)

    monkeypatch.setattr(backups, "_put_in_place", in_place_after_a_wipe)
    with pytest.raises(Conflict, match="deleted while they were copied"):
        write_backup(store.path, tmp_path / "copies" / "copy.db")
    assert list((tmp_path / "copies").iterdir()) == []


async def test_a_backup_that_is_broken_off_leaves_nothing_behind(store: Store, user_id: int, tmp_path: Path) -> None:
    with opened(store.path, read_only=False) as filling:
        filling.execute("CREATE TABLE filler AS SELECT randomblob(100_000_000)")
    target = tmp_path / "copies" / "copy.db"
    writing = asyncio.create_task(write_apart(store.path, target))
    await asyncio.to_thread(_wait_for_a_file_in, target.parent)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    assert writing.cancelled()
    assert list(target.parent.iterdir()) == []


def _wait_for_a_file_in(folder: Path) -> None:
    while not (folder.is_dir() and list(folder.iterdir())):
        time.sleep(0.001)


async def test_no_backup_is_begun_that_does_not_fit(
    store: Store, user_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "free_bytes", lambda _: 1_000)
    with pytest.raises(DiskFull, match=r"needs 0\.\d MB and 0\.0 MB are free; free some space"):
        write_backup(store.path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_what_was_put_aside_takes_no_place_again(tmp_path: Path) -> None:
    for name in ("damaged-1.db", "replaced-1.db", "daily-2026-11-18.db", "ownfeed-1.db"):
        (tmp_path / name).touch()
    assert {path.name for path in newest_first(tmp_path)} == {"daily-2026-11-18.db", "ownfeed-1.db"}


def test_of_the_copies_before_an_update_two_stay(tmp_path: Path) -> None:
    for number in range(4):
        copy = tmp_path / f"before-schema-{number}-from-1.db"
        copy.touch()
        os.utime(copy, (NOW + number, NOW + number))

    assert [path.name for path in rotate(tmp_path, date(2026, 11, 25))] == [
        "before-schema-0-from-1.db",
        "before-schema-1-from-1.db",
    ]
