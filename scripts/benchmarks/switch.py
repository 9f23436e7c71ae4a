"""Another embedding model over 100,000 videos and 20,000 watches: how long it takes, how long pages wait meanwhile, how much memory.

The other model is a copy of the packaged one in a folder of its own: as fast, and as many dimensions. Twenty pages of 60 cards a
second are asked for before, when the jobs of the first start have ended, and all the while. The daemon tells how far it is four times a second: so exact are the times.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import psutil

import recsys

from .filled import Served, filled_directory, running
from .http import Client, milliseconds, wait_for_rest

VIDEOS, WATCHES, CARDS = 100_000, 20_000, 60
PAGES_BEFORE: Final = 200
PAGE_EVERY_SECONDS: Final = 0.05
LOOK_EVERY_SECONDS: Final = 0.02
PACKAGED: Final = Path(recsys.__file__).parent / "static_model"
PHASES: Final = {
    "made": "its vectors are made",
    "switched": "everything changes",
    "cleared": "the old vectors are deleted",
}


@dataclass
class _Pages:
    """Asks for pages in a thread, and keeps for each phase how long they took, in ms."""

    served: Served
    phase: str = "before"
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def ask(self) -> None:
        """Ask for one; it counts for the phase in which it was asked for."""
        phase, cards = self.phase, self._rng.choice(self._known, CARDS, replace=False)
        body = {"surface": "home", "cards": [{"video_id": each, "title": ""} for each in cards.tolist()]}
        self.taken[phase].append(milliseconds(lambda: self._client.call("POST", "/api/rank", body), 1)[0])

    def __post_init__(self) -> None:
        self._client = Client(self.served.address, self.served.token, timeout_seconds=300)
        self._known, self._rng = np.array(self.served.video_ids), np.random.default_rng(2)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask at the pace all through the block."""
        ended = threading.Event()

        def go_on() -> None:
            due_at = time.perf_counter()
            while not ended.wait(max(due_at - time.perf_counter(), 0.0)):
                due_at = time.perf_counter() + PAGE_EVERY_SECONDS
                self.ask()

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def figures(self) -> dict[str, float]:
        """Return what of each phase's pages the median, the 99th percentile and the longest took."""
        said = {"before": "before"} | {phase: f"while {what}" for phase, what in PHASES.items()}
        return {
            f"page of {CARDS} cards {words}, {name} ms": float(value)
            for phase, words in said.items()
            if self.taken[phase]
            for name, value in zip(("p50", "p99", "max"), np.percentile(self.taken[phase], (50, 99, 100)), strict=True)
        }


def measure() -> dict[str, float]:
    """Return seconds of each phase, milliseconds of pages meanwhile, and MiB more than before."""
    with filled_directory(VIDEOS, WATCHES) as (settings, ids):
        other = shutil.copytree(PACKAGED, settings.data_dir.parent / "other")
        with running(settings, ids) as served:
            held_before, before = _at_rest(served)
        with running(settings, ids, OWNFEED_EMBEDDING_MODEL=str(other)) as served:
            pages = _Pages(served, taken=before)
            with pages.asking():
                seconds, most = _switched(pages)
    return {
        **seconds,
        **pages.figures(),
        "more memory MiB": most - held_before,
        "load of the machine": os.getloadavg()[0],
    }


def _at_rest(served: Served) -> tuple[float, dict[str, list[float]]]:
    """Return the MiB a daemon holds that serves the old model, and how long its pages take."""
    wait_for_rest(Client(served.address, served.token, timeout_seconds=300))
    pages = _Pages(served)
    pages.ask()
    pages.taken.clear()
    with pages.asking():
        while len(pages.taken["before"]) < PAGES_BEFORE:
            time.sleep(PAGE_EVERY_SECONDS)
    return _held(served), pages.taken


def _switched(pages: _Pages) -> tuple[dict[str, float], float]:
    """Follow the job to its end; return the seconds of its phases, and the most MiB that were held."""
    client = Client(pages.served.address, pages.served.token, timeout_seconds=300)
    job_id, most = _job_of(client), 0.0
    began = {"made": time.perf_counter()}
    pages.phase = "made"
    while (job := client.call("GET", f"/api/jobs/{job_id}"))["state"] in ("queued", "running"):
        pages.phase = _phase(job)
        began.setdefault(pages.phase, time.perf_counter())
        most = max(most, _held(pages.served))
        time.sleep(LOOK_EVERY_SECONDS)
    if job["state"] != "done":
        raise RuntimeError(str(job["error"]))
    return _seconds(began, time.perf_counter()), most


def _seconds(began: dict[str, float], ended: float) -> dict[str, float]:
    """Return how long each phase lasted; one that was over before the daemon told of it counts as part of the one before."""
    seconds = {}
    for phase, what in reversed(PHASES.items()):
        seconds[f"{what}, s"] = ended - began.get(phase, ended)
        ended = began.get(phase, ended)
    return dict(reversed(seconds.items()))


def _job_of(client: Client) -> str:
    """Return the id of the job, which is begun at the start."""
    while True:
        status: dict[str, Any] = client.call("GET", "/api/status")
        if found := [job["job_id"] for job in status["jobs"] if job["kind"] == "switch"]:
            return str(found[0])
        time.sleep(LOOK_EVERY_SECONDS)


def _phase(job: dict[str, Any]) -> str:
    """Return the phase a job tells of: all vectors are there, or the index is filled and the old ones go."""
    if job["message"].startswith(("Index", "Deleting")):
        return "cleared"
    return "switched" if job["total"] is not None and job["done"] >= job["total"] else "made"


def _held(served: Served) -> float:
    return float(psutil.Process(served.pid).memory_info().rss) / 2**20
