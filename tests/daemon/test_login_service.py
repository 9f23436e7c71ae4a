"""`ownfeed service`: what is installed starts this daemon, and removing it leaves nothing."""

from __future__ import annotations

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from daemon import login_service
from tests.daemon.serving import ownfeed


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A home directory, and a supervisor on the path that writes down what it is told."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("systemctl", "launchctl"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho {name} "$@" >> "{tmp_path}/calls"\ntest ! -e "{tmp_path}/fails"\n')
        program.chmod(0o755)
    return {"HOME": str(tmp_path), "XDG_CONFIG_HOME": "", "PATH": f"{programs}:{os.environ['PATH']}"}


def calls(home: dict[str, str]) -> list[str]:
    written = Path(home["HOME"]) / "calls"
    return written.read_text().splitlines() if written.exists() else []


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd")


@linux
def test_installing_writes_one_unit_that_starts_this_daemon_and_removing_takes_it_away(
    home: dict[str, str], tmp_path: Path
) -> None:
    data = tmp_path / "my data"
    done = ownfeed("service", "install", data_dir=data, **home)
    assert (done.returncode, done.stderr) == (0, "")
    unit = tmp_path / ".config/systemd/user/ownfeed.service"
    assert str(unit) in done.stdout
    (started,) = [line.partition("=")[2] for line in unit.read_text().splitlines() if line.startswith("ExecStart=")]
    assert shlex.split(started) == [sys.executable, "-m", "daemon.cli", "serve", "--data-dir", str(data)]
    assert calls(home) == [
        "systemctl --user daemon-reload",
        "systemctl --user enable ownfeed.service",
        "systemctl --user restart ownfeed.service",
    ]
    if shutil.which("systemd-analyze"):
        verified = subprocess.run(
            ["systemd-analyze", "verify", "--user", unit],
            env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert verified.returncode == 0, verified.stderr


@linux
def test_removing_leaves_nothing(home: dict[str, str], tmp_path: Path) -> None:
    ownfeed("service", "install", data_dir=tmp_path / "data", **home)
    environment = os.environ | home
    remove = [sys.executable, "-m", "daemon.cli", "service", "remove"]
    first, again = (
        subprocess.run(remove, env=environment, capture_output=True, text=True, check=False) for _ in range(2)
    )
    assert (first.returncode, again.returncode) == (0, 0)
    assert "not installed" in again.stdout
    assert not (tmp_path / ".config/systemd/user/ownfeed.service").exists()
    assert calls(home)[3:] == ["systemctl --user disable --now ownfeed.service", "systemctl --user daemon-reload"]


@linux
def test_a_supervisor_that_fails_is_told_in_a_sentence(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "fails").touch()
    done = ownfeed("service", "install", data_dir=tmp_path / "data", **home)
    assert done.returncode == 1
    assert "`systemctl --user daemon-reload` failed" in done.stderr


def test_the_agent_of_a_mac_is_written_loaded_and_taken_away(
    home: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "PATH"):
        monkeypatch.setenv(name, home[name])
    agent = login_service.LaunchAgent()
    agent.install(tmp_path / "my data")
    told = plistlib.loads(agent.file.read_bytes())
    assert told["ProgramArguments"][-2:] == ["--data-dir", str(tmp_path / "my data")]
    assert told["KeepAlive"] == {"SuccessfulExit": False}
    assert agent.remove()
    assert not agent.file.exists()
    assert not agent.remove()
    domain = f"gui/{os.getuid()}"
    assert calls(home) == [f"launchctl bootstrap {domain} {agent.file}", f"launchctl bootout {domain}/ownfeed.daemon"]


@pytest.mark.parametrize("argument", ["/a b/c", '/a"b', "/a\\b", "/100%/x", "/$HOME"])
def test_no_path_is_too_strange_for_the_unit(argument: str) -> None:
    (line,) = [each for each in login_service.unit([argument]).splitlines() if each.startswith("ExecStart=")]
    quoted = line.partition("=")[2]
    assert quoted.startswith('"')
    assert quoted.replace("%%", "%").replace("$$", "$")[1:-1].replace('\\"', '"').replace("\\\\", "\\") == argument
