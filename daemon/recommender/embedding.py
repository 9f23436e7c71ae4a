"""What is stored of a video becomes its vector, and is stored as well."""

from __future__ import annotations

import asyncio
from typing import Final

from daemon.store import Store
from recsys.embedding import Embedder, video_text

BATCH: Final = 64


async def embed_some(store: Store, embedder: Embedder) -> list[str]:
    """Save the vectors of a few videos that have none of this model yet, or one without their transcript; return their ids."""
    facts = await store.vectors.missing(embedder.name, BATCH)
    if not facts:
        return []
    video_ids = [each.video_id for each in facts]
    said = await store.transcripts.texts(video_ids)
    texts = [video_text(each.as_video(), said.get(each.video_id, "")) for each in facts]
    vectors = await asyncio.to_thread(embedder.embed, texts)
    await store.vectors.save(embedder.name, video_ids, vectors, with_transcript=said.keys())
    return video_ids
