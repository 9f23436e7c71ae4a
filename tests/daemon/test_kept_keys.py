"""A key may live in the system's keyring: nowhere in the data, asked for at the start, outranked by what is set otherwise."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from daemon.checks import environment
from daemon.kept_keys import names, with_kept_keys
from daemon.settings import load_settings

from .file_keyring import FileKeyring
from .serving import ownfeed

KEY = "AIza-a-key-of-nobody"


@pytest.fixture
def keyring_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    file = tmp_path / "keyring.json"
    monkeypatch.setenv("FILE_KEYRING", str(file))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.daemon.file_keyring.FileKeyring")
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())  # type: ignore[no-untyped-call]  # for this process; commands read the variable
    yield file
    keyring.set_keyring(before)


def key_command(data: Path, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    return ownfeed("key", *arguments, data_dir=data, answer=answer)


def test_a_key_is_kept_used_and_forgotten_and_stands_in_no_file_of_ours(tmp_path: Path, keyring_file: Path) -> None:
    data = tmp_path / "data"
    kept = key_command(data, "set", "youtube", answer=f"{KEY}\n")

    assert kept.returncode == 0, kept.stderr
    assert KEY in keyring_file.read_text()
    assert KEY not in kept.stdout + kept.stderr
    assert all(KEY not in file.read_text(errors="replace") for file in data.rglob("*") if file.is_file())
    settings = with_kept_keys(load_settings(data_dir=data))
    assert settings.youtube_api_key.get_secret_value() == KEY
    assert settings.model_key.get_secret_value() == ""

    assert key_command(data, "remove", "youtube").returncode == 0
    assert json.loads(keyring_file.read_text()) == {}
    assert names(settings) == set()
    assert with_kept_keys(load_settings(data_dir=data)).youtube_api_key.get_secret_value() == ""


def test_what_is_set_otherwise_outranks_the_keyring(tmp_path: Path, keyring_file: Path) -> None:
    data = tmp_path / "data"
    key_command(data, "set", "youtube", answer=f"{KEY}\n")

    settings = with_kept_keys(load_settings(data_dir=data, youtube_api_key="another"))

    assert settings.youtube_api_key.get_secret_value() == "another"


def test_other_data_have_other_keys(tmp_path: Path, keyring_file: Path) -> None:
    key_command(tmp_path / "data", "set", "model", answer=f"{KEY}\n")

    assert with_kept_keys(load_settings(data_dir=tmp_path / "other")).model_key.get_secret_value() == ""


def test_a_keyring_that_is_locked_keeps_nobody_from_their_feed_and_the_doctor_says_so(
    tmp_path: Path, keyring_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key_command(tmp_path / "data", "set", "youtube", answer=f"{KEY}\n")
    settings = load_settings(data_dir=tmp_path / "data")
    assert environment.keyring(settings).is_well
    keyring_file.write_text("locked")

    assert with_kept_keys(settings).youtube_api_key.get_secret_value() == ""

    assert "unlock it, or set OWNFEED_YOUTUBE_API_KEY" in caplog.text
    assert environment.keyring(settings).remedy == "Unlock the keyring and restart the daemon."


def test_a_key_that_was_taken_out_by_other_means_is_told(tmp_path: Path, keyring_file: Path) -> None:
    key_command(tmp_path / "data", "set", "youtube", answer=f"{KEY}\n")
    keyring_file.write_text("{}")

    found = environment.keyring(load_settings(data_dir=tmp_path / "data"))

    assert found.remedy == "Run `ownfeed key set youtube`."


def test_where_there_is_no_keyring_a_sentence_says_what_to_do_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

    refused = key_command(tmp_path / "data", "set", "youtube", answer=f"{KEY}\n")

    assert refused.returncode == 2
    assert refused.stderr.strip().endswith("or youtube_api_key in ownfeed.toml.")
    assert not (tmp_path / "data" / "kept-keys.json").exists()


@pytest.mark.parametrize(("arguments", "answer"), [(["set", "youtube"], "\n"), (["remove", "model"], "")])
def test_nothing_given_and_nothing_kept_are_told(
    tmp_path: Path, keyring_file: Path, arguments: list[str], answer: str
) -> None:
    refused = key_command(tmp_path / "data", *arguments, answer=answer)

    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert not keyring_file.exists()


def test_a_key_nobody_knows_is_refused_in_one_sentence(tmp_path: Path) -> None:
    for act in ("set", "remove"):
        refused = ownfeed("key", act, "netflix", data_dir=tmp_path)
        assert (refused.returncode, refused.stderr) == (2, "There is no key netflix; there are youtube and model.\n")
