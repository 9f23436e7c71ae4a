"""A daemon whose writes fail for a while, as those of a broken disk do; it notices nothing else of strace."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SYNCS: Final = "fsync,fdatasync"
WRITES: Final = "pwrite64,ftruncate"
LETTING_GO_SECONDS: Final = 20.0
"""How long strace may take to let go of a daemon, which it does at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Which calls fail, on which files, how, and from the how-manieth to the how-manieth."""

    calls: str
    files: Sequence[Path]
    error: str
    first: int
    last: int


@contextmanager
def failing(pid: int, fault: Fault, log: Path) -> Iterator[Callable[[], int]]:
    """Make calls of a running process fail until the end of the block; yields how many have failed so far."""
    paths = [part for file in fault.files for part in ("-P", str(file))]
    when = f"inject={fault.calls}:error={fault.error}:when={fault.first}..{fault.last}"
    command = [
        "strace",
        "-f",
        "-p",
        str(pid),
        "-s",
        "0",
        "-o",
        str(log),
        *paths,
        "-e",
        f"trace={fault.calls}",
        "-e",
        when,
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert "attached" in line, line
        try:
            yield lambda: log.read_text(encoding="ascii").count("(INJECTED)")
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Have strace let go. Beside a busy daemon it once did not end; killed, the kernel lets go for it, and the trial is the same."""
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=LETTING_GO_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
