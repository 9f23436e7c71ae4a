"""What is stored of a video becomes its vector, and is stored as well."""

from __future__ import annotations

import asyncio
from typing import Final

from daemon.store import Store
from recsys.embedding import Embedder, video_text

BATCH: Final = 64
LOOKED_UP: Final = 1_024
"""Videos without a vector, at once; what is said of them is read when their turn comes."""


class Backlog:
    """The videos that have no vector of the model in service yet, or one without their transcript."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._model = ""
        self._video_ids = list[str]()

    async def embed_some(self, embedder: Embedder) -> list[str]:
        """Save the vectors of a few; return their ids, none when there are none left."""
        store, model = self._store, embedder.name
        if not self._video_ids or self._model != model:
            self._model, self._video_ids = model, await store.vectors.missing(model, LOOKED_UP)
        some, self._video_ids = self._video_ids[:BATCH], self._video_ids[BATCH:]
        if not some:
            return []
        said, facts = await store.transcripts.texts(some), await store.videos.many(some)
        texts = [video_text(each.as_video(), said.get(each.video_id, "")) for each in facts]
        vectors = await asyncio.to_thread(embedder.embed, texts)
        await store.vectors.save(model, [each.video_id for each in facts], vectors, with_transcript=said.keys())
        return some
