"""Starting at login: one file for the system's own supervisor, a systemd user unit or a launchd agent."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from daemon.errors import OwnFeedError, PersonError

ROOT: Final = Path(__file__).resolve().parent.parent
UNIT: Final = "ownfeed.service"
LABEL: Final = "ownfeed.daemon"


class LoginService(Protocol):
    """What a system keeps running for a person."""

    @property
    def file(self) -> Path:
        """The one file it consists of."""

    def install(self, data_dir: Path) -> None:
        """Write the file and start it, now and at each login; raises PersonError or OwnFeedError."""

    def remove(self) -> bool:
        """Stop it and take the file away; return whether it was there."""


def login_service() -> LoginService:
    """Return this system's; raises PersonError where there is none we know."""
    if sys.platform == "darwin":
        return LaunchAgent()
    if sys.platform.startswith("linux") and shutil.which("systemctl"):
        return SystemdUnit()
    raise PersonError("This system has no supervisor we know (systemd, launchd); have `scripts/run` started at login.")


def command(data_dir: Path) -> list[str]:
    """Return what is started."""
    return [sys.executable, "-m", "daemon.cli", "serve", "--data-dir", str(data_dir)]


class SystemdUnit:
    """A unit of the person's own systemd."""

    @property
    def file(self) -> Path:
        """The unit file."""
        config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
        return Path(config) / "systemd" / "user" / UNIT

    def install(self, data_dir: Path) -> None:
        """Write the unit, and enable and start it."""
        is_new = not self.file.exists()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(unit(command(data_dir)), encoding="utf-8")
        try:
            _call("systemctl", "--user", "daemon-reload")
        except OwnFeedError:  # no systemd of this person's runs, as in a container …
            if is_new:
                self.file.unlink()  # … and so `remove` could not take it away
            raise
        _call("systemctl", "--user", "enable", UNIT)
        _call("systemctl", "--user", "restart", UNIT)

    def remove(self) -> bool:
        """Stop, disable and delete the unit."""
        if not self.file.exists():
            return False
        _call("systemctl", "--user", "disable", "--now", UNIT)
        self.file.unlink()
        _call("systemctl", "--user", "daemon-reload")
        return True


class LaunchAgent:
    """An agent of the person's own launchd."""

    @property
    def file(self) -> Path:
        """The property list."""
        return Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist"

    def install(self, data_dir: Path) -> None:
        """Write the agent and load it."""
        self.remove()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(agent(command(data_dir)))
        _call("launchctl", "bootstrap", _domain(), str(self.file))

    def remove(self) -> bool:
        """Unload and delete the agent."""
        if not self.file.exists():
            return False
        _call("launchctl", "bootout", f"{_domain()}/{LABEL}", may_fail=True)  # it may have been stopped by hand
        self.file.unlink()
        return True


def unit(arguments: Sequence[str]) -> str:
    """Return the unit file; ends of the daemon's own accord are left alone, crashes are not."""
    return f"""[Unit]
Description=OwnFeed, your YouTube home page ranked on your own machine

[Service]
ExecStart={" ".join(map(_quoted, arguments))}
WorkingDirectory={str(ROOT).replace("%", "%%")}
Restart=on-failure
RestartSec=5

[Install]
WantedBy=default.target
"""


def agent(arguments: Sequence[str]) -> bytes:
    """Return the property list."""
    return plistlib.dumps(
        {
            "Label": LABEL,
            "ProgramArguments": list(arguments),
            "WorkingDirectory": str(ROOT),
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ProcessType": "Background",
        }
    )


def _quoted(argument: str) -> str:
    """Return an argument as systemd reads it back."""
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'


def _domain() -> str:
    return f"gui/{os.getuid()}"


def _call(*arguments: str, may_fail: bool = False) -> None:
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OwnFeedError(f"{arguments[0]} could not be called ({error}).") from error
    if done.returncode and not may_fail:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise OwnFeedError(f"`{' '.join(arguments)}` failed: {said[-1] if said else f'status {done.returncode}'}")
