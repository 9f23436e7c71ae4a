from __future__ import annotations

import json
import zipfile
from pathlib import Path

from .given import event
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
    assert len(_lines(tmp_path / "mine.zip", "videos.jsonl")) == 3


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


def test_an_export_for_nobody_leaves_no_file(tmp_path: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=tmp_path / "data")
    assert ownfeed("export", tmp_path / "mine.zip", "--user", "nobody", data_dir=tmp_path / "data").returncode == 2
    assert list(tmp_path.glob("mine*")) == []
