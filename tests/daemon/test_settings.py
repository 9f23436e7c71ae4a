from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from daemon.errors import BadSetting
from daemon.settings import FILE_NAME, load_kept, load_settings
from recsys.embedding import DEFAULT_MODEL


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PORT", "DEMO", "LOG_LEVEL", "EMBEDDING_MODEL", "EXTENSION_IDS"):
        monkeypatch.delenv(f"OWNFEED_{name}", raising=False)
    monkeypatch.setenv("OWNFEED_DATA_DIR", str(tmp_path))


def test_the_command_line_outranks_the_environment_which_outranks_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE_NAME).write_text('port = 1111\nlog_level = "debug"\nembedding_model = "in/file"\n')
    monkeypatch.setenv("OWNFEED_PORT", "2222")
    monkeypatch.setenv("OWNFEED_LOG_LEVEL", "error")

    settings = load_settings(port=3333)

    assert (settings.port, settings.log_level, settings.embedding_model) == (3333, "error", "in/file")


def test_the_file_lies_in_the_data_directory_the_command_line_names(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("port = 1111\n")
    other = tmp_path / "other place"
    other.mkdir()
    (other / FILE_NAME).write_text("port = 4444\n")

    assert load_settings(data_dir=other).port == 4444


def test_without_anything_said_the_packaged_model_and_the_known_port_are_used() -> None:
    settings = load_settings(port=None)

    assert (settings.port, settings.embedding_model) == (7863, DEFAULT_MODEL)


def test_everything_that_is_kept_lies_in_the_data_directory(tmp_path: Path) -> None:
    settings = load_settings()

    for path in (settings.database, settings.lock, settings.cli_token, settings.daemon_json, settings.model_cache):
        assert path.parent == tmp_path


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"port": 99999}, "port cannot be 99999"),
        ({"log_level": "loud"}, "log_level cannot be 'loud'"),
        ({"extension_ids": ("not an id",)}, "extension_ids.0 cannot be"),
    ],
)
def test_a_value_out_of_range_is_refused_in_one_sentence_that_names_it(given: dict[str, object], said: str) -> None:
    with pytest.raises(BadSetting, match=said) as refused:
        load_settings(**given)

    assert "\n" not in refused.value.message


def test_an_unknown_setting_in_the_file_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("prot = 7863\n")

    with pytest.raises(BadSetting, match="no setting prot; the settings are data_dir, port"):
        load_settings()


def test_a_file_that_is_no_toml_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("port = = 1\n")

    with pytest.raises(BadSetting, match=f"Mend {FILE_NAME}"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("OWNFEED_DISCOVRY", "There is no setting OWNFEED_DISCOVRY. Did you mean OWNFEED_DISCOVERY?"),
        ("ownfeed_prt", "There is no setting ownfeed_prt. Did you mean OWNFEED_PORT?"),
        ("OWNFEED_XYZZY_QUUX", "There is no setting OWNFEED_XYZZY_QUUX. docs/commands.md lists them all."),
    ],
)
def test_a_variable_that_sets_nothing_is_told_of(name: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "false")
    with pytest.raises(BadSetting) as raised:
        load_settings()
    assert str(raised.value) == said


def test_what_is_read_elsewhere_is_no_misspelt_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNFEED_DEBUG", "1")
    monkeypatch.setenv("ownfeed_port", "2222")
    assert load_settings().port == 2222


def test_the_file_cannot_name_the_directory_it_lies_in(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('data_dir = "/elsewhere"\n')
    with pytest.raises(BadSetting, match="cannot name it; say it with --data-dir or OWNFEED_DATA_DIR"):
        load_settings()


def test_a_directory_without_a_name_is_not_the_one_somebody_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNFEED_DATA_DIR", "")
    with pytest.raises(BadSetting, match="data_dir cannot be '': it names no folder"):
        load_settings()


def test_a_file_that_may_not_be_read_is_told_with_the_command_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / FILE_NAME).touch()
    monkeypatch.setattr(Path, "open", refuse)  # root, whom tests may run as, reads everything
    with pytest.raises(BadSetting, match=r"cannot be read \(Permission denied\)") as raised:
        load_settings()
    assert str(raised.value).endswith(f"run: sudo chown -R $(id -u) '{tmp_path}'")


def test_what_a_variable_stands_in_for_is_told_of_where_it_will_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE_NAME).write_text("port = 99999\n")
    monkeypatch.setenv("OWNFEED_PORT", "7864")
    assert load_settings().port == 7864
    with pytest.raises(BadSetting, match="port cannot be 99999"):
        load_kept(tmp_path)


def test_a_key_that_cannot_be_one_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('model_key = ["sk-secret"]\n')
    with pytest.raises(BadSetting, match="model_key cannot be what was given") as raised:
        load_settings()
    assert "sk-secret" not in str(raised.value)
