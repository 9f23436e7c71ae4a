from __future__ import annotations

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
