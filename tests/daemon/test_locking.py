from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from daemon.errors import DataInUse
from daemon.locking import DataLock

HOLDER = """
import sys
from pathlib import Path
from daemon.locking import DataLock
with DataLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_holder_is_told_whose_process_has_the_data(tmp_path: Path) -> None:
    with DataLock(tmp_path / "lock"), pytest.raises(DataInUse, match=f"in use by process {os.getpid()}"):
        DataLock(tmp_path / "lock").acquire()


def test_the_lock_can_be_taken_again_once_it_is_given_back(tmp_path: Path) -> None:
    for _ in range(2):
        with DataLock(tmp_path / "lock") as lock:
            assert lock.owner() == os.getpid()

    assert not DataLock(tmp_path / "lock").is_taken()


def test_a_killed_holder_leaves_nothing_to_clean_up(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "data" / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert DataLock(path).is_taken()
        assert DataLock(path).owner() == holder.pid
        holder.kill()

    with DataLock(path) as lock:
        assert lock.owner() == os.getpid()


def test_looking_at_a_lock_does_not_make_it(tmp_path: Path) -> None:
    assert not DataLock(tmp_path / "lock").is_taken()
    assert not (tmp_path / "lock").exists()


def test_lock_and_directory_are_the_owners_alone(tmp_path: Path) -> None:
    with DataLock(tmp_path / "data" / "lock"):
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "data" / "lock").stat().st_mode & 0o777 == 0o600


def test_looking_for_a_holder_needs_no_right_to_write(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()  # which no user may open for writing
    assert not DataLock(tmp_path / "lock").is_taken()
