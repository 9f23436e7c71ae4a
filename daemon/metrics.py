"""What is measured while the daemon runs; nothing here holds a title, an id or a name of a person."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

LOOK_EVERY_SECONDS: Final = 0.5
_FAST: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
"""Seconds: what is measured lies between half a millisecond and some seconds."""


class Metrics:
    """One registry for each application, so that two in one process do not add up."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Histogram(
            "ownfeed_request_seconds",
            "Time to answer",
            ["method", "route", "status"],
            buckets=_FAST,
            registry=self.registry,
        )
        self._stages = Histogram(
            "ownfeed_stage_seconds", "Time of a stage of the pipeline", ["stage"], buckets=_FAST, registry=self.registry
        )
        self._lag = Histogram(
            "ownfeed_loop_lag_seconds", "How late the event loop comes", buckets=_FAST, registry=self.registry
        )
        self._errors = Counter("ownfeed_failures", "Answers with a status of 500 and above", registry=self.registry)
        self._gauges: dict[str, Gauge] = {}

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Take down one request; `route` is the pattern, never the path."""
        self._requests.labels(method, route, str(status)).observe(seconds)
        if status >= 500:
            self._errors.inc()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Take down how long a stage of the pipeline takes."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._stages.labels(name).observe(time.perf_counter() - began)

    async def watch_the_loop(self) -> None:
        """Take down, twice a second, how much later than asked the loop wakes us."""
        loop = asyncio.get_running_loop()
        while True:
            due_at = loop.time() + LOOK_EVERY_SECONDS
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            self._lag.observe(max(loop.time() - due_at, 0.0))

    def text(self, gauges: Mapping[str, tuple[str, Mapping[str, float]]]) -> bytes:
        """Return everything in Prometheus's form.

        gauges: by name, what it is and its value for each value of the label `what` ("" for a single one).
        """
        for name, (description, values) in gauges.items():
            gauge = self._gauges.get(name)
            if gauge is None:
                gauge = self._gauges[name] = Gauge(name, description, ["what"], registry=self.registry)
            gauge.clear()
            for what, value in values.items():
                gauge.labels(what).set(value)
        return generate_latest(self.registry)
