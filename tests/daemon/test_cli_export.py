from __future__ import annotations

import asyncio
import json
import os
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest

from daemon.errors import Conflict, DiskFull
from daemon.store import Store, export
from daemon.store.connection import opened
from daemon.store.export import write_export
from daemon.store.migrations import MIGRATIONS

from .given import NOW, event, signal, video_id
from .room import no_file_beyond
from .serving import ownfeed, serving
from .test_cli_import import takeout

__all__ = ["takeout"]


def _lines(file: Path, name: str) -> list[dict[str, object]]:
    with zipfile.ZipFile(file) as archive:
        return [json.loads(line) for line in archive.read(name).splitlines()]


def test_an_export_beside_a_running_daemon_holds_every_signal_with_its_id_and_the_ratings(tmp_path: Path) -> None:
    told = [event("thumbs_up", 1), event("impression", 2), event("watch", 3)]
    with serving(tmp_path / "data", until="pairing code") as daemon:
        token = daemon.pair(daemon.code or "")["token"]
        status, reply = daemon.ask("POST", "/api/signals", {"events": told}, token=token)
        assert (status, reply["rejected"]) == (200, [])
        written = ownfeed("export", tmp_path / "mine.zip", data_dir=tmp_path / "data")

    assert (written.returncode, written.stderr) == (0, "")
    assert (tmp_path / "mine.zip").stat().st_mode & 0o777 == 0o600
    assert [line["id"] for line in _lines(tmp_path / "mine.zip", "signals.jsonl")] == [each["id"] for each in told]
    assert [line["rating"] for line in _lines(tmp_path / "mine.zip", "ratings.jsonl")] == ["up"]
    videos = _lines(tmp_path / "mine.zip", "videos.jsonl")
    assert [(line["url"], line["rating"]) for line in videos] == [
        (f"https://www.youtube.com/watch?v={video_id(number)}", "up" if number == 1 else None) for number in (1, 2, 3)
    ]


def test_an_export_without_a_daemon_holds_what_was_imported(tmp_path: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=tmp_path / "data")
    assert ownfeed("export", tmp_path / "mine.zip", data_dir=tmp_path / "data").returncode == 0
    assert len(_lines(tmp_path / "mine.zip", "signals.jsonl")) == 7


def test_an_export_never_takes_the_place_of_another_file(tmp_path: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=tmp_path / "data")
    (tmp_path / "mine.zip").write_text("precious")
    refused = ownfeed("export", tmp_path / "mine.zip", data_dir=tmp_path / "data")
    assert (refused.returncode, "is there already" in refused.stderr) == (2, True)
    assert (tmp_path / "mine.zip").read_text() == "precious"


def test_where_a_disk_knows_no_links_an_export_is_written_too(
    tmp_path: Path, takeout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ownfeed("import", takeout, data_dir=tmp_path / "data")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_export(tmp_path / "data" / "ownfeed.db", tmp_path / "mine.zip", None)
    assert zipfile.is_zipfile(tmp_path / "mine.zip")
    assert not list(tmp_path.glob("*.unfinished"))


def test_an_export_for_nobody_leaves_no_file(tmp_path: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=tmp_path / "data")
    assert ownfeed("export", tmp_path / "mine.zip", "--user", "nobody", data_dir=tmp_path / "data").returncode == 2
    assert list(tmp_path.glob("mine*")) == []


async def _filled(database: Path) -> None:
    store = await Store.open(database)
    user = await store.users.first_or_new(now=NOW)
    await store.signals.add(user.user_id, [signal("search", None, query=str(uuid4())) for _ in range(3_000)], now=NOW)
    await store.close()


def test_a_full_disk_ends_an_export_in_a_sentence_about_room_and_leaves_no_file(tmp_path: Path) -> None:
    asyncio.run(_filled(tmp_path / "ownfeed.db"))
    with no_file_beyond(50_000), pytest.raises(DiskFull, match="free some space"):
        write_export(tmp_path / "ownfeed.db", tmp_path / "mine.zip", None)
    assert list(tmp_path.glob("mine*")) == []


def test_a_wipe_that_meets_an_export_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(_filled(tmp_path / "ownfeed.db"))
    publish = export._publish

    def wipe_first(*files: Path) -> None:
        with opened(tmp_path / "ownfeed.db", read_only=False) as connection:
            connection.execute("UPDATE users SET epoch = epoch + 1")
        publish(*files)

    monkeypatch.setattr(export, "_publish", wipe_first)
    with pytest.raises(Conflict):
        write_export(tmp_path / "ownfeed.db", tmp_path / "mine.zip", None)
    assert list(tmp_path.glob("mine*")) == []


def test_data_that_no_daemon_of_this_version_has_opened_yet_are_said_to_be_older(tmp_path: Path) -> None:
    with opened(tmp_path / "data" / "ownfeed.db", read_only=False) as connection:
        for migration in MIGRATIONS[:-1]:
            migration(connection)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) - 1}")
    refused = ownfeed("export", tmp_path / "mine.zip", data_dir=tmp_path / "data")
    assert (refused.returncode, "start the daemon anew" in refused.stderr) == (2, True), refused.stderr
    assert not list(tmp_path.glob("mine.zip*"))
