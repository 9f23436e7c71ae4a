from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from daemon.children import in_child
from daemon.jobs import train
from daemon.jobs.work import Tools
from daemon.store.models import Model, NewModel
from recsys.rankers import BoostedModel, HybridRanker

from .conftest import Clock
from .people import work
from .slates import DAY, show_slates


async def test_what_was_proven_on_the_newest_slates_serves_at_once(tools: Tools, user_id: int) -> None:
    await show_slates(tools, user_id, 250, likes="uncertainty", days_ago=30)
    assert await train.is_due(tools, user_id)

    result = await train.run(work(tools, "train", user_id, []))

    assert (result["trained"], result["passed"]) == (True, True)
    assert "better than hybrid" in str(result["reason"])
    stored = await tools.store.models.serving(user_id, "catboost")
    assert stored is not None
    assert (stored.metrics["passed"], stored.metrics["samples"], stored.metrics["slates"]) == (True, 2_500, 250)
    assert BoostedModel.from_bytes(stored.artefact).version == stored.version
    ranker = (await tools.recommender.person(user_id)).ranker()
    assert (ranker.name, ranker.version) == ("catboost", f"{stored.version} on hybrid {HybridRanker().version}")


async def test_who_clicks_by_chance_keeps_the_formula_and_is_told_why(tools: Tools, user_id: int) -> None:
    await show_slates(tools, user_id, 250, likes=None, days_ago=30)

    result = await train.run(work(tools, "train", user_id, []))

    assert (result["trained"], result["passed"]) == (True, False)
    candidate = await tools.store.models.newest(user_id, "catboost")
    assert candidate is not None
    assert (candidate.state, candidate.metrics["reason"]) == ("candidate", result["reason"])
    assert (await tools.recommender.person(user_id)).ranker().name == "hybrid"


async def test_with_too_little_to_learn_from_nothing_changes_and_the_result_says_what_is_missing(
    tools: Tools, user_id: int
) -> None:
    await show_slates(tools, user_id, 10, likes="uncertainty", days_ago=3)
    assert not await train.is_due(tools, user_id)

    result = await train.run(work(tools, "train", user_id, []))

    assert result["trained"] is False
    assert "100 of 500 cards seen" in str(result["reason"])
    assert await tools.store.models.newest(user_id, "catboost") is None


async def test_a_training_is_due_after_a_day_and_a_tenth_more(tools: Tools, user_id: int, clock: Clock) -> None:
    await show_slates(tools, user_id, 60, likes="uncertainty", days_ago=10)
    await train.run(work(tools, "train", user_id, []))
    assert not await train.is_due(tools, user_id)

    clock.now += 2 * DAY
    assert not await train.is_due(tools, user_id)  # nothing new
    await show_slates(tools, user_id, 7, likes="uncertainty", days_ago=1, seed=2)
    assert await train.is_due(tools, user_id)


async def test_running_twice_over_the_same_slates_gives_the_same_trees(tools: Tools, user_id: int) -> None:
    await show_slates(tools, user_id, 60, likes=None, days_ago=10)
    trees = []
    for _ in range(2):
        await train.run(work(tools, "train", user_id, []))
        stored = await tools.store.models.newest(user_id, "catboost")
        assert stored is not None
        trees.append(BoostedModel.from_bytes(stored.artefact).trees.as_json())
    assert trees[0] == trees[1]


async def test_a_model_that_has_become_worse_than_the_formula_gives_way_to_the_one_before(
    tools: Tools, user_id: int
) -> None:
    await show_slates(tools, user_id, 250, likes="uncertainty", days_ago=30)
    await train.run(work(tools, "train", user_id, []))
    good = await _serving(tools, user_id)
    await _serve_turned_round(tools, user_id, good)

    result = await train.run(work(tools, "train", user_id, []))

    assert (result["passed"], result["undone"]) == (False, 1)
    assert "no better than catboost" in str(result["reason"])
    assert (await _serving(tools, user_id)).model_id == good.model_id


async def test_going_back_ends_also_where_somebody_else_deletes_their_data_meanwhile(
    tools: Tools, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = (await tools.store.users.ensure("other", now=tools.clock())).user_id
    await show_slates(tools, user_id, 250, likes="uncertainty", days_ago=30)
    await train.run(work(tools, "train", user_id, []))
    await _serve_turned_round(tools, user_id, await _serving(tools, user_id))
    asked = list[str]()

    async def beside_a_wipe(function: Callable[..., Any], *given: Any) -> Any:
        asked.append(function.__name__)
        assert len(asked) < 10
        if len(asked) == 1:
            await tools.recommender.wipe(other)  # everybody is read anew
        return await in_child(function, *given)

    monkeypatch.setattr(train, "in_child", beside_a_wipe)
    assert (await train.run(work(tools, "train", user_id, [])))["undone"] == 1


async def test_without_one_before_the_formula_serves_and_the_next_model_has_to_beat_that(
    tools: Tools, user_id: int
) -> None:
    await show_slates(tools, user_id, 250, likes="uncertainty", days_ago=30)
    await train.run(work(tools, "train", user_id, []))
    good = await _serving(tools, user_id)
    await tools.store.models.rollback(user_id, "catboost")
    await _serve_turned_round(tools, user_id, good)
    await tools.store.models.rollback(user_id, "catboost")  # to the good one
    await tools.store.models.rollback(user_id, "catboost")
    await tools.recommender.models_changed(user_id)
    assert (await tools.recommender.person(user_id)).ranker().name == "hybrid"

    result = await train.run(work(tools, "train", user_id, []))

    assert (result["passed"], result["undone"]) == (True, 0)
    assert "better than hybrid" in str(result["reason"])


async def _serving(tools: Tools, user_id: int) -> Model:
    found = await tools.store.models.serving(user_id, "catboost")
    assert found is not None
    return found


async def _serve_turned_round(tools: Tools, user_id: int, good: Model) -> None:
    """Have a model serve that puts last what the good one puts first."""
    model = BoostedModel.from_bytes(good.artefact)
    turned = replace(model, trees=replace(model.trees, scale=-model.trees.scale))
    new = NewModel(
        good.kind,
        good.name,
        "turned round",
        user_id,
        good.embedding_model,
        good.feature_schema,
        good.metrics,
        turned.to_bytes(),
    )
    model_id = await tools.store.models.save(new, now=tools.clock())
    assert model_id is not None
    await tools.store.models.promote(model_id)
    await tools.recommender.models_changed(user_id)


def test_the_daemon_itself_never_loads_catboost(root: Path) -> None:
    """It takes 110 MB and half a second; a training does so in its child."""
    code = "import sys, daemon.app; sys.exit(bool({'catboost', 'pandas', 'matplotlib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0
