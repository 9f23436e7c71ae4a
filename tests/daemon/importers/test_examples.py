"""The example archives and the example browser history give exactly the rows that stand beside them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.importers.exports import reading

pytestmark = pytest.mark.needs_shared

TAKEOUTS = [f"takeout-{locale}-{suffix}" for locale in ("en", "de", "fr", "es", "ja") for suffix in ("html", "json")]
SKIPPED = {"ad", "removed", "other"}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def utc(occurred_at: float) -> str:
    return datetime.fromtimestamp(occurred_at, UTC).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("name", TAKEOUTS)
def test_an_example_takeout_gives_its_expected_rows(name: str, shared_dir: Path) -> None:
    folder = shared_dir / "takeout-examples"
    result = reading(folder / f"{name}.zip")
    rows = lines(folder / f"{name}.expected.jsonl")
    assert [
        (r.video_id, r.title, r.channel_name, r.channel_id, utc(r.occurred_at), r.is_music) for r in result.of("watch")
    ] == [
        (
            row["video_id"],
            row["title"],
            row["channel"],
            row["channel_url"] and row["channel_url"].rpartition("/")[2],
            row["time_utc_s"],
            row["kind"] == "music",
        )
        for row in rows
        if row["kind"] not in SKIPPED
    ]
    posts = result.skipped.pop("post", 0)
    assert Counter(row["kind"] for row in rows if row["kind"] in SKIPPED) == Counter(result.skipped) + Counter(
        other=posts
    )


@pytest.mark.parametrize("name", TAKEOUTS)
def test_an_example_takeout_gives_searches_likes_playlists_and_subscriptions(name: str, shared_dir: Path) -> None:
    result = reading(shared_dir / "takeout-examples" / f"{name}.zip")
    assert [record.query for record in result.of("search")] == [
        "sourdough starter",
        "postgres index tuning",
        "beginner guitar chords",
    ]
    assert [len(result.of(kind)) for kind in ("like", "saved", "subscribe")] == [7, 7, 12]
    assert result.notes == []


def test_the_example_browser_history_gives_its_expected_visits(shared_dir: Path) -> None:
    folder = shared_dir / "browser-history-example"
    result = reading(folder / "History")
    visits = [
        (row["video_id"], row["title"] or "", row["visit_time_utc"][:19] + "Z")
        for row in lines(folder / "History.expected.jsonl")
    ]
    watches = result.of("watch")
    assert sorted((watch.video_id, watch.title or "", utc(watch.occurred_at)) for watch in watches) == sorted(visits)
    assert result.skipped == {"other": 7}  # reloads
    assert sum(watch.watch_seconds is not None for watch in watches) == 140
