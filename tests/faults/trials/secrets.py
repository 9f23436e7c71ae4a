"""[S5] After everything was done, at log level debug and under umask 000: no token anywhere, nothing readable by others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

from tests.daemon.serving import Served, serving
from tests.faults.everything import TITLE, use
from tests.faults.trial import Outcome, Say, Trial

KEY: Final = "AIzaSyA-key-that-nobody-may-read-anywhere"
SETTINGS: Final = f'youtube_api_key = "{KEY}"\nyoutube_api_address = "http://127.0.0.1:9"\nlog_level = "debug"\n'
"""Nobody listens on that port, so that what is asked with the key fails, and is told."""


def run(times: int, _seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Use it, look into every file, at every process, and at all modes; so many times."""
    outcome = Outcome()
    for outcome.times in range(1, times + 1):
        place = folder / str(outcome.times)
        place.mkdir()
        outcome.failures += _found(place, mutant)
        say(f"  {outcome.times} times, {len(outcome.failures)} failures")
    return outcome


def _found(folder: Path, mutant: str | None) -> Iterator[str]:
    log, data = folder / "log", folder / "data"
    openly = ("sh", "-c", 'umask 000; exec "$@" 2>>"$0"', str(log))
    with serving(data, until="pairing code", mutant=mutant, before=openly) as daemon:
        code = daemon.code or ""
        daemon.stop()
    settings = data / "ownfeed.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    settings.chmod(0o600)
    with serving(data, until="data", mutant=mutant, before=openly) as daemon:
        token = str(daemon.pair(code)["token"])
        commands = (data / "cli-token").read_text(encoding="utf-8")
        secrets = {"a program's token": token, "the commands' token": commands, "the key": KEY}
        printed = use(daemon, token, folder)
        yield from _processes(daemon, secrets)
        yield from _files(data, secrets | {"a pairing code": code}, log)
        yield from (f"a command printed {name}" for name, secret in secrets.items() if secret in "".join(printed))
        yield from _modes(data)
        daemon.stop()
    text = log.read_text(encoding="utf-8")
    if "DEBUG" not in text and "INFO" not in text:
        yield "nothing was logged, so nothing was tried"
    yield from (f"{what} is in the log" for what in (TITLE, token, commands, KEY, code) if what in text)


def _processes(daemon: Served, secrets: dict[str, str]) -> Iterator[str]:
    own = psutil.Process(daemon.process.pid)
    for each in (own, *own.children(recursive=True)):
        told = " ".join([*each.cmdline(), *each.environ().values()])
        yield from (f"{name} is in the process list" for name, secret in secrets.items() if secret in told)


def _files(data: Path, secrets: dict[str, str], log: Path) -> Iterator[str]:
    """Look into all files, the log among them; where a secret lives is no finding, nor is a used code left in the database."""
    at_home = {("the commands' token", "cli-token"), ("the key", "ownfeed.toml")}
    for file in (*filter(Path.is_file, data.rglob("*")), log):
        content = file.read_bytes()
        for name, secret in secrets.items():
            is_used_code = name == "a pairing code" and file.name.startswith("ownfeed.db")
            if secret.encode() in content and (name, file.name) not in at_home and not is_used_code:
                yield f"{name} is in {file.name}"


def _modes(data: Path) -> Iterator[str]:
    for each in (data, *data.rglob("*")):
        mode = each.stat().st_mode & 0o777
        if mode != (0o700 if each.is_dir() else 0o600):
            yield f"{each.name} has the mode {mode:o}"


TRIAL: Final = Trial(
    "S5",
    "secrets",
    "no token, key or title in logs, files, backups or the process list; everything is for its owner alone",
    run,
    long=20,
)
