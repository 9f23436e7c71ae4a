"""The daemon is killed while it works; the next start takes the work up where it was left."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.daemon.given import takeout_row

from .serving import PATIENCE_SECONDS, Served, serving

RECORDS = 8_000


def _history() -> bytes:
    rows = [
        takeout_row(
            f"Bread {number}",
            f"bread{number:06d}",
            f"2026-01-{number // 1440 + 1:02d}T{number // 60 % 24:02d}:{number % 60:02d}:00.000Z",
        )
        for number in range(RECORDS)
    ]
    return json.dumps(rows).encode()


@contextmanager
def _jobs(daemon: Served, token: str) -> Iterator[Iterator[dict[str, Any]]]:
    """Yield the jobs' changes from now on."""
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", "/api/events", headers={"Authorization": f"Bearer {token}"})
    reply = connection.getresponse()
    assert reply.readline() == b": listening\n"
    try:
        yield _read(reply)
    finally:
        connection.close()


def _read(reply: http.client.HTTPResponse) -> Iterator[dict[str, Any]]:
    is_job = False
    for line in reply:
        if line.startswith(b"event: "):
            is_job = line == b"event: job\n"
        elif is_job and line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def _upload(daemon: Served, token: str, history: bytes) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=PATIENCE_SECONDS)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    connection.request("POST", "/api/videos/import", history, headers)
    job_id: str = json.loads(connection.getresponse().read())["job_id"]
    connection.close()
    return job_id


def _status(daemon: Served, token: str) -> dict[str, Any]:
    return dict(daemon.ask("GET", "/api/status", token=token)[1])


def _is_import(job: dict[str, Any]) -> bool:
    return bool(job["kind"] == "import")


def test_an_import_cut_off_by_a_kill_is_finished_by_the_next_start(tmp_path: Path) -> None:
    with serving(tmp_path / "data", until="pairing code") as daemon:
        assert daemon.code is not None
        token = daemon.pair(daemon.code)["token"]
        with _jobs(daemon, token) as jobs:
            _upload(daemon, token, _history())
            half_done = next(job for job in jobs if _is_import(job) and 0 < job["done"] < job["total"])
            daemon.process.kill()
        assert half_done["state"] == "running"

    with serving(tmp_path / "data") as daemon:
        token = (tmp_path / "data" / "cli-token").read_text()
        with _jobs(daemon, token) as jobs:
            while not any(_is_import(job) and job["state"] == "done" for job in _status(daemon, token)["jobs"]):
                next(jobs)
        status = _status(daemon, token)

    again, cut_off = filter(_is_import, status["jobs"])
    assert (cut_off["state"], cut_off["error"]) == ("failed", "OwnFeed was stopped while this ran.")
    assert again["state"] == "done"
    assert again["result"]["new"] + again["result"]["skipped"] == RECORDS
    assert status["counts"]["signals"] == RECORDS
    assert list((tmp_path / "data" / "uploads").iterdir()) == []
