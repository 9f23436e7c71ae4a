"""[P1] What leaves this machine: the daemon under strace, with its switches off and on, beside the README's own table."""

from __future__ import annotations

import ipaddress
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.daemon.serving import ROOT, Served, serving
from tests.faults import strace
from tests.faults.everything import PATIENCE_SECONDS, use, wait_for_jobs
from tests.faults.trial import Outcome, Say, Trial

OFF: Final = ("OWNFEED_DISCOVERY=false", "OWNFEED_OEMBED=false", "OWNFEED_YOUTUBE_API_KEY=")
ON: Final = (
    "OWNFEED_DISCOVERY=true",
    "OWNFEED_OEMBED=true",
    "OWNFEED_YOUTUBE_API_KEY=a-key",
    "OWNFEED_REQUEST_SPACING_SECONDS=0",
)
HEADING: Final = "## What may leave this machine"
ADDRESS: Final = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')


def told(readme: str) -> set[str]:
    """Return the hosts the README's table lets the daemon ask; what the browser asks for the popup is not among them."""
    rows = [line.split("|") for line in readme.split(HEADING)[1].splitlines() if line.startswith("|")][2:]
    return {
        host
        for _, _, to_whom, when, *_ in rows
        if "popup" not in when
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
            found, addresses = _used(place, switches, allowed, mutant)
            outcome.failures += [f"{name}: {host} was asked, which no table names" for host in sorted(found - allowed)]
            outcome.failures += [f"{name}: {host} was not asked, as the table says" for host in sorted(allowed - found)]
            outcome.failures += [f"{name}: {each} was connected" for each in sorted(addresses) if not _is_here(each)]
        say(f"  {outcome.times} times, {len(outcome.failures)} failures")
    outcome.figures = {"hosts of the table": ", ".join(sorted(hosts))}
    return outcome


def _used(folder: Path, switches: tuple[str, ...], hosts: set[str], mutant: str) -> tuple[set[str], set[str]]:
    """Return the names that were looked up and the addresses that were sent to or connected."""
    calls, names = folder / "calls", folder / "names"
    names.touch()
    what = ("-D", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(calls))
    before = ("env", f"LOOKED_UP={names}", *switches, "strace", *what)
    with serving(folder / "data", until="pairing code", mutant=mutant, before=before) as daemon:
        token = str(daemon.pair(daemon.code or "")["token"])
        use(daemon, token, folder)
        _wait_for(hosts, names, daemon, token)
        daemon.stop()
    found = (first or second for first, second in ADDRESS.findall(calls.read_text(encoding="ascii", errors="replace")))
    return set(_lines(names)), set(found)


def _wait_for(hosts: set[str], names: Path, daemon: Served, token: str) -> None:
    """Return when all these were looked up and the jobs are at rest, or after a while."""
    until = time.monotonic() + PATIENCE_SECONDS / 2
    while not hosts <= set(_lines(names)) and time.monotonic() < until:
        time.sleep(0.1)
    wait_for_jobs(daemon, token)


def _lines(names: Path) -> Iterator[str]:
    yield from names.read_text(encoding="utf-8").split()


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
