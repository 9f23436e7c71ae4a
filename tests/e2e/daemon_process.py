"""The real daemon, started as a person starts it, on a free port with a data directory of its own."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


class DaemonProcess:
    """`ownfeed serve` in a process; can be stopped and started again on the same port and data."""

    def __init__(
        self,
        data_dir: Path,
        *,
        program: Sequence[str] = ("daemon.cli",),
        port: int = 0,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Nothing is started yet; port: a free one otherwise; program: what `python -m` runs, such as `tests.faults.mutants NAME`.

        settings: variables of the environment, beside those of this process.
        """
        self.data_dir = data_dir
        self._settings = settings or {}
        self._program = program
        self.port = port or _free_port()
        self.code = ""
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        """Where the extension finds it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def runs(self) -> bool:
        """Whether it was started and not stopped."""
        return self._process is not None

    async def start(self, *, new: bool = True) -> None:
        """Start and wait until it serves; a new one prints a pairing code, one with clients does not."""
        command = ["-m", *self._program, "serve", "--port", str(self.port), "--data-dir", str(self.data_dir)]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=None,
            env=os.environ
            | {"PYTHONUNBUFFERED": "1", "OWNFEED_DISCOVERY": "false", "OWNFEED_OEMBED": "false"}
            | dict(self._settings),
        )
        async with asyncio.timeout(PATIENCE_SECONDS):
            self.code = await self._printed(r"pairing code: (\S+)" if new else rf"({re.escape(self.address)})")

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it as Ctrl-C does, or with another signal, and wait until it is gone."""
        if self._process is None:
            return
        self._process.send_signal(number)
        await self._process.communicate()
        self._process = None

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        """Ask as the command line does; return the reply's JSON."""
        return await asyncio.to_thread(self._ask, path, body)

    async def get(self, path: str) -> Any:
        """Ask as the command line does; return the reply's JSON."""
        return await asyncio.to_thread(self._ask, path, None)

    async def put(self, path: str, body: dict[str, Any]) -> Any:
        """Ask for a change as the command line does; return the reply's JSON."""
        return await asyncio.to_thread(self._ask, path, body, "PUT")

    async def remove(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Ask for a deletion as the command line does; return the reply's JSON."""
        return await asyncio.to_thread(self._ask, path, body or {}, "DELETE")

    async def ranks(self) -> None:
        """Wait until it has read its data and its model: the first order after a start takes a second more."""
        await self.post("/api/rank", {"surface": "home", "cards": []})

    async def _printed(self, pattern: str) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        seen = b""
        async for line in self._process.stdout:
            seen += line
            if found := re.search(pattern, line.decode()):
                return found.group(1)
        raise AssertionError(f"the daemon ended without saying {pattern!r}: {seen.decode()}")

    def _ask(self, path: str, body: dict[str, Any] | None, method: str | None = None) -> Any:
        token = (self.data_dir / "cli-token").read_text(encoding="utf-8").strip()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}{path}", data=data, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as reply:
            return json.load(reply)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
