"""A history comes in by batches or as a file of any size, and importing it twice changes nothing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import pytest

from daemon import disk
from tests.daemon.given import takeout_row, video_id
from tests.daemon.running import Daemon


def watch(number: int, **more: Any) -> dict[str, Any]:
    about = {"video_id": video_id(number), "title": f"Baking bread {number}", "channel_name": "Oven"}
    return {"kind": "watch", "occurred_at": "2026-11-01T10:00:00Z", **about, **more}


async def test_records_are_counted(daemon: Daemon) -> None:
    batch = {"source": "takeout", "data": [watch(1), watch(2), {"kind": "watch"}, {"kind": "search", "query": "x"}]}
    first = await daemon.post("/api/videos/import", batch)
    assert first == {"imported": 2, "duplicates": 0, "errors": 2, "future": 0, "new": 2, "existing": 0, "job_id": None}
    again = await daemon.post("/api/videos/import", batch)
    assert (again["imported"], again["duplicates"]) == (0, 2)


async def test_an_import_is_felt_in_the_feed(daemon: Daemon) -> None:
    data = [watch(n, occurred_at=f"2026-11-01T10:{n:02}:00Z") for n in range(30)]
    await daemon.post("/api/videos/import", {"source": "takeout", "data": data})
    status = await daemon.get("/api/status")
    assert status["state"] in ("all_watched", "building_personas", "ready")
    assert status["counts"]["signals"] == 30
    assert (await daemon.get("/api/videos?hide_watched=false"))["total"] == 30


async def test_a_file_of_another_type_than_json_becomes_a_job(daemon: Daemon) -> None:
    rows = [takeout_row(f"Baking bread {n}", video_id(n), f"2026-11-01T10:{n:02}:00Z") for n in range(20)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Takeout/YouTube and YouTube Music/history/watch-history.json", json.dumps(rows))
    headers = {"Authorization": f"Bearer {daemon.token}", "Content-Type": "application/zip"}
    queued = await daemon.ask("POST", "/api/videos/import", headers=headers, data=io.BytesIO(packed.getvalue()))
    assert queued.status == 200
    await daemon.settled()
    job = await daemon.get(f"/api/jobs/{queued.json['job_id']}")
    assert (job["state"], job["error"]) == ("done", None)
    assert job["result"]["new"] == 20
    assert (await daemon.get("/api/status"))["counts"]["signals"] == 20
    assert list((daemon.data_dir / "uploads").iterdir()) == []


async def test_too_many_records_are_sent_back(daemon: Daemon) -> None:
    data = [{"kind": "watch"}] * 2_001
    assert (await daemon.ask("POST", "/api/videos/import", {"source": "takeout", "data": data})).status == 413


@pytest.mark.parametrize(
    ("spare", "tells"), [(-1, True), (10, True), (10, False)], ids=["none", "too little", "unsaid"]
)
async def test_a_file_there_is_no_room_for_is_refused_with_a_sentence_and_leaves_nothing(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, spare: int, tells: bool
) -> None:
    free = {"bytes": disk.LEAST_FREE_BYTES + spare}
    monkeypatch.setattr(disk, "free_bytes", lambda _: free["bytes"])

    async def in_chunks() -> AsyncIterator[bytes]:
        for _ in range(100):
            free["bytes"] -= 1
            yield b"x" * 10_000

    headers = {"Authorization": f"Bearer {daemon.token}", "Content-Type": "application/zip"}
    data = io.BytesIO(b"x" * 1_000_000) if tells else in_chunks()
    refused = await daemon.ask("POST", "/api/videos/import", headers=headers, data=data)
    assert (refused.status, refused.json["error"]["code"]) == (507, "disk_full")
    assert refused.json["error"]["message"].endswith("free some space and import it again.")
    uploads = daemon.data_dir / "uploads"
    assert not uploads.exists() or list(uploads.iterdir()) == []
    assert [job["kind"] for job in (await daemon.get("/api/status"))["jobs"] if job["kind"] == "import"] == []
