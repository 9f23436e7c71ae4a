"""What is read once at the start, while the daemon answers already."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from daemon.errors import NotReady
from daemon.settings import Settings
from daemon.store import Store
from recsys.embedding import Embedder

from .library import Library

log = logging.getLogger(__name__)

PATIENCE_SECONDS: Final = 10.0
"""The packaged model takes one or two; one that is still being fetched takes minutes, and the pages cannot wait."""
USUAL_DIMENSIONS: Final = 256
"""Of the packaged model; another model's width is known when it has come."""


def start_embedder(settings: Settings) -> asyncio.Future[Embedder]:
    """Load the model in a thread: fastembed alone takes a second to import."""

    def load() -> Embedder:
        return Embedder(settings.embedding_model, cache_dir=str(settings.model_cache))

    return asyncio.ensure_future(asyncio.to_thread(load))


async def patiently(embedder: asyncio.Future[Embedder]) -> Embedder | None:
    """Return the embedder if it comes in time; None when it failed (which is logged) or takes longer."""
    await asyncio.wait([embedder], timeout=PATIENCE_SECONDS)
    if not embedder.done():
        return None
    if (error := embedder.exception()) is not None:
        log.error("The embedding model could not be loaded: %s", error)
        return None
    return embedder.result()


async def required(embedder: asyncio.Future[Embedder]) -> Embedder:
    """Return the embedder, however long it takes; raises NotReady when it cannot be loaded."""
    try:
        return await asyncio.shield(embedder)
    except asyncio.CancelledError:
        raise
    except Exception as error:
        raise NotReady(f"The embedding model could not be loaded ({error}); `ownfeed doctor` says more.") from error


async def read_library(store: Store, model: str, embedder: Embedder | None) -> Library:
    """Return everything that is stored of videos, as arrays."""
    videos, (video_ids, vectors) = await asyncio.gather(store.videos.all(), store.vectors.all(model))
    dimensions = embedder.dimensions if embedder else vectors.shape[1] or USUAL_DIMENSIONS
    library = Library(dimensions)
    await asyncio.to_thread(library.fill, videos, video_ids, vectors)
    library.embedder = embedder
    return library
