from __future__ import annotations

from daemon.jobs import weights
from daemon.jobs.work import Tools
from daemon.recommender.making import Asked
from daemon.store.videos import VideoFacts
from recsys.rankers.hybrid import HybridConfig

from .people import BREAD, videos, watch, work

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
