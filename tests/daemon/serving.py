"""`ownfeed` as a person uses it: real processes, each ended by the test that started it."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OWNFEED = [sys.executable, "-m", "daemon.cli"]
PATIENCE_SECONDS = 60
STOPS_WITHIN_SECONDS = 5
"""The promise: Ctrl-C ends the daemon within five seconds."""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def ownfeed(
    *arguments: str | Path, data_dir: Path, answer: str = "", before: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; `answer` is typed into it, `before` is a program that starts it."""
    return subprocess.run(
        [*before, *OWNFEED, *map(str, arguments), "--data-dir", str(data_dir)],
        cwd=ROOT,
        env=_environment() | environment,
        input=answer,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def _environment() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OWNFEED_")}
    return inherited | {"OWNFEED_DISCOVERY": "false", "OWNFEED_OEMBED": "false"}  # no daemon of a test asks YouTube


@dataclass
class Served:
    """A daemon that runs, and what it has printed so far."""

    process: subprocess.Popen[str]
    port: int
    data_dir: Path
    printed: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str | None:
        return self.printed.get("pairing code")

    def read_until(self, name: str) -> None:
        """Read printed lines `name: value` up to this one."""
        assert self.process.stdout is not None
        while name not in self.printed:
            line = self.process.stdout.readline()
            assert line, f"the daemon ended before it printed {name}"
            if found := re.match(r"([a-z ]+): +(.*)\n", line):
                self.printed[found[1]] = found[2]

    def ask(self, method: str, path: str, body: object = None, token: str | None = None) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)) as connection:
            connection.request(method, path, json.dumps(body).encode() if body is not None else None, headers)
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())

    def pair(self, code: str) -> dict[str, Any]:
        """Pair as the extension does, checking the proof."""
        nonce = "0123456789abcdef0123456789abcdef"
        body = {"name": "test", "nonce": nonce, "code_mac": mac(code, f"{nonce}:{self.port}")}
        status, reply = self.ask("POST", "/api/pair", body)
        assert status == 200, reply
        assert reply["proof"] == mac(code, f"{reply['server_nonce']}:{nonce}")
        return dict(reply)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it and return its exit status; it has five seconds."""
        self.process.send_signal(number)
        return self.process.wait(STOPS_WITHIN_SECONDS)


def mac(key: str, message: str) -> str:
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


@contextmanager
def serving(
    data_dir: Path,
    *arguments: str,
    until: str = "data",
    mutant: str | None = None,
    before: Sequence[str] = (),
    errors: Path | None = None,
) -> Iterator[Served]:
    """Run a daemon on a free port until the end of the block; `until` names the last line to wait for.

    errors: where its standard error goes, nowhere otherwise.
    mutant: which safeguard is taken out (a module of tests.faults.mutants); before: a program that starts it (strace …).
    """
    port = free_port()
    program = OWNFEED if mutant is None else [sys.executable, "-m", "tests.faults.mutants", mutant]
    command = [*before, *program, "serve", "--port", str(port), "--data-dir", str(data_dir), *arguments]
    with (
        (errors or Path(os.devnull)).open("a") as stderr,
        subprocess.Popen(
            command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, stderr=stderr, text=True
        ) as process,
    ):
        try:
            served = Served(process, port, data_dir)
            served.read_until(until)
            yield served
        finally:
            if process.poll() is None:
                process.kill()
