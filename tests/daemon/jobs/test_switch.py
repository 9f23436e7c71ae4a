"""Another embedding model takes over without a gap: at no moment does a feed hold less than before."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from daemon.errors import NotReady
from daemon.events import Events
from daemon.jobs import embed, personas, switch
from daemon.jobs.work import Tools
from daemon.recommender import Recommender, loading
from daemon.recommender.embedding import BATCH, Backlog
from daemon.recommender.library import Library
from daemon.recommender.making import Asked
from daemon.settings import Settings, load_settings
from daemon.store import Store
from daemon.store.backup import write_backup
from daemon.store.channels import Subscription
from daemon.store.connection import opened
from daemon.store.embedding_service import Moved
from daemon.store.rules import Rule
from recsys.catalog import Catalog
from recsys.embedding import DEFAULT_MODEL, Embedder
from tests.daemon.second_model import DIMENSIONS, write_second_model

from .conftest import Clock
from .people import BREAD, SPACE, videos, watch, work

UNSEEN = [*videos(BREAD, "Rolls", 40), *videos(SPACE, "Stars", 40)]


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_second_model(tmp_path_factory.mktemp("models") / "second")


@asynccontextmanager
async def started(data_dir: Path, model: str, clock: Clock) -> AsyncIterator[Tools]:
    """What a daemon with this setting has when it has loaded, before any job runs."""
    settings = load_settings(data_dir=data_dir, embedding_model=model)
    store = await Store.open(settings.database)
    recommender = Recommender(store, settings, Events(), clock)
    recommender.start()
    try:
        await recommender.ready()
        yield Tools(store, recommender, settings, clock)
    finally:
        await recommender.close()
        await store.close()


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of somebody with two personas, one renamed, one muted, and eighty videos they have not seen."""
    data_dir = tmp_path_factory.mktemp("life") / "data"
    asyncio.run(_live(data_dir, Clock()))
    return data_dir


@pytest.fixture
def lived(life: Path, tmp_path: Path) -> Path:
    """A copy of these data."""
    return shutil.copytree(life, tmp_path / "data")


async def _live(data_dir: Path, clock: Clock) -> None:
    async with started(data_dir, DEFAULT_MODEL, clock) as tools:
        user_id = (await tools.store.users.first_or_new(now=clock())).user_id
        await watch(tools, user_id, videos(BREAD, "Bread", 24), days_ago=2)
        await watch(tools, user_id, videos(SPACE, "Space", 24), days_ago=1)
        await tools.store.videos.put(user_id, UNSEEN, "card", now=clock())
        await tools.recommender.reload(user_id)
        await embed.run(work(tools, "embed", None, []))
        await personas.run(work(tools, "personas", user_id, [], k=2))
        of_space = [row.sample_video_ids[0][:5] for row in await tools.store.personas.all(user_id)].index("Space")
        await tools.store.personas.change(user_id, of_space, {"label": "Up there", "weight": 1.5})
        await tools.store.personas.change(user_id, 1 - of_space, {"muted": True})


async def offered(tools: Tools) -> set[str]:
    """The ids of the feed that is made this moment."""
    await tools.recommender.settled()
    return {item.video.video_id for item in (await tools.recommender.feed(1)).items}


async def has_all(tools: Tools) -> bool:
    """Whether every video has its vector of the model that serves, in memory and in the store."""
    catalog = tools.recommender.catalog
    return bool(catalog.has_vector.all()) and await tools.store.vectors.count_missing(tools.recommender.model) == 0


async def with_every_vector(tools: Tools) -> Embedder:
    """Make all vectors of the model that is set; return it."""
    embedder = await tools.recommender.switching.embedder()
    backlog = Backlog(tools.store)
    while await backlog.embed_some(embedder):
        pass
    return embedder


async def test_the_old_model_serves_until_the_new_one_knows_every_video(lived: Path, clock: Clock, second: str) -> None:
    async with started(lived, second, clock) as tools:
        before = await offered(tools)
        assert before == {each.video_id for each in UNSEEN}
        assert tools.recommender.model == DEFAULT_MODEL
        assert await switch.is_due(tools, None)
        embedder = await tools.recommender.switching.embedder()
        backlog = Backlog(tools.store)
        while await backlog.embed_some(embedder):
            assert await offered(tools) == before
            assert await has_all(tools)
            assert second in tools.recommender.switching.sentence

        await switch.run(work(tools, "switch", None, []))

        assert (tools.recommender.model, tools.recommender.catalog.dimensions) == (second, DIMENSIONS)
        assert await offered(tools) == before
        assert await has_all(tools)
        assert tools.recommender.switching.sentence == ""
        assert await tools.store.vectors.count(DEFAULT_MODEL) == 0
        assert not await switch.is_due(tools, None)


async def test_names_weights_and_mutes_come_along_and_are_kept_by_the_next_clustering(
    lived: Path, clock: Clock, second: str
) -> None:
    async with started(lived, second, clock) as tools:
        await switch.run(work(tools, "switch", None, []))
        moved = tools.recommender.personas(1)
        assert moved.centroids.shape == (2, DIMENSIONS)
        assert await personas.is_due(tools, 1)

        await personas.run(work(tools, "personas", 1, [], k=2))

        rows = {row.sample_video_ids[0][:5]: row for row in await tools.store.personas.all(1)}
        assert (rows["Space"].label, rows["Space"].weight, rows["Space"].muted) == ("Up there", 1.5, False)
        assert rows["Bread"].muted
        assert set(moved.labels) == {row.label for row in rows.values()}
        assert not await personas.is_due(tools, 1)


@pytest.mark.parametrize(
    "killed_after", ["the start", "a batch", "every vector", "the switch in the store", "some deletions"]
)
async def test_a_kill_at_any_step_loses_nothing_and_the_next_start_goes_on(
    lived: Path, clock: Clock, second: str, killed_after: str
) -> None:
    left = lived.parent / "left"
    async with started(lived, second, clock) as tools:
        before = await offered(tools)
        await _up_to(tools, killed_after)
        write_backup(tools.settings.database, left / "ownfeed.db")  # what lies on the disk at this moment

    async with started(left, second, clock) as tools:
        assert await offered(tools) == before
        assert await has_all(tools)
        await switch.run(work(tools, "switch", None, []))
        assert tools.recommender.model == second
        assert await offered(tools) == before
        assert await has_all(tools)
        assert not await switch.is_due(tools, None)


async def _up_to(tools: Tools, step: str) -> None:
    if step == "the start":
        return
    embedder = await tools.recommender.switching.embedder()
    await Backlog(tools.store).embed_some(embedder)
    if step == "a batch":
        return
    await with_every_vector(tools)
    if step == "every vector":
        return
    assert await tools.recommender.switch_to(embedder)
    if step == "some deletions":
        await tools.store.embedding.fill_index(50)
        await tools.store.embedding.forget_others([embedder.name], 50)


async def test_videos_that_come_during_the_switch_are_candidates_at_once_and_after_it(
    lived: Path, clock: Clock, second: str
) -> None:
    async with started(lived, second, clock) as tools:
        embedder = await with_every_vector(tools)
        new = videos(SPACE, "Comet", 20)
        await tools.recommender.rank(1, new, Asked("home"))
        await tools.recommender.written()
        assert {each.video_id for each in new} <= await offered(tools)
        assert await has_all(tools)

        assert await tools.recommender.switch_to(embedder)

        assert tools.recommender.model == second
        assert {each.video_id for each in new} <= await offered(tools)
        assert await has_all(tools)


async def test_who_scrolls_all_the_while_has_the_switch_made_once(
    lived: Path, clock: Clock, second: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started(lived, second, clock) as tools:
        embedder = await with_every_vector(tools)
        new = videos(SPACE, "Comet", 40)
        pages = [new[start : start + 10] for start in range(0, 40, 10)]
        imported = pages.pop()  # of which memory is told when the import is done, which is later
        await tools.store.videos.put(1, imported, "import", now=clock())
        switch_in_store = tools.store.embedding.switch

        async def switch_behind_a_page(model: str, moved: Sequence[Moved]) -> bool:
            if pages:
                await tools.recommender.rank(1, pages.pop(), Asked("home"))
                await tools.recommender.written()
            return await switch_in_store(model, moved)

        monkeypatch.setattr(tools.store.embedding, "switch", switch_behind_a_page)
        assert await tools.recommender.switch_to(embedder)

        assert pages == []
        assert tools.recommender.model == second
        assert await has_all(tools)
        await tools.recommender.reload(1)
        assert {each.video_id for each in new} <= await offered(tools)
        assert await has_all(tools)


async def test_personas_made_anew_while_the_switch_is_prepared_have_it_tried_again(
    lived: Path, clock: Clock, second: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started(lived, second, clock) as tools:
        embedder = await with_every_vector(tools)
        switch_in_store = tools.store.embedding.switch

        async def switch_behind_a_clustering(model: str, moved: Sequence[Moved]) -> bool:
            monkeypatch.setattr(tools.store.embedding, "switch", switch_in_store)
            await personas.run(work(tools, "personas", 1, [], k=3))
            return await switch_in_store(model, moved)

        monkeypatch.setattr(tools.store.embedding, "switch", switch_behind_a_clustering)
        assert not await tools.recommender.switch_to(embedder)
        assert tools.recommender.model == DEFAULT_MODEL
        assert await tools.recommender.switch_to(embedder)
        assert tools.recommender.personas(1).centroids.shape == (3, DIMENSIONS)


@pytest.mark.parametrize(
    "unfit",
    ["UPDATE personas SET centroid = zeroblob(4 * 384)", "DELETE FROM persona_config"],
    ids=["another width", "nobody knows how they were made"],
)
async def test_personas_that_fit_no_video_do_not_keep_a_model_from_service(
    lived: Path, clock: Clock, second: str, unfit: str
) -> None:
    with opened(load_settings(data_dir=lived).database, read_only=False) as connection:
        connection.execute(unfit)
    async with started(lived, second, clock) as tools:
        assert len(tools.recommender.personas(1)) == 0

        await switch.run(work(tools, "switch", None, []))

        assert tools.recommender.model == second
        assert await tools.store.personas.all(1) == []


async def test_a_model_that_never_comes_to_its_turn_leaves_it_to_others(
    lived: Path, clock: Clock, second: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started(lived, second, clock) as tools:
        before = await offered(tools)

        async def something_has_changed(_model: str, _moved: Sequence[Moved]) -> bool:
            return False

        monkeypatch.setattr(tools.store.embedding, "switch", something_has_changed)
        with pytest.raises(NotReady, match="tried again in an hour"):
            await switch.run(work(tools, "switch", None, []))

        assert tools.recommender.model == DEFAULT_MODEL
        assert await offered(tools) == before


async def test_what_is_watched_while_the_switch_is_prepared_is_felt_after_it(
    lived: Path, clock: Clock, second: str
) -> None:
    async with started(lived, second, clock) as tools:
        embedder = await with_every_vector(tools)
        before = await offered(tools)

        switched, _ = await asyncio.gather(
            tools.recommender.switch_to(embedder), watch(tools, 1, UNSEEN[-5:], days_ago=0)
        )

        assert switched
        watched = {each.video_id for each in UNSEEN[-5:]}
        assert await offered(tools) == before - watched
        catalog, person = tools.recommender.catalog, await tools.recommender.person(1)
        taste = await tools.recommender.run(lambda: person.taste(catalog, clock()))
        assert set(catalog.rows(watched).tolist()) <= set(taste.liked.rows.tolist())


@pytest.mark.parametrize("is_new", [False, True])
async def test_what_is_read_of_a_person_while_the_model_changes_is_read_again(
    lived: Path, clock: Clock, second: str, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    async with started(lived, second, clock) as tools:
        store, recommender = tools.store, tools.recommender
        embedder = await with_every_vector(tools)
        user_id = (await store.users.ensure("Ada", now=clock())).user_id if is_new else 1
        await store.categories.add(user_id, {"name": "bread", "source": "picked"}, now=clock())
        await store.rules.add(user_id, boost_of("rocket"))
        read_last, switching = store.channels.subscriptions, list[asyncio.Task[bool]]()
        serve, loop, serves = Library.serve, asyncio.get_running_loop(), asyncio.Event()

        def serve_and_tell(library: Library, embedder: Embedder, prepared: Catalog) -> None:
            serve(library, embedder, prepared)
            loop.call_soon_threadsafe(serves.set)

        async def read_across_the_switch(of: int) -> list[Subscription]:
            monkeypatch.setattr(store.channels, "subscriptions", read_last)
            switching.append(asyncio.create_task(recommender.switch_to(embedder)))
            await serves.wait()
            return await read_last(of)

        monkeypatch.setattr(Library, "serve", serve_and_tell)
        monkeypatch.setattr(store.channels, "subscriptions", read_across_the_switch)
        if not is_new:
            await recommender.choices_changed(user_id)
        person = await recommender.person(user_id)
        assert person.personas.centroids.shape == (0 if is_new else 2, DIMENSIONS)
        assert [topic.vector.shape for topic in person.topics] == [(DIMENSIONS,)]
        assert person.topic_vectors["rocket"].shape == (DIMENSIONS,)
        assert await switching[0]
        assert len((await recommender.rank(user_id, UNSEEN[:20], Asked("home"))).items) == 20


def boost_of(topic: str) -> Rule:
    return Rule("r1", "boost", {"topic": topic}, 1.0, (), None, None, None, "test", None, True, 0.0)


async def test_back_to_the_old_model_in_the_middle_is_only_a_matter_of_clearing_up(
    lived: Path, clock: Clock, second: str
) -> None:
    async with started(lived, second, clock) as tools:
        before = await offered(tools)
        await Backlog(tools.store).embed_some(await tools.recommender.switching.embedder())

    async with started(lived, DEFAULT_MODEL, clock) as tools:
        assert await offered(tools) == before
        assert await has_all(tools)
        assert await switch.is_due(tools, None)
        assert (await switch.run(work(tools, "switch", None, [])))["deleted"] == BATCH
        assert await tools.store.vectors.count(second) == 0
        assert not await switch.is_due(tools, None)


async def test_a_model_that_does_not_load_leaves_the_old_one_in_service_and_is_told_in_one_sentence(
    lived: Path, clock: Clock
) -> None:
    async with started(lived, "no-such-model", clock) as tools:
        before = await offered(tools)
        with pytest.raises(NotReady, match=r"no-such-model could not be loaded .* goes on serving"):
            await switch.run(work(tools, "switch", None, []))

        assert "\n" not in tools.recommender.switching.sentence
        assert tools.recommender.model == DEFAULT_MODEL
        new = videos(SPACE, "Comet", 3)
        await tools.recommender.rank(1, new, Asked("home"))
        assert await offered(tools) == before | {each.video_id for each in new}
        await tools.recommender.written()
        assert await has_all(tools)


async def test_an_old_model_that_is_gone_serves_by_its_vectors_until_the_new_one_is_complete(
    lived: Path, clock: Clock, second: str
) -> None:
    gone = lived.parent / "gone"
    shutil.copytree(second, gone)
    async with started(lived, str(gone), clock) as tools:
        await switch.run(work(tools, "switch", None, []))
    shutil.rmtree(gone)

    async with started(lived, DEFAULT_MODEL, clock) as tools:
        assert tools.recommender.model == str(gone)
        assert tools.recommender.catalog.has_vector.all()
        new = videos(SPACE, "Comet", 3)
        await tools.recommender.rank(1, new, Asked("home"))
        await tools.recommender.written()
        assert {each.video_id for each in new} <= await offered(tools)
        assert not await embed.is_due(tools, None)  # nothing could be done
        await switch.run(work(tools, "switch", None, []))
        assert tools.recommender.model == DEFAULT_MODEL
        assert await has_all(tools)


async def test_a_job_that_waits_for_a_model_still_being_fetched_goes_on_with_the_one_that_takes_its_place(
    lived: Path, clock: Clock, second: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load, fetched = loading.load_embedder, asyncio.Event()

    async def load_slowly(model: str, settings: Settings) -> Embedder:
        if model == DEFAULT_MODEL:
            await fetched.wait()
        return await load(model, settings)

    monkeypatch.setattr(loading, "load_embedder", load_slowly)
    monkeypatch.setattr(loading, "PATIENCE_SECONDS", 0.0)
    async with started(lived, second, clock) as tools:
        embedding = asyncio.create_task(embed.run(work(tools, "embed", None, [])))
        await switch.run(work(tools, "switch", None, []))

        assert await embedding == {"embedded": 0}
        assert (await tools.recommender.embedder()).name == second
        assert await has_all(tools)


async def test_who_starts_with_another_model_has_nothing_to_switch(tmp_path: Path, clock: Clock, second: str) -> None:
    async with started(tmp_path, second, clock) as tools:
        assert tools.recommender.model == second
        assert not await switch.is_due(tools, None)


async def test_similar_videos_are_found_before_the_index_is_full_and_after(
    lived: Path, clock: Clock, second: str
) -> None:
    async with started(lived, second, clock) as tools:
        embedder = await with_every_vector(tools)
        assert await tools.recommender.switch_to(embedder)
        compared = await tools.store.vectors.nearest(second, UNSEEN[0].video_id, 10)
        await switch.run(work(tools, "switch", None, []))
        assert await tools.store.vectors.nearest(second, UNSEEN[0].video_id, 10) == compared
        assert len(compared) == 10


@pytest.mark.needs_shared
async def test_a_transformer_takes_over_from_the_packaged_model(lived: Path, clock: Clock, shared_dir: Path) -> None:
    async with started(lived, str(shared_dir / "models" / "all-MiniLM-L6-v2-int8"), clock) as tools:
        before = await offered(tools)
        await switch.run(work(tools, "switch", None, []))
        assert tools.recommender.catalog.dimensions == 384
        assert await offered(tools) == before
        assert np.allclose(np.linalg.norm(tools.recommender.catalog.vectors, axis=1), 1, atol=1e-4)
