from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from daemon import cli
from daemon.errors import OwnFeedError, PersonError

from .serving import ownfeed

COMMANDS = ("serve", "pair", "clients", "import", "status", "doctor", "open", "wipe")


def test_help_lists_every_command_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == 0

    described = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.split("Commands:")[1].splitlines()[1:])
    assert {name: described[name][0].isupper() for name in COMMANDS} == dict.fromkeys(COMMANDS, True)


def test_no_sentence_of_a_list_of_commands_is_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    for group in ([], ["service"], ["key"]):
        cli.run([*group, "--help"])
        assert "..." not in capsys.readouterr().out.split("Commands:")[1]


def test_help_waits_neither_for_arrays_nor_for_a_server(root: Path) -> None:
    program = "import sys, daemon.cli; print({'numpy', 'aiohttp'} & set(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)

    assert printed.stdout == "set()\n"


@pytest.mark.parametrize(
    ("arguments", "named"), [(["dance"], "dance"), (["serve", "--port", "many"], "--port"), (["pair", "--x"], "--x")]
)
def test_a_wrong_argument_ends_with_status_2_and_says_what_is_wrong(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 2

    said = capsys.readouterr().err
    assert named in said
    assert "Traceback" not in said


def test_a_setting_out_of_range_is_refused_in_one_sentence(tmp_path: Path) -> None:
    refused = ownfeed("status", data_dir=tmp_path, OWNFEED_PORT="0")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "The setting port cannot be '0': input should be greater than or equal to 1.\n"


def test_a_database_of_a_newer_ownfeed_is_left_alone_and_said_so(tmp_path: Path) -> None:
    ownfeed("pair", data_dir=tmp_path)
    _set_schema_version(tmp_path / "ownfeed.db", 999)

    refused = ownfeed("pair", data_dir=tmp_path)

    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "written by a newer OwnFeed" in refused.stderr


def test_a_damaged_database_ends_a_command_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "ownfeed.db").write_bytes(b"this was never a database" * 400)

    refused = ownfeed("pair", data_dir=tmp_path)

    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)


def test_a_fault_of_ours_is_one_sentence_and_shows_its_place_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "app", _broken)
    assert cli.run([]) == 1
    assert "OwnFeed has a fault (ZeroDivisionError" in capsys.readouterr().err

    monkeypatch.setenv("OWNFEED_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.run([])


@pytest.mark.parametrize(("error", "status"), [(PersonError("Say which."), 2), (OwnFeedError("It broke."), 1)])
def test_an_error_is_told_in_its_own_words(
    error: OwnFeedError, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def raising(_arguments: list[str], prog_name: str) -> None:
        raise error

    monkeypatch.setattr(cli, "app", raising)

    assert cli.run([]) == status
    assert capsys.readouterr().err == f"{error.message}\n"


def _broken(_arguments: list[str], prog_name: str) -> float:
    return 1 / 0


def _set_schema_version(path: Path, version: int) -> None:
    import pysqlite3

    connection = pysqlite3.connect(str(path))
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
