from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from daemon.errors import Conflict
from daemon.store import Store, connection, wipe
from daemon.store.connection import opened
from tests.daemon.given import NOW, facts, signal

TITLE = "A title nobody else would think of"


async def test_a_wipe_is_not_called_done_while_somebody_reads_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_SECONDS", 0.05)
    monkeypatch.setattr(wipe, "TRIES", 2)
    store = await Store.open(tmp_path / "ownfeed.db")
    user_id = (await store.users.first_or_new(now=NOW)).user_id
    await store.videos.put(user_id, [facts(1, TITLE)], "card", now=NOW)
    await store.signals.add(user_id, [signal("thumbs_up", 1)], now=NOW)

    with opened(store.path, read_only=True) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM signals").fetchone() == (1,)
        with pytest.raises(Conflict, match="still reads the old data"):
            await store.wipe(user_id)
        reader.execute("COMMIT")

    await store.wipe(user_id)
    left = b"".join(file.read_bytes() for file in sorted(tmp_path.iterdir()))  # noqa: ASYNC240
    assert TITLE.encode() not in left
    await store.close()


async def _steps_of_a_wipe(path: Path, videos: int) -> int:
    """Return how many hundreds of steps SQLite takes to forget one of two persons, each of whom knows so many videos."""
    store = await Store.open(path)
    one, other = [(await store.users.ensure(name, now=NOW)).user_id for name in ("one", "other")]
    for user_id in (one, other):
        known = [facts(number + user_id * videos) for number in range(videos)]
        await store.videos.put(user_id, known, "card", now=NOW)
    steps = itertools.count()
    await store._database.write_alone(lambda raw: raw.set_progress_handler(lambda: next(steps) < 0, 100))
    await store._database.write(lambda raw: wipe._delete(raw, one))
    assert await store.videos.count() == videos
    await store.close()
    return next(steps)


async def test_forgetting_one_of_a_household_takes_twice_the_work_for_twice_the_videos(tmp_path: Path) -> None:
    few, many = [await _steps_of_a_wipe(tmp_path / f"{videos}.db", videos) for videos in (500, 1_000)]
    assert many < 3 * few
