"""`scripts/import_history.py` is `ownfeed import`: a history goes into the data directory, once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.daemon.importers.exports import as_html, entries, expected
from tests.daemon.importers.languages import ENGLISH


def import_history(root: Path, data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "scripts" / "import_history.py"), *arguments, "--data-dir", str(data_dir)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_script_imports_a_history_and_a_second_time_nothing(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "watch-history.html"
    path.write_text(as_html(entries(), ENGLISH), encoding="utf-8")
    first = json.loads(import_history(root, tmp_path / "data", str(path), "--json").stdout)
    again = json.loads(import_history(root, tmp_path / "data", str(path), "--json").stdout)
    count = len(expected(entries()))
    assert first == {"new": count, "existing": 0, "skipped": 3, "reasons": {"ad": 1, "removed": 1, "post": 1}}
    assert (again["new"], again["existing"], again["reasons"]["already imported"]) == (0, 0, count)


def test_the_script_ends_in_one_sentence_for_what_is_no_history(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "holiday.zip"
    path.write_bytes(b"PK\x03\x04 not really")
    ended = import_history(root, tmp_path / "data", str(path))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.strip() == "holiday.zip is damaged or cut off; download it again."


@pytest.fixture
def other_python(tmp_path: Path) -> Path:
    """A Python of another project, which has one package that we need and no other."""
    venv.create(tmp_path / "other", symlinks=True)
    (packages,) = (tmp_path / "other" / "lib").glob("python*/site-packages")
    (packages / "typer.py").touch()
    return tmp_path / "other" / "bin" / "python"


def test_a_python_that_has_something_of_what_we_need_gives_way_to_the_projects_own(
    root: Path, tmp_path: Path, other_python: Path
) -> None:
    path = tmp_path / "nowhere.zip"
    script, data_dir = root / "scripts" / "import_history.py", tmp_path / "data"
    command: list[str | Path] = [other_python, script, path, "--data-dir", data_dir]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (2, f"There is no file or folder {path}.\n")
