from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from daemon.api.settings import SettingsIn
from daemon.cli.app import app
from daemon.jobs.kinds import KINDS
from daemon.settings import Settings, load_settings


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [command.name for command in app.registered_commands])
def test_every_command_is_described(name: str, text: str) -> None:
    assert f"| `ownfeed {name}" in text


@pytest.mark.parametrize("command", app.registered_commands, ids=lambda command: str(command.name))
def test_every_option_of_a_command_is_described(command: object, text: str) -> None:
    callback = getattr(command, "callback", None)
    assert callback is not None
    for name in set(inspect.signature(callback).parameters) - {"paths", "file", "source", "as_json", "json_file"}:
        assert f"`--{name.replace('_', '-')}" in text, name
    assert "`--from`" in text
    assert "`--json`" in text


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described_with_its_variable_and_default(name: str, text: str) -> None:
    assert f"| `{name}` | `OWNFEED_{name.upper()}` | " in text


@pytest.mark.parametrize("name", SettingsIn.model_fields)
def test_every_dial_is_described(name: str, root: Path) -> None:
    assert f"`{name}`" in (root / "docs" / "ranking.md").read_text(encoding="utf-8").split("## The dials")[1]


def test_the_defaults_that_are_told_are_the_defaults(text: str, tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)

    assert f"| {settings.port}, always" in text
    assert f"| `{settings.embedding_model}`, which is packaged" in text
    assert f"| `{settings.log_level}`; also" in text


def test_everything_in_the_data_directory_is_described(text: str, tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)
    kept = (
        settings.database,
        settings.lock,
        settings.cli_token,
        settings.daemon_json,
        settings.uploads,
        settings.backups,
    )

    for path in (*kept, settings.model_cache):
        assert f"`{path.name}" in text, path.name


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_job_is_described(name: str, text: str) -> None:
    assert f"| `{name}` | " in text
