from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from daemon.errors import Conflict, UnreadableHistory
from daemon.jobs import importing
from daemon.jobs.own_export import merge_export
from daemon.jobs.work import Tools
from daemon.store import Store
from daemon.store.export import write_export
from daemon.store.merging import Line
from tests.daemon.given import NOW, signal, takeout_row

from .people import work


def _takeout(path: Path, count: int) -> Path:
    rows = [
        takeout_row(f"Bread {number}", f"bread{number:06d}", f"2026-01-01T10:00:{number:02d}.000Z")
        for number in range(count)
    ]
    path.write_text(json.dumps(rows))
    return path


async def test_an_uploaded_history_is_stored_known_to_the_recommender_and_deleted(
    tools: Tools, user_id: int, tmp_path: Path
) -> None:
    path = _takeout(tmp_path / "watch-history.json", 12)
    reports: list[tuple[int, int | None]] = []

    result = await importing.run(work(tools, "import", user_id, reports, path=str(path)))

    assert (result["new"], result["existing"], result["skipped"]) == (12, 0, 0)
    assert len(await tools.recommender.history(user_id)) == 12
    assert not path.exists()
    assert reports[-1][0] == reports[-1][1]


async def test_the_same_history_again_adds_nothing(tools: Tools, user_id: int, tmp_path: Path) -> None:
    for _ in range(2):
        path = _takeout(tmp_path / "watch-history.json", 12)
        result = await importing.run(work(tools, "import", user_id, [], path=str(path)))

    assert (result["new"], result["existing"], result["skipped"]) == (0, 0, 12)
    assert (await tools.store.counts(user_id)).signals == 12


async def test_a_file_that_is_no_history_is_refused_and_neither_stored_nor_kept(
    tools: Tools, user_id: int, tmp_path: Path
) -> None:
    path = tmp_path / "letter.json"
    path.write_text("Dear reader")

    with pytest.raises(UnreadableHistory):
        await importing.run(work(tools, "import", user_id, [], path=str(path)))

    assert (await tools.store.counts(user_id)).signals == 0
    assert not path.exists()


async def test_an_export_of_ours_given_to_the_job_is_told_as_it_goes_and_felt_at_once(
    tools: Tools, user_id: int, tmp_path: Path
) -> None:
    told = [signal("click", number) for number in range(700)]
    await tools.store.signals.add(user_id, told, now=NOW)
    write_export(tools.store.path, tmp_path / "mine.zip", None)
    await tools.store.wipe(user_id)
    reports: list[tuple[int, int | None]] = []

    result = await importing.run(work(tools, "import", user_id, reports, path=str(tmp_path / "mine.zip")))

    assert (result["new"], result["skipped"]) == (1_400, 0)
    assert result["kinds"] == {"video": 700, "signal": 700}
    assert len(await tools.recommender.history(user_id)) == 700
    assert reports == sorted(reports)
    assert reports[-1][0] == reports[-1][1]
    assert not (tmp_path / "mine.zip").exists()


@pytest.mark.parametrize("batches", range(1, 4))
async def test_an_export_cut_off_after_any_batch_goes_on_when_it_is_given_again(
    store: Store, user_id: int, tmp_path: Path, batches: int
) -> None:
    told = [signal("impression", number) for number in range(1_000)]
    await store.signals.add(user_id, told, now=NOW)
    write_export(store.path, tmp_path / "mine.zip", None)
    epoch = await store.wipe(user_id)
    loop = asyncio.get_running_loop()
    taken: list[int] = []

    def sink(lines: Sequence[Line]) -> Counter[str]:
        if len(taken) == batches:
            raise KeyboardInterrupt
        taken.append(len(lines))
        return asyncio.run_coroutine_threadsafe(store.merging.add(user_id, epoch, lines, now=NOW), loop).result()

    def cut_off() -> None:
        with pytest.raises(KeyboardInterrupt):
            merge_export(tmp_path / "mine.zip", sink, lambda _: None)

    await asyncio.to_thread(cut_off)
    await importing.import_into(
        store, user_id, [tmp_path / "mine.zip"], "auto", clock=lambda: NOW, on_progress=lambda _: None
    )
    assert await store.signals.count(user_id) == 1_000
    assert {shown.times for shown in (await store.histories.impressions(user_id)).values()} == {1}


async def test_a_history_given_before_a_wipe_is_not_taken_in_after_it(
    tools: Tools, user_id: int, tmp_path: Path
) -> None:
    path, epoch = _takeout(tmp_path / "watch-history.json", 12), (await tools.store.users.get(user_id)).epoch
    await tools.store.wipe(user_id)
    with pytest.raises(Conflict):
        await importing.run(work(tools, "import", user_id, [], path=str(path), epoch=epoch))
    assert (await tools.store.counts(user_id)).signals == 0
