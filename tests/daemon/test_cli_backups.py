from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from daemon.cli import run
from tests.daemon.given import event

from .serving import ownfeed, serving
from .test_cli_import import takeout

__all__ = ["takeout"]


def _signals(data_dir: Path) -> int:
    return int(json.loads(ownfeed("status", "--json", data_dir=data_dir).stdout)["counts"].get("signals", 0))


def test_what_was_backed_up_beside_a_running_daemon_comes_back_after_everything_is_lost(
    tmp_path: Path, takeout: Path
) -> None:
    with serving(tmp_path / "data"):
        ownfeed("import", takeout, data_dir=tmp_path / "data")
        written = ownfeed("backup", tmp_path / "copy.db", data_dir=tmp_path / "data")
        assert (written.returncode, "checked" in written.stdout) == (0, True)
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600

    restored = ownfeed("restore", tmp_path / "copy.db", data_dir=tmp_path / "elsewhere")

    assert (restored.returncode, _signals(tmp_path / "elsewhere")) == (0, 7)


def test_a_restore_keeps_what_was_there_aside(tmp_path: Path, takeout: Path) -> None:
    ownfeed("pair", data_dir=tmp_path / "data")
    ownfeed("backup", tmp_path / "empty.db", data_dir=tmp_path / "data")
    ownfeed("import", takeout, data_dir=tmp_path / "data")

    assert ownfeed("restore", tmp_path / "empty.db", data_dir=tmp_path / "data").returncode == 0
    assert _signals(tmp_path / "data") == 0

    (aside,) = (tmp_path / "data" / "backups").glob("replaced-*.db")
    assert ownfeed("restore", aside, data_dir=tmp_path / "data").returncode == 0
    assert _signals(tmp_path / "data") == 7


def test_a_restore_keeps_what_was_there_aside_also_on_a_disk_that_knows_no_links(
    tmp_path: Path, takeout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    data = ["--data-dir", str(tmp_path / "data")]
    ownfeed("import", takeout, data_dir=tmp_path / "data")
    ownfeed("backup", tmp_path / "copy.db", data_dir=tmp_path / "data")
    monkeypatch.setattr(Path, "hardlink_to", refuse)

    assert run(["restore", str(tmp_path / "copy.db"), *data]) == 0

    (aside,) = (tmp_path / "data" / "backups").glob("replaced-*.db")
    assert aside.stat().st_mode & 0o777 == 0o600
    assert run(["restore", str(aside), *data]) == 0
    assert _signals(tmp_path / "data") == 7


def test_a_damaged_database_gives_way_to_a_backup(tmp_path: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=tmp_path / "data")
    ownfeed("backup", tmp_path / "copy.db", data_dir=tmp_path / "data")
    (tmp_path / "data" / "ownfeed.db").write_bytes(b"this was never a database" * 400)

    assert ownfeed("restore", tmp_path / "copy.db", data_dir=tmp_path / "data").returncode == 0
    assert _signals(tmp_path / "data") == 7


def test_what_a_killed_daemon_had_acknowledged_comes_along_when_its_file_is_put_in_place(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    ownfeed("pair", data_dir=data)
    with serving(data, until="pairing code") as daemon:
        assert daemon.code is not None
        token = daemon.pair(daemon.code)["token"]
        daemon.ask("POST", "/api/signals", {"events": [event("thumbs_up", number) for number in range(50)]}, token)
        daemon.process.kill()
        daemon.process.wait()
    assert (data / "ownfeed.db-wal").stat().st_size > 0

    assert ownfeed("restore", data / "ownfeed.db", data_dir=elsewhere).returncode == 0

    assert _signals(elsewhere) == 50
    assert not list(elsewhere.glob("*.unfinished*"))


def test_nothing_is_put_back_while_a_daemon_runs(tmp_path: Path) -> None:
    with serving(tmp_path / "data"):
        ownfeed("backup", tmp_path / "copy.db", data_dir=tmp_path / "data")
        refused = ownfeed("restore", tmp_path / "copy.db", data_dir=tmp_path / "data")

    assert (refused.returncode, "in use by process" in refused.stderr) == (2, True)


def test_what_is_no_backup_is_refused_and_the_data_stay(tmp_path: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=tmp_path / "data")
    (tmp_path / "letter.db").write_bytes(b"Dear reader, " * 1000)

    for file in (tmp_path / "letter.db", tmp_path / "nowhere.db"):
        refused = ownfeed("restore", file, data_dir=tmp_path / "data")
        assert (refused.returncode, refused.stderr.count("\n"), "damaged" in refused.stderr) == (2, 1, False)
    assert _signals(tmp_path / "data") == 7


def test_a_backup_never_writes_over_a_file(tmp_path: Path) -> None:
    ownfeed("pair", data_dir=tmp_path / "data")
    (tmp_path / "photo.jpg").write_text("precious")

    refused = ownfeed("backup", tmp_path / "photo.jpg", data_dir=tmp_path / "data")

    assert (refused.returncode, (tmp_path / "photo.jpg").read_text()) == (2, "precious")


def test_a_restore_leaves_the_backup_as_it_is(tmp_path: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=tmp_path / "data")
    (tmp_path / "stick").mkdir()
    backup = tmp_path / "stick" / "copy.db"
    ownfeed("backup", backup, data_dir=tmp_path / "data")
    backup.chmod(0o444)
    before = (backup.stat().st_mode, backup.stat().st_mtime_ns, backup.read_bytes())
    assert ownfeed("restore", backup, data_dir=tmp_path / "elsewhere").returncode == 0
    assert (backup.stat().st_mode, backup.stat().st_mtime_ns, backup.read_bytes()) == before
    assert list(backup.parent.iterdir()) == [backup]
    assert not list((tmp_path / "elsewhere").glob("*.unfinished*"))


def test_a_place_where_nothing_can_be_written_is_told_in_a_sentence(tmp_path: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=tmp_path / "data")
    refused = ownfeed("backup", takeout / "copy.db", data_dir=tmp_path / "data")
    assert (refused.returncode, "choose another place" in refused.stderr) == (2, True)


@pytest.mark.parametrize("command", [("wipe", "--yes"), ("evaluate",), ("backup",), ("export", "x.zip")])
def test_a_misspelled_directory_is_not_filled_and_a_file_is_none(tmp_path: Path, command: tuple[str, ...]) -> None:
    refused = ownfeed(*command, data_dir=tmp_path / "misspelled")
    assert (refused.returncode, "There are no data in" in refused.stderr) == (2, True)
    assert not (tmp_path / "misspelled").exists()


def test_a_file_is_no_place_for_data(tmp_path: Path, takeout: Path) -> None:
    ownfeed("pair", data_dir=tmp_path / "data")
    ownfeed("backup", tmp_path / "copy.db", data_dir=tmp_path / "data")
    for command in (("pair",), ("restore", tmp_path / "copy.db")):
        refused = ownfeed(*command, data_dir=takeout)
        assert (refused.returncode, "cannot hold data" in refused.stderr) == (2, True), refused.stderr


def test_a_new_place_for_what_is_put_back_is_its_owners_alone(tmp_path: Path) -> None:
    ownfeed("pair", data_dir=tmp_path / "data")
    ownfeed("backup", tmp_path / "copy.db", data_dir=tmp_path / "data")
    ownfeed("restore", tmp_path / "copy.db", data_dir=tmp_path / "elsewhere")
    assert (tmp_path / "elsewhere").stat().st_mode & 0o777 == 0o700
