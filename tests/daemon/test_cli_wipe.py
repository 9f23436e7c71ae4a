from __future__ import annotations

import json
from pathlib import Path

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


def test_without_a_yes_nothing_is_deleted(data_dir: Path, takeout: Path) -> None:
    ownfeed("import", takeout, data_dir=data_dir)

    kept = ownfeed("wipe", data_dir=data_dir, answer="n\n")

    assert (kept.returncode, kept.stderr.endswith("Nothing was deleted.\n")) == (2, True)
    assert _counts(data_dir)["signals"] == 7


def test_wiping_somebody_unknown_names_who_there_is(tmp_path: Path) -> None:
    with serving(tmp_path):
        refused = ownfeed("wipe", "--yes", "--user", "Nobody", data_dir=tmp_path)

    assert (refused.returncode, refused.stderr) == (2, "Nobody is called Nobody here; there is me.\n")
