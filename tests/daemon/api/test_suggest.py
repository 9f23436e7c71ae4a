"""Suggested interests: named without a model, cited from the person's own videos, and accepted like any other interest."""

from __future__ import annotations

from tests.daemon.lived import lived
from tests.daemon.running import Daemon


async def test_before_there_are_personas_nothing_is_suggested(daemon: Daemon) -> None:
    assert await daemon.post("/api/videos/categories/suggest", {}) == {"suggestions": [], "model": "off"}


async def test_an_accepted_suggestion_is_an_interest_that_can_be_switched_off_and_is_not_suggested_again(
    daemon: Daemon,
) -> None:
    await lived(daemon)
    await daemon.clustered()
    suggestions = (await daemon.post("/api/videos/categories/suggest", {}))["suggestions"]
    assert suggestions
    first = suggestions[0]
    assert {"rust", "borrow", "checker", "lifetimes"} & set(first["keywords"])
    assert "“Rust borrow checker" in first["reasoning"]
    accepted = {"name": first["name"], "keywords": first["keywords"], "source": "suggested"}
    kept = await daemon.post("/api/videos/categories", accepted)
    assert (kept["source"], kept["active"]) == ("suggested", True)
    again = (await daemon.post("/api/videos/categories/suggest", {}))["suggestions"]
    assert first["name"] not in [each["name"] for each in again]
    off = await daemon.ask("PUT", f"/api/videos/categories/{kept['id']}", {"active": False})
    assert off.json["active"] is False
