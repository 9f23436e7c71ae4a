"""One keep-alive connection to the daemon, without an HTTP library's own cost in the figures."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np

from recsys.steps import Steps

LOOK_EVERY_SECONDS: Final = 0.5


def answers(url: str) -> bool:
    """Return whether somebody answers 200 there."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


class Client:
    """A paired program that keeps its connection."""

    def __init__(self, address: str, token: str, *, timeout_seconds: float = 30) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=timeout_seconds)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def call(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """Return the JSON reply; RuntimeError for anything but 200."""
        payload = None if body is None else json.dumps(body)
        self._connection.request(method, path, payload, self._headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        return dict(json.loads(content))


def wait_for_rest(client: Client, *, seconds: float = 3.0) -> None:
    """Return once no job is queued or runs, and none has come for so long: what a start begins would be measured too."""
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < seconds:
        time.sleep(LOOK_EVERY_SECONDS)
        status: dict[str, Any] = client.call("GET", "/api/status")
        if not status["jobs"] or any(each["state"] in ("queued", "running") for each in status["jobs"]):
            quiet_since = time.monotonic()


def milliseconds(act: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the median and the 99th percentile of `times` calls, one after the other."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1_000)
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 99))


def longest_step(begin: Callable[[], Steps[object]], times: int) -> float:
    """Return the median milliseconds of the step of long work that takes longest."""
    taken = [_step_milliseconds(begin()) for _ in range(times)]
    return float(np.median(np.array(taken), axis=0).max())


def _step_milliseconds(steps: Steps[object]) -> list[float]:
    taken, is_left = list[float](), True
    while is_left:
        began = time.perf_counter()
        try:
            next(steps)
        except StopIteration:
            is_left = False
        taken.append((time.perf_counter() - began) * 1_000)
    return taken
