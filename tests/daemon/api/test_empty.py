"""With an empty database every route answers with its state and a sentence, never an error."""

from __future__ import annotations

from typing import Any

import pytest

from tests.daemon.running import Daemon

SENTENCE = "message"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/healthz", {"status": "ok", "api_version": 1}),
        ("/api/videos/trending", {"videos": []}),
        ("/api/videos/categories", {"categories": []}),
        ("/api/videos/personas", {"personas": []}),
        ("/api/videos/model/status", {"trained": False, "ranker": "hybrid", "samples": 0}),
        ("/api/videos/quota", {"used_today": 0, "limit": 10_000, "reset_at": "2026-11-19T08:00:00.000Z"}),
        ("/api/rules", {"rules": []}),
        ("/api/status", {"state": "no_videos", "egress_today": {}, "backups": [], "last_errors": []}),
        ("/api/settings", {"hide_watched": True, "impressions_before_hiding": 3, "ranker": "auto"}),
    ],
)
async def test_an_empty_database_is_no_error(daemon: Daemon, path: str, expected: dict[str, Any]) -> None:
    answer = await daemon.get(path)
    assert expected.items() <= answer.items()


async def test_states_come_with_a_sentence(daemon: Daemon) -> None:
    for path in ("/api/videos", "/api/videos?mood=calm", "/api/videos?persona=3", "/api/status"):
        assert (await daemon.get(path))["message"]
    for path in ("/api/videos/trending", "/api/videos/personas"):
        assert (await daemon.get(path))["message"]


async def test_interests_can_be_asked_for_before_there_are_enough_videos(daemon: Daemon) -> None:
    queued = await daemon.post("/api/videos/personas/refresh", {"k": 4})
    assert (await daemon.get(f"/api/jobs/{queued['job_id']}"))["kind"] == "personas"
    assert (await daemon.ask("POST", "/api/videos/personas/refresh", {"k": 1})).status == 400
    assert (await daemon.ask("POST", "/api/videos/personas/merge", {"indexes": [0, 1]})).status == 404
    assert (await daemon.ask("PATCH", "/api/videos/personas/0", {"muted": True})).status == 404
