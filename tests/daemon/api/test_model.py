"""Which ranker serves and why, as a program is told."""

from __future__ import annotations

import pytest

from daemon.jobs import weights
from daemon.jobs.work import Tools
from daemon.keys import JOBS, RECOMMENDER, SETTINGS, STORE
from recsys.rankers.hybrid import HybridConfig
from tests.daemon.given import card, event
from tests.daemon.jobs.slates import show_slates
from tests.daemon.jobs.test_weights import watch_hits
from tests.daemon.running import Daemon

STATUS = "/api/videos/model/status"


async def train(daemon: Daemon, slates: int, likes: str | None) -> None:
    """Show slates and ask for a training as a program does; return when it has ended."""
    app = daemon.app
    await daemon.settled()  # else the start finds the slates too, and one training follows another
    tools = Tools(app[STORE], app[RECOMMENDER], app[SETTINGS], daemon.clock)
    await show_slates(tools, daemon.user_id, slates, likes=likes, days_ago=30)
    job_id = (await daemon.post("/api/videos/model/train", None))["job_id"]
    await app[JOBS].settled()
    assert (await daemon.get(f"/api/jobs/{job_id}"))["state"] == "done"


async def test_before_there_is_anything_to_learn_from_it_says_what_is_missing(daemon: Daemon) -> None:
    status = await daemon.get(STATUS)
    assert (status["trained"], status["ranker"], status["last_trained"]) == (False, "hybrid", None)
    reason = "It is too early: 0 of 500 cards seen, 0 of 20 wanted. Until then hybrid, which needs no training, ranks."
    assert status["gate"] == {"passed": False, "reason": reason, "figures": {}}


async def test_a_model_that_passed_ranks_the_next_page_and_says_how_much_better_it_is(daemon: Daemon) -> None:
    await train(daemon, 250, "uncertainty")
    status = await daemon.get(STATUS)
    assert (status["trained"], status["ranker"], status["samples"]) == (True, "catboost", 2_500)
    assert status["gate"]["passed"]
    assert status["gate"]["figures"]["gain low"] > 0
    assert status["metrics"]["ndcg@10"] > status["metrics"]["ndcg@10 in use"]
    assert status["last_trained"].startswith("2026-11-18")
    page = await daemon.post("/api/rank", {"surface": "home", "cards": [card(1, "A rocket"), card(2, "A loaf")]})
    assert page["ranker"] == "catboost"


async def test_the_dial_overrides_what_was_proven(daemon: Daemon) -> None:
    await train(daemon, 250, "uncertainty")
    for chosen in ("hybrid", "persona"):
        await daemon.ask("PUT", "/api/settings", {"ranker": chosen})
        status = await daemon.get(STATUS)
        assert (status["ranker"], status["gate"]["reason"].endswith(f"you chose {chosen}.")) == (chosen, True)
    await daemon.ask("PUT", "/api/settings", {"ranker": "auto"})
    assert (await daemon.get(STATUS))["ranker"] == "catboost"


@pytest.mark.parametrize("pair", [["hybrid", "catboost"], ["auto", "hybrid"], ["persona", "catboost"]])
async def test_the_trained_ranker_is_compared_as_soon_as_it_serves(daemon: Daemon, pair: list[str]) -> None:
    await daemon.ask("PUT", "/api/settings", {"compare": pair})
    page = {"surface": "home", "cards": [card(1, "A rocket"), card(2, "A loaf"), card(3, "A rook")]}
    assert (await daemon.post("/api/rank", page))["ranker"] == "hybrid"
    assert "no two rankers to compare" in (await daemon.get("/api/comparison"))["message"]

    await train(daemon, 250, "uncertainty")
    names = ["catboost" if each == "auto" else each for each in pair]
    ranked = await daemon.post("/api/rank", page)
    assert ranked["ranker"] == names[0]
    await daemon.settled()
    click = event("click", 1, slate_id=ranked["slate_id"], surface="home")
    await daemon.post("/api/signals", {"events": [click]})
    told = await daemon.get("/api/comparison")
    assert ([told["first"], told["second"]], told["wins"] + told["losses"]) == (pair, 1)
    assert told["message"] == "No difference is sure yet after 1 clicked lists."


async def test_a_model_that_did_not_pass_is_told_of_and_does_not_serve(daemon: Daemon) -> None:
    await train(daemon, 150, None)
    status = await daemon.get(STATUS)
    assert (status["trained"], status["ranker"], status["gate"]["passed"]) == (True, "hybrid", False)
    assert status["gate"]["reason"].startswith("It orders the newest pages")


async def test_a_model_of_another_feature_table_waits_for_the_next_training(daemon: Daemon) -> None:
    await train(daemon, 250, "uncertainty")
    store, recommender = daemon.app[STORE], daemon.app[RECOMMENDER]
    serving = await store.models.serving(daemon.user_id, "catboost")
    assert serving is not None
    stale = serving.artefact.replace(b'"uncertainty"', b'"shoe_size"')
    await store._database.write(lambda connection: connection.execute("UPDATE models SET artefact = ?", (stale,)))
    await recommender.models_changed(daemon.user_id)
    status = await daemon.get(STATUS)
    assert (status["ranker"], status["gate"]["passed"]) == ("hybrid", False)
    assert "another feature table" in status["gate"]["reason"]


async def test_a_model_serves_again_after_everything_was_read_anew(daemon: Daemon) -> None:
    await train(daemon, 250, "uncertainty")
    await daemon.app[RECOMMENDER]._memory.renew()
    assert (await daemon.get(STATUS))["ranker"] == "catboost"


async def test_weights_that_were_fitted_are_told_with_when_and_defaults_are_not(daemon: Daemon) -> None:
    app, user_id = daemon.app, daemon.user_id
    await daemon.settled()  # else the start asks for the same jobs
    tools = Tools(app[STORE], app[RECOMMENDER], app[SETTINGS], daemon.clock)
    await weights.renew(tools, user_id)  # too little to learn from: the defaults
    assert (await daemon.get(STATUS))["metrics"] == {}

    await watch_hits(tools, user_id)
    await daemon.post("/api/videos/model/train", None)
    await app[JOBS].settled()

    metrics = (await daemon.get(STATUS))["metrics"]
    assert metrics["weight_views"] > HybridConfig().views
    assert metrics["weights_fitted_at"] == daemon.clock()
