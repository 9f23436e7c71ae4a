"""[P1] What leaves this machine: the daemon under strace, with its switches off and on, beside the README's own table."""

from __future__ import annotations

import ipaddress
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from daemon.sources.transcripts import YOUTUBE
from tests.daemon.serving import ROOT, Served, serving
from tests.faults import strace
from tests.faults.everything import PATIENCE_SECONDS, use, wait_for_jobs
from tests.faults.looking import looked_at
from tests.faults.mutants.looks_up_nothing import APART
from tests.faults.trial import Outcome, Say, Trial

OFF: Final = (
    "OWNFEED_DISCOVERY=false",
    "OWNFEED_OEMBED=false",
    "OWNFEED_TRANSCRIPTS=false",
    "OWNFEED_YOUTUBE_API_KEY=",
)
ON: Final = (
    "OWNFEED_DISCOVERY=true",
    "OWNFEED_OEMBED=true",
    "OWNFEED_TRANSCRIPTS=true",
    "OWNFEED_TRANSCRIPT_SPACING_SECONDS=0",
    "OWNFEED_YOUTUBE_API_KEY=a-key",
    "OWNFEED_REQUEST_SPACING_SECONDS=0",
)
HEADING: Final = "## What may leave this machine"
ADDRESS: Final = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')


@dataclass
class Seen:
    """What is seen of a daemon, which writes the names it looks up to a file; its children's stand beside it."""

    names: Path
    calls: list[Path] = field(default_factory=list)
    """What strace writes, once for each start."""

    def watching(self, switches: tuple[str, ...], calls: Path) -> tuple[str, ...]:
        """Return what stands before the command of a daemon that is watched."""
        self.calls.append(calls)
        what = ("-D", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(calls))
        return ("env", f"LOOKED_UP={self.names}", *switches, "strace", *what)

    @property
    def hosts(self) -> set[str]:
        """All names that were looked up."""
        return _words(self.names) | self.by_children

    @property
    def by_children(self) -> set[str]:
        """Those that a child of the daemon looked up."""
        return _words(self.names.with_name(self.names.name + APART))

    @property
    def addresses(self) -> set[str]:
        """The addresses that were sent to or connected."""
        text = "".join(each.read_text(encoding="ascii", errors="replace") for each in self.calls)
        return {first or second for first, second in ADDRESS.findall(text)}


def _words(path: Path) -> set[str]:
    return set(path.read_text(encoding="utf-8").split()) if path.exists() else set()


def told(readme: str, *, of_browser: bool = False) -> set[str]:
    """Return the hosts the README's table lets the daemon ask, or those that pages of ours in the browser may ask."""
    rows = [line.split("|") for line in readme.split(HEADING)[1].splitlines() if line.startswith("|")][2:]
    return {
        host
        for _, _, to_whom, when, *_ in rows
        if ("popup" in when) == of_browser
        for host in re.findall(r"`((?:[a-z0-9-]+\.)+[a-z]{2,})[/`]", to_whom)
    }


def run(times: int, _seed: int, folder: Path, say: Say, mutant: str = "looks_up_nothing", only: str = "") -> Outcome:
    """Use the daemon with all switches off, and with all on, so many times; `only` in one of both ways where it is given."""
    outcome, hosts = Outcome(), told((ROOT / "README.md").read_text(encoding="utf-8"))
    for outcome.times in range(1, times + 1):
        for name, switches, allowed in (("off", OFF, set[str]()), ("on", ON, hosts)):
            if only not in ("", name):
                continue
            place = folder / f"{name}{outcome.times}"
            place.mkdir()
            seen = _used(place, switches, allowed, mutant)
            found = seen.hosts
            outcome.failures += [f"{name}: {host} was asked, which no table names" for host in sorted(found - allowed)]
            outcome.failures += [f"{name}: {host} was not asked, as the table says" for host in sorted(allowed - found)]
            outcome.failures += [
                f"{name}: {each} was connected" for each in sorted(seen.addresses) if not _is_here(each)
            ]
            if allowed and YOUTUBE not in seen.by_children:
                outcome.failures.append(f"{name}: no transcript was asked for, which a process of its own does")
        say(f"  {outcome.times} times, {len(outcome.failures)} failures")
    outcome.figures = {"hosts of the table": ", ".join(sorted(hosts))}
    return outcome


def _used(folder: Path, switches: tuple[str, ...], hosts: set[str], mutant: str) -> Seen:
    """Use a daemon, then start it once more as if hours had passed: what it does each hour it does at once."""
    data, seen = folder / "data", Seen(folder / "names")
    with serving(data, until="pairing code", mutant=mutant, before=seen.watching(switches, folder / "first")) as daemon:
        token = str(daemon.pair(daemon.code or "")["token"])
        use(daemon, token, folder)
        daemon.stop()
    with looked_at(data / "ownfeed.db") as connection, connection:
        connection.execute("DELETE FROM schedule")
    with serving(data, mutant=mutant, before=seen.watching(switches, folder / "second")) as daemon:
        _wait_for(hosts, seen, daemon, token)
        daemon.stop()
    return seen


def _wait_for(hosts: set[str], seen: Seen, daemon: Served, token: str) -> None:
    """Return when all these were looked up, a child has too, and the jobs are at rest, or after a while."""
    until = time.monotonic() + PATIENCE_SECONDS / 2
    while hosts and not (hosts <= seen.hosts and seen.by_children) and time.monotonic() < until:
        time.sleep(0.1)
    wait_for_jobs(daemon, token)


def _is_here(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback


TRIAL: Final = Trial(
    "P1",
    "leaving",
    "the daemon connects nothing but loopback with its switches off, and exactly the README's hosts with them on",
    run,
    long=10,
    needs=strace.lacking,
)
