"""What is told to Prometheus: every figure the dashboard and the alerts ask for, and nothing of a person."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
from prometheus_client.parser import text_string_to_metric_families

from daemon.keys import STORE
from daemon.store.slates import LoggedSlate, SlateItem
from tests.daemon.given import card, event, video_id
from tests.daemon.running import Daemon


async def figures(daemon: Daemon) -> dict[str, float]:
    """Every sample by its name and labels."""
    reply = await daemon.ask("GET", "/metrics")
    assert reply.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return {
        f"{sample.name} {' '.join(sample.labels.values())}".strip(): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


async def used(daemon: Daemon) -> None:
    await daemon.post(
        "/api/rank", {"surface": "home", "cards": [card(n, f"Secret title {n}", "Secret channel") for n in range(20)]}
    )
    await daemon.post("/api/signals", {"events": [event("thumbs_up", 1)]})
    await daemon.get("/api/videos")
    await daemon.ask("GET", "/api/videos/abcdefghijk")


async def test_requests_are_counted_under_their_route_and_stages_under_their_name(daemon: Daemon) -> None:
    await used(daemon)
    told = await figures(daemon)
    assert told["ownfeed_request_seconds_count POST /api/rank 200"] == 1
    assert told["ownfeed_request_seconds_count GET /api/videos/{video_id} 404"] == 1
    for stage in ("filters", "features", "ranking", "ordering", "reasons", "candidates"):
        assert told[f"ownfeed_stage_seconds_count {stage}"] >= 1
    assert told["ownfeed_stored videos"] == 20
    assert told["ownfeed_stored signals"] == 1
    assert told["ownfeed_resident_bytes"] > 10**7
    assert told["ownfeed_failures_total"] == 0


async def test_nothing_of_a_person_is_in_it(daemon: Daemon) -> None:
    await used(daemon)
    text = (await daemon.ask("GET", "/metrics")).text
    assert "ecret" not in text
    assert not re.search(r"video\d{6}|abcdefghijk", text)


async def test_every_figure_that_dashboard_and_alerts_ask_for_is_told(daemon: Daemon, root: Path) -> None:
    await used(daemon)
    names = set(re.findall(r"^(?:# HELP )?(ownfeed_\w+)", (await daemon.ask("GET", "/metrics")).text, re.MULTILINE))
    folder = root / "docs" / "grafana"
    dashboard = json.loads((folder / "ownfeed.json").read_text(encoding="utf-8"))
    asked = " ".join(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    asked += (folder / "alerts.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"ownfeed_\w+", asked)) <= names


async def test_scores_that_move_away_from_those_of_the_week_are_told_in_deviations(daemon: Daemon) -> None:
    await used(daemon)
    assert abs((await figures(daemon))["ownfeed_score_drift"]) < 1
    for number in range(40):
        await daemon.app[STORE].slates.log(usual_feed(daemon, number))
    assert (await figures(daemon))["ownfeed_score_drift"] < -3


def usual_feed(daemon: Daemon, number: int) -> LoggedSlate:
    """A feed of this week whose scores lie far above any of today."""
    return LoggedSlate(
        slate_id=f"usual-{number}",
        user_id=daemon.user_id,
        surface="home",
        ranker="hybrid",
        ranker_version="1",
        embedding_model="none",
        feature_names=(),
        context="{}",
        created_at=daemon.clock() - 3_600 + number,
        items=[SlateItem(video_id(n), 1_000.0 + n, 1.0, "persona", "show", None) for n in range(20)],
        features=np.zeros((20, 0), np.float32),
    )
