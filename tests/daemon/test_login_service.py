"""`ownfeed service`: what is installed starts this daemon, and removing it leaves nothing."""

from __future__ import annotations

import os
import plistlib
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from daemon.errors import OwnFeedError
from daemon.login_service import LaunchAgent, SystemdUnit, unit
from tests.daemon.serving import ROOT, ownfeed


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory, with both supervisors on the path: they write down what they are told, and fail where told to."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("systemctl", "launchctl"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho {name} "$@" >> "{tmp_path}/calls"\ntest ! -e "{tmp_path}/fails"\n')
        program.chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    return tmp_path


def calls(home: Path) -> list[str]:
    written = home / "calls"
    return written.read_text().splitlines() if written.exists() else []


def started(file: Path) -> list[str]:
    """What a unit starts."""
    (line,) = [each for each in file.read_text().splitlines() if each.startswith("ExecStart=")]
    return shlex.split(line.partition("=")[2])


def test_a_unit_starts_this_daemon_now_and_at_login(home: Path) -> None:
    service = SystemdUnit()
    service.install(home / "my data")
    assert service.file == home / ".config/systemd/user/ownfeed.service"
    assert started(service.file) == [sys.executable, "-m", "daemon.cli", "serve", "--data-dir", str(home / "my data")]
    assert calls(home) == [
        "systemctl --user daemon-reload",
        "systemctl --user enable ownfeed.service",
        "systemctl --user restart ownfeed.service",
    ]


def test_removing_a_unit_leaves_nothing(home: Path) -> None:
    service = SystemdUnit()
    service.install(home / "data")
    assert service.remove()
    assert not service.file.exists()
    assert calls(home)[3:] == ["systemctl --user disable --now ownfeed.service", "systemctl --user daemon-reload"]
    assert not service.remove()


@pytest.mark.needs(program="systemd-analyze")
def test_systemd_finds_nothing_wrong_with_the_unit(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home))
    service = SystemdUnit()
    service.install(home / "my data")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--user", service.file], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")


def test_the_agent_of_a_mac_is_written_loaded_and_taken_away(home: Path) -> None:
    agent = LaunchAgent()
    agent.install(home / "my data")
    told = plistlib.loads(agent.file.read_bytes())
    assert told["ProgramArguments"][-2:] == ["--data-dir", str(home / "my data")]
    assert told["KeepAlive"] == {"SuccessfulExit": False}
    assert agent.remove()
    assert not agent.file.exists()
    assert not agent.remove()
    domain = f"gui/{os.getuid()}"
    assert calls(home) == [f"launchctl bootstrap {domain} {agent.file}", f"launchctl bootout {domain}/ownfeed.daemon"]


def test_a_supervisor_that_fails_is_told_in_a_sentence_and_keeps_no_file(home: Path) -> None:
    (home / "fails").touch()
    with pytest.raises(OwnFeedError, match="`systemctl --user daemon-reload` failed"):
        SystemdUnit().install(home / "data")
    assert not SystemdUnit().file.exists()


def test_what_only_this_shell_switches_off_is_not_forgotten_at_login(home: Path) -> None:
    refused = ownfeed("service", "install", data_dir=home / "data", OWNFEED_PORT="7999")
    assert refused.returncode == 2
    assert "OWNFEED_PORT, OWNFEED_DISCOVERY, OWNFEED_OEMBED" in refused.stderr
    assert str(home / "data" / "ownfeed.toml") in refused.stderr.replace("\n", "")
    assert calls(home) == []


def test_the_command_installs_for_the_data_that_are_meant_and_removes(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "ownfeed.toml").write_text("discovery = false\noembed = false\n")
    done = ownfeed("service", "install", data_dir=home / "data")
    assert (done.returncode, done.stderr) == (0, "")
    file = Path(done.stdout.split(": ")[1].strip())
    assert str(home / "data") in file.read_text()
    remove = [sys.executable, "-m", "daemon.cli", "service", "remove"]
    first, again = (subprocess.run(remove, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(2))
    assert str(file) in first.stdout
    assert "not installed" in again.stdout
    assert not file.exists()


@pytest.mark.parametrize("argument", ["/a b/c", '/a"b', "/a\\b", "/100%/x", "/$HOME"])
def test_no_path_is_too_strange_for_the_unit(argument: str) -> None:
    (line,) = [each for each in unit([argument]).splitlines() if each.startswith("ExecStart=")]
    quoted = line.partition("=")[2]
    assert quoted.startswith('"')
    assert quoted.replace("%%", "%").replace("$$", "$")[1:-1].replace('\\"', '"').replace("\\\\", "\\") == argument
