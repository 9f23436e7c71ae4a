from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from daemon.cli import wiping
from daemon.cli.data import with_store
from daemon.cli.running import TIMEOUT_SECONDS, Daemon
from daemon.errors import DaemonAway
from daemon.settings import load_settings
from daemon.store import Store
from daemon.store.jobs import Job

from .serving import ownfeed, serving
from .test_cli_import import data_dir, takeout

__all__ = ["data_dir", "takeout"]


def _counts(place: Path) -> dict[str, int]:
    counts: dict[str, int] = json.loads(ownfeed("status", "--json", data_dir=place).stdout)["counts"]
    return counts


def test_everything_of_a_person_is_gone_after_a_wipe(data_dir: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=data_dir)
    ownfeed("backup", data_dir=data_dir)
    assert _counts(data_dir)["signals"] == 7

    wiped = ownfeed("wipe", "--yes", data_dir=data_dir)

    assert (wiped.returncode, "Everything is gone" in wiped.stdout) == (0, True)
    assert {name: _counts(data_dir)[name] for name in ("videos", "signals", "ratings")} == {
        "videos": 0,
        "signals": 0,
        "ratings": 0,
    }
    for file in filter(Path.is_file, data_dir.rglob("*")):
        assert b"bread000001" not in file.read_bytes()


def test_where_nobody_can_answer_nothing_is_deleted_and_it_says_how_to_do_without(
    tmp_path: Path, takeout: Path
) -> None:
    ownfeed("import", takeout, data_dir=tmp_path / "data")

    unasked = ownfeed("wipe", data_dir=tmp_path / "data")

    assert unasked.returncode == 2
    assert unasked.stderr.splitlines()[-1] == "Nothing was deleted; where nobody can answer, give --yes."
    assert _counts(tmp_path / "data")["signals"] == 7


def test_a_history_that_still_waits_to_be_read_goes_too_and_somebody_elses_stays(tmp_path: Path, takeout: Path) -> None:
    for name in ("me", "Ada"):
        ownfeed("import", takeout, "--user", name, data_dir=tmp_path / "data")
    settings = load_settings(data_dir=tmp_path / "data")
    settings.uploads.mkdir()
    files = {name: settings.uploads / f"{name}.zip" for name in ("me", "Ada", "export-1")}
    for file in files.values():
        file.write_bytes(b"a whole past")
    with_store(settings, lambda store: _wait(store, {"me": files["me"], "Ada": files["Ada"]}))

    wiped = ownfeed("wipe", "--yes", "--user", "me", data_dir=settings.data_dir)

    assert wiped.returncode == 0, wiped.stderr
    assert list(settings.uploads.iterdir()) == [files["Ada"]]


async def _wait(store: Store, files: dict[str, Path]) -> None:
    """Leave what a daemon leaves that was stopped before it read files."""
    for name, file in files.items():
        user_id = (await store.users.named(name)).user_id
        await store.jobs.save(Job(f"of {name}", "import", 0.0, user_id, {"path": str(file), "epoch": 1}))


def test_a_running_daemon_tells_how_many_backups_it_deleted(tmp_path: Path) -> None:
    with serving(tmp_path):
        ownfeed("backup", data_dir=tmp_path)
        wiped = ownfeed("wipe", "--yes", data_dir=tmp_path)

    assert wiped.stdout.endswith("are left, and 1 backup was deleted.\n"), wiped.stderr


class Slow(Daemon):
    """A daemon that takes five minutes to delete, which nobody waits for here."""

    def send(self, method: str, path: str, body: object = None, *, patience_seconds: float = TIMEOUT_SECONDS) -> Any:
        if method == "DELETE" and patience_seconds < 300:
            raise DaemonAway("It does not answer; start it again.")
        counts = {"signals": 0, "ratings": 0, "personas": 0}
        return {"epoch": 2, "backups": 3} if method == "DELETE" else {"counts": counts}


def test_a_large_file_may_take_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(wiping, "running", lambda *_: Slow(1, ""))

    wiping.wipe(yes=True, data_dir=tmp_path)

    assert "3 backups were deleted" in capsys.readouterr().out


def test_without_a_yes_nothing_is_deleted(data_dir: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=data_dir)

    kept = ownfeed("wipe", data_dir=data_dir, answer="n\n")

    assert (kept.returncode, kept.stderr.endswith("Nothing was deleted.\n")) == (2, True)
    assert _counts(data_dir)["signals"] == 7


def test_wiping_somebody_unknown_names_who_there_is(tmp_path: Path) -> None:
    with serving(tmp_path):
        refused = ownfeed("wipe", "--yes", "--user", "Nobody", data_dir=tmp_path)

    assert (refused.returncode, refused.stderr) == (2, "Nobody is called Nobody here; there is me.\n")
