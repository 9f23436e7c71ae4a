"""What a person sees of another embedding model: how far it is, that it serves, or in one sentence why it does not."""

from __future__ import annotations

from pathlib import Path

from recsys.embedding import DEFAULT_MODEL
from tests.daemon.given import card
from tests.daemon.running import Clock, running
from tests.daemon.second_model import write_second_model

CARDS = [card(n, f"Baking sourdough bread, part {n}") for n in range(100)]


async def test_a_daemon_started_with_another_model_ends_up_with_it(tmp_path: Path, clock: Clock) -> None:
    second = write_second_model(tmp_path / "second")
    async with running(tmp_path / "data", clock=clock) as daemon:
        await daemon.post("/api/rank", {"surface": "home", "cards": CARDS})
        await daemon.settled()
        before = (await daemon.get("/api/videos"))["total"]
        told = (await daemon.get("/api/status"))["embedding"]
        assert told == {"in_service": DEFAULT_MODEL, "wanted": DEFAULT_MODEL, "message": ""}

    async with running(tmp_path / "data", clock=clock, embedding_model=second) as daemon:
        assert (await daemon.get("/api/videos"))["total"] == before
        await daemon.settled()

        status = await daemon.get("/api/status")
        assert status["embedding"] == {"in_service": second, "wanted": second, "message": ""}
        done = next(job for job in status["jobs"] if job["kind"] == "switch")
        assert (done["state"], done["result"]) == ("done", {"model": second, "embedded": 100, "deleted": 100})
        assert (await daemon.get("/api/videos"))["total"] == before
        assert len((await daemon.get("/api/videos/video000003/similar"))["videos"]) > 0


async def test_a_model_that_does_not_load_is_told_and_the_feed_goes_on(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path / "data", clock=clock) as daemon:
        await daemon.post("/api/rank", {"surface": "home", "cards": CARDS})
        await daemon.settled()

    async with running(tmp_path / "data", clock=clock, embedding_model=str(tmp_path / "nothing")) as daemon:
        await daemon.settled()

        status = await daemon.get("/api/status")
        assert status["embedding"]["in_service"] == DEFAULT_MODEL
        assert "could not be loaded (There is no model.onnx in" in status["embedding"]["message"]
        failed = next(job for job in status["jobs"] if job["kind"] == "switch")
        assert (failed["state"], failed["error"]) == ("failed", status["embedding"]["message"])
        assert len((await daemon.get("/api/videos?topic=bread"))["videos"]) > 0
