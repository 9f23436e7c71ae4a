"""`python -m tests.faults.lag PORT`: how long `/healthz` takes, asked every 20 ms on one connection until the input ends.

A process of its own, for whoever makes the load is busy itself. At the end it prints JSON as `Lag` has it.
"""

from __future__ import annotations

import http.client
import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from tests.daemon.serving import PATIENCE_SECONDS, ROOT

EVERY_SECONDS = 0.02


@dataclass(slots=True)
class Lag:
    """What was measured, in milliseconds."""

    answers: list[float] = field(default_factory=list)
    """How long each answer took."""
    late: list[float] = field(default_factory=list)
    """By how much the asker itself, which does nothing else, woke up too late: the noise of the machine."""
    failures: list[str] = field(default_factory=list)


@contextmanager
def lag_watched(port: int) -> Iterator[Lag]:
    """Ask until the end of the block; what is yielded is filled then."""
    lag = Lag()
    command = [sys.executable, "-m", "tests.faults.lag", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield lag
        finally:
            told, _ = process.communicate()
    measured = json.loads(told)
    lag.answers, lag.late, lag.failures = measured["answers"], measured["late"], measured["failures"]


def _watch(port: int) -> Lag:
    lag, connection = Lag(), http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    slept_from = time.perf_counter()
    while not select.select([sys.stdin], [], [], EVERY_SECONDS)[0]:
        began = time.perf_counter()
        lag.late.append(max((began - slept_from - EVERY_SECONDS) * 1000, 0.0))
        try:
            connection.request("GET", "/healthz")
            reply = connection.getresponse()
            reply.read()
        except (OSError, http.client.HTTPException) as error:
            lag.failures.append(f"healthz: {type(error).__name__}")
            connection.close()
        else:
            lag.answers.append((time.perf_counter() - began) * 1000)
            if reply.status != 200:
                lag.failures.append(f"healthz: {reply.status}")
        slept_from = time.perf_counter()
    return lag


if __name__ == "__main__":
    print(json.dumps(asdict(_watch(int(sys.argv[1])))))
