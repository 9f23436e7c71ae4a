"""The daemon under strace: which calls it made, in their order; or with calls that fail on purpose."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

RECORDED: Final = (
    "openat",
    "pwrite64",
    "write",
    "writev",
    "sendto",
    "fsync",
    "fdatasync",
    "ftruncate",
    "unlink",
    "rename",
)


def lacking() -> str | None:
    """Return why strace cannot be used here, or None."""
    if not sys.platform.startswith("linux"):
        return "strace, which only Linux has"
    return None if shutil.which("strace") else "strace (on Debian: apt-get install strace)"


def recorder(log: Path) -> Sequence[str]:
    """Return what stands before a command whose calls are written to `log`, with all bytes.

    The command's process stays ours (-D): who kills it kills the program, not strace.
    """
    what = ",".join(RECORDED)
    return ("strace", "-D", "-f", "-q", "-y", "-xx", "-s", "1000000", "--seccomp-bpf", "-o", str(log), "-e", what)


def has_ended(log: Path, pid: int) -> bool:
    """Return whether strace has written down the end of the process, which is the last it does."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 100))
        last = file.read().decode().splitlines()[-1:]
    return any(re.match(rf"{pid} +\+\+\+ killed", line) for line in last)


@dataclass(slots=True)
class Call:
    """One call that succeeded; `began` and `ended` are places in the order of all."""

    name: str
    began: int
    ended: int
    arguments: str
    path: str
    """Of the file it was about; of a descriptor the path, of a socket `socket:[…]`."""
    data: bytes = b""
    offset: int = 0


_LINE: Final = re.compile(
    r"(?P<thread>\d+) +(?:<\.\.\. \w+ resumed>(?P<rest>.*)|(?P<name>\w+)\((?P<arguments>.*))", re.S
)
_RESULT: Final = re.compile(r"(?P<arguments>.*)\) += (?P<result>-?\d+).*", re.S)
_UNFINISHED: Final = " <unfinished ...>"
_PATH: Final = re.compile(r'^(?:\d+<([^>]*)>|(?:\w+<[^>]*>, )?"([^"]*)")')
_STRING: Final = re.compile(r'"([^"]*)"')


def calls(log: Path) -> Iterator[Call]:
    """Yield the calls in the order of their ends; one that was cut off by the kill comes last, for it may have happened."""
    open_calls: dict[str, tuple[int, str, str]] = {}
    place = 0
    with log.open(encoding="ascii") as lines:
        for place, line in enumerate(lines):
            found = _LINE.match(line.rstrip("\n"))
            if found is None:
                continue
            thread = found["thread"]
            if found["name"] is not None:
                began, name, text = place, found["name"], found["arguments"]
                if text.endswith(_UNFINISHED):
                    open_calls[thread] = (began, name, text.removesuffix(_UNFINISHED))
                    continue
            else:
                began, name, text = open_calls.pop(thread)
                text += found["rest"]
            result = _RESULT.match(text)
            if result is not None and not result["result"].startswith("-"):
                yield _call(name, began, place, result["arguments"])
    for began, name, text in open_calls.values():
        yield _call(name, began, place + 1, text)


def _call(name: str, began: int, ended: int, arguments: str) -> Call:
    path = _PATH.match(arguments)
    call = Call(name, began, ended, arguments, _bytes(path[1] or path[2]).decode() if path else "")
    if name in ("pwrite64", "write", "writev", "sendto"):
        call.data = b"".join(_bytes(text) for text in _STRING.findall(arguments))
    if name in ("pwrite64", "ftruncate"):
        call.offset = int(arguments.rpartition(", ")[2])
    return call


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
