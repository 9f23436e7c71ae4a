from __future__ import annotations

import logging
from dataclasses import asdict
from pathlib import Path

import orjson
import pytest

from daemon.events import Events
from daemon.jobs import train, weights
from daemon.jobs.work import Tools
from daemon.recommender import Recommender
from daemon.recommender.dials import Dials
from daemon.recommender.making import Asked
from daemon.store import Store
from daemon.store.backup import write_backup
from daemon.store.models import NewModel
from daemon.store.videos import VideoFacts
from recsys.rankers.hybrid import HybridConfig, HybridRanker

from .conftest import Clock
from .people import BREAD, videos, watch, work
from .slates import show_slates

DAY = 86_400.0


def shelf(tools: Tools, count: int = 400) -> list[VideoFacts]:
    """Return videos alike in all but their views, every tenth of them a hit."""
    return [
        VideoFacts(
            f"shelf{number:06d}",
            title=f"word{number}",
            channel_name=f"channel {number}",
            view_count=20_000_000 if number % 10 == 0 else 500 + number,
            published_at=tools.clock() - 60 * DAY,
        )
        for number in range(count)
    ]


async def know(tools: Tools, user_id: int, seen: list[VideoFacts]) -> None:
    await tools.store.videos.put(user_id, seen, "card", now=tools.clock())
    await tools.recommender.videos_found(user_id, [each.video_id for each in seen])


async def watch_hits(tools: Tools, user_id: int) -> None:
    hits = shelf(tools)
    await know(tools, user_id, hits)
    for place, hit in enumerate(hits[::10]):
        await watch(tools, user_id, [hit], days_ago=40.0 - place)


async def test_who_watches_hits_gets_weight_on_views_and_feels_it_in_the_next_page(tools: Tools, user_id: int) -> None:
    await watch_hits(tools, user_id)
    assert await weights.is_due(tools, user_id)

    result = await weights.run(work(tools, "weights", user_id, []))

    person = await tools.recommender.person(user_id)
    assert result["positives"] == 40
    assert person.hybrid.config.views > HybridConfig().views
    assert person.ranker() is person.hybrid
    cards = [VideoFacts("hit________", title="something", view_count=9_000_000),
             VideoFacts("small______", title="otherwise", view_count=700)]  # fmt: skip
    ranked = await tools.recommender.rank(user_id, cards[::-1], Asked("home"))
    assert ranked.items[0].video_id == "hit________"


async def test_they_are_fitted_again_when_a_tenth_is_new_and_kept_over_a_restart(tools: Tools, user_id: int) -> None:
    await watch_hits(tools, user_id)
    await weights.run(work(tools, "weights", user_id, []))
    assert not await weights.is_due(tools, user_id)

    await watch(tools, user_id, videos(BREAD, "Bread", 5))
    assert await weights.is_due(tools, user_id)

    person = await tools.recommender.person(user_id)
    fitted = person.hybrid
    await tools.recommender.models_changed(user_id)  # read from the store, as at a start
    assert person.hybrid == fitted


async def test_few_positives_are_not_fitted(tools: Tools, user_id: int) -> None:
    await watch(tools, user_id, videos(BREAD, "Bread", 12))
    assert not await weights.is_due(tools, user_id)


async def test_deleted_data_leave_no_weights(tools: Tools, user_id: int) -> None:
    await watch_hits(tools, user_id)
    await weights.run(work(tools, "weights", user_id, []))

    await tools.recommender.wipe(user_id)

    assert (await tools.recommender.person(user_id)).hybrid.config == HybridConfig()
    assert await tools.store.models.newest(user_id, weights.KIND) is None


async def test_a_backup_has_them_and_a_daemon_started_on_it_serves_them(
    tools: Tools, user_id: int, tmp_path: Path
) -> None:
    await watch_hits(tools, user_id)
    await weights.run(work(tools, "weights", user_id, []))
    fitted = (await tools.recommender.person(user_id)).hybrid

    write_backup(tools.settings.database, tmp_path / "copy.db")
    copy = await Store.open(tmp_path / "copy.db")
    restarted = Recommender(copy, tools.settings, Events(), tools.clock)
    restarted.start()
    await restarted.ready()

    assert (await restarted.person(user_id)).hybrid == fitted
    await restarted.close()
    await copy.close()


async def test_the_dials_multiply_on_top_of_them(tools: Tools, user_id: int) -> None:
    await watch_hits(tools, user_id)
    await weights.run(work(tools, "weights", user_id, []))
    cards = [VideoFacts("hit________", title="something", view_count=9_000_000),
             VideoFacts("small______", title="otherwise", view_count=700)]  # fmt: skip

    async def lead() -> float:
        ranked = await tools.recommender.rank(user_id, cards, Asked("home"))
        scores = {each.video_id: each.score for each in ranked.items}
        return scores["hit________"] - scores["small______"]

    by_views = await lead()
    (await tools.recommender.person(user_id)).dials = Dials(view_health=0.0)
    assert by_views > 0
    assert await lead() < by_views


async def test_a_training_fits_them_first_and_is_judged_on_what_it_will_stand_on(tools: Tools, user_id: int) -> None:
    await watch_hits(tools, user_id)
    await show_slates(tools, user_id, 250, likes="uncertainty", days_ago=30)

    await train.run(work(tools, "train", user_id, []))

    person = await tools.recommender.person(user_id)
    assert person.hybrid.config != HybridConfig()
    assert person.ranker().version.endswith(f"on hybrid {person.hybrid.version}")
    fitted, trained = [await tools.store.models.newest(user_id, kind) for kind in (weights.KIND, train.KIND)]
    assert fitted is not None
    assert trained is not None
    assert fitted.model_id < trained.model_id


async def test_new_weights_make_a_training_due_the_next_day(tools: Tools, user_id: int, clock: Clock) -> None:
    await show_slates(tools, user_id, 60, likes="uncertainty", days_ago=10)
    await train.run(work(tools, "train", user_id, []))
    clock.now += 2 * DAY
    assert not await train.is_due(tools, user_id)

    await watch_hits(tools, user_id)
    await weights.run(work(tools, "weights", user_id, []))
    assert await train.is_due(tools, user_id)


USUAL = asdict(HybridConfig())


@pytest.mark.parametrize(
    "artefact",
    [
        b"",
        b"[]",
        b"{}",
        orjson.dumps(USUAL | {"shoe_size": 1.0}),
        orjson.dumps(USUAL | {"views": -1.0}),
        orjson.dumps(USUAL | {"views": float("nan")}),
        orjson.dumps(USUAL | {"views": "2"}),
    ],
)
async def test_weights_that_are_not_todays_give_way_to_the_defaults_and_the_log_says_so(
    tools: Tools, user_id: int, artefact: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    made = NewModel(weights.KIND, weights.KIND, "1", user_id, tools.settings.embedding_model, "", {}, artefact)
    model_id = await tools.store.models.save(made, now=tools.clock())
    assert model_id is not None
    await tools.store.models.promote(model_id)

    with caplog.at_level(logging.WARNING):
        await tools.recommender.models_changed(user_id)

    assert (await tools.recommender.person(user_id)).hybrid == HybridRanker()
    assert f"the weights {model_id} of user {user_id} cannot be used" in caplog.text


async def test_weights_of_another_version_are_fitted_again_at_once(tools: Tools, user_id: int) -> None:
    await watch_hits(tools, user_id)
    await weights.run(work(tools, "weights", user_id, []))
    assert not await weights.is_due(tools, user_id)

    older = "UPDATE models SET metrics = json_remove(metrics, '$.weights.views')"
    await tools.store._database.write(lambda connection: connection.execute(older))

    assert await weights.is_due(tools, user_id)
