"""What is read once at the start, while the daemon answers already."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from daemon.errors import DiskFull, NotReady
from daemon.settings import Settings
from daemon.store import Store
from recsys.embedding import Embedder

from .library import Library

log = logging.getLogger(__name__)

PATIENCE_SECONDS: Final = 10.0
"""The packaged model takes one or two; one that is still being fetched takes minutes, and the pages cannot wait."""
PAGE: Final = 4_000
"""Videos read at once: a tenth of a second's work."""
USUAL_DIMENSIONS: Final = 256
"""Of the packaged model; another model's width is known when it has come."""


async def model_in_service(store: Store, settings: Settings) -> str:
    """Return the model whose vectors serve: the one that is set, or the one before it as long as that has more to offer."""
    try:
        return await store.embedding.begin(settings.embedding_model)
    except DiskFull:  # it is only noted down at the first start of all
        return settings.embedding_model


async def load_embedder(model: str, settings: Settings) -> Embedder:
    """Load a model in a thread: fastembed alone takes a second to import. Raises whatever fastembed and onnxruntime like to."""
    return await asyncio.to_thread(lambda: Embedder(model, cache_dir=str(settings.model_cache)))


def first_line(error: BaseException) -> str:
    """Return what an error of any library says, without its many lines."""
    return next(iter(str(error).splitlines()), type(error).__name__).rstrip(". ")


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
        said = first_line(error)
        raise NotReady(f"The embedding model could not be loaded ({said}); `ownfeed doctor` says more.") from error


def leave_to_stay() -> None:
    """Have the garbage collector pass over all there is now.

    What was loaded stays; looking through 100,000 videos for garbage stops every thread for up to 0.4 seconds, again and
    again.
    """
    gc.freeze()


@contextmanager
def what_stays() -> Iterator[None]:
    """Have the garbage collector pass over all that is made in the block, also while it is made.

    It would look through a long past several times while that is read, and through 250,000 acts takes it .05 seconds.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        leave_to_stay()


def let_go() -> None:
    """Have the garbage collector look at everything again: what was to stay is not needed any more."""
    gc.unfreeze()


async def read_library(store: Store, model: str, embedder: Embedder | None) -> Library:
    """Return everything that is stored of videos, as arrays.

    In pages: a stop is heard between two of them, and no second copy of a large catalogue is held.
    """
    dimensions = embedder.dimensions if embedder else await store.vectors.dimensions(model) or USUAL_DIMENSIONS
    library = Library(model, dimensions)
    library.embedder = embedder
    after = 0
    while page := await store.videos.page(after, PAGE):
        await asyncio.to_thread(library.fill, [facts for _, facts in page])
        leave_to_stay()
        after = page[-1][0]
    after = 0
    while (vectors := await store.vectors.page(model, after, PAGE)).video_ids:
        await asyncio.to_thread(library.set_vectors, vectors.video_ids, vectors.vectors)
        after = vectors.last
    return library
