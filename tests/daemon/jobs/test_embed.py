from __future__ import annotations

from daemon.jobs import embed
from daemon.jobs.work import Tools
from daemon.store.videos import VideoFacts

from .people import BREAD, videos, work


async def test_every_described_video_has_its_vector_afterwards_and_the_catalogue_knows_it(
    tools: Tools, user_id: int
) -> None:
    stored = videos(BREAD, "Bread", 150)
    await tools.store.videos.put(user_id, stored, "import", now=tools.clock())
    await tools.recommender.reload(user_id)
    assert await embed.is_due(tools, None)

    reports: list[tuple[int, int | None]] = []
    result = await embed.run(work(tools, "embed", None, reports))

    assert result == {"embedded": 150}
    assert reports == [(64, 150), (128, 150), (150, 150)]
    assert not await embed.is_due(tools, None)
    catalog = tools.recommender.catalog
    assert catalog.has_vector[catalog.rows(each.video_id for each in stored)].all()


async def test_running_it_again_embeds_nothing_twice(tools: Tools, user_id: int) -> None:
    await tools.store.videos.put(user_id, videos(BREAD, "Bread", 3), "import", now=tools.clock())

    assert await embed.run(work(tools, "embed", None, [])) == {"embedded": 3}
    assert await embed.run(work(tools, "embed", None, [])) == {"embedded": 0}


async def test_a_title_without_a_known_word_is_not_tried_for_ever(tools: Tools, user_id: int) -> None:
    wordless = [VideoFacts("wordless___", title="\u2800\u2800"), VideoFacts("undescribed")]
    await tools.store.videos.put(user_id, wordless, "card", now=tools.clock())

    await embed.run(work(tools, "embed", None, []))

    assert not await embed.is_due(tools, None)
