"""The daily look: what SQLite finds, and vectors that are no numbers."""

from __future__ import annotations

import numpy as np

from daemon.jobs.check import CHECK
from daemon.jobs.work import Tools
from tests.daemon.given import NOW, facts, video_id
from tests.daemon.jobs.people import work


async def test_vectors_that_are_no_numbers_are_deleted_and_made_anew(tools: Tools, user_id: int) -> None:
    store, model = tools.store, tools.settings.embedding_model
    await store.videos.put(user_id, [facts(n, f"Title {n}") for n in range(4)], "card", now=NOW)
    await store.vectors.save(model, [video_id(n) for n in range(4)], np.eye(4, dtype=np.float32))
    spoiled = [(b"\xff" * 16, video_id(1)), (b"\x00" * 12, video_id(2))]
    statement = "UPDATE video_embeddings SET vector = ? WHERE video_id = ?"
    await store._database.write(lambda raw: raw.executemany(statement, spoiled))

    assert await CHECK.run(work(tools, "check", None, [])) == {"found": "ok", "vectors_deleted": 2}

    assert await store.vectors.missing(model, 9) == [video_id(2), video_id(1)]
    assert await store.vectors.unsound() == []
