"""The catalogue everyone of the household shares, and the embedder that fills it. Runs in the recommender's one thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

import numpy as np

from daemon.store.videos import VideoFacts
from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog, Video
from recsys.embedding import Embedder, video_text

NEWS_OF_VIEWS = 0.1
"""A view count is news when it has changed by this share; a page tells a slightly other number at every look."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors that were just made, (n, d), and the model they are of."""

    model: str
    video_ids: list[str]
    vectors: FloatArray


class Library:
    """Videos and vectors in memory.

    Every method is called in one thread, so nothing here locks.
    """

    def __init__(self, model: str, dimensions: int) -> None:
        self.model = model
        """The embedding model in service: all vectors in memory are of this one."""
        self.catalog = Catalog(dimensions)
        self.embedder: Embedder | None = None
        self.timed: Callable[[str], AbstractContextManager[object]] = nullcontext
        """Around each stage of the pipeline."""

    def fill(self, videos: Iterable[VideoFacts]) -> None:
        """Take over what is stored."""
        self.catalog.put(facts.as_video() for facts in videos)

    def take(self, facts: Sequence[VideoFacts]) -> list[VideoFacts]:
        """Add or update videos; return those that said anything new and are worth saving."""
        news = [self._without_second_guess(each) for each in facts if self._is_news(each)]
        self.catalog.put(each.as_video() for each in news)
        return news

    def set_vectors(self, video_ids: Sequence[str], vectors: FloatArray) -> None:
        """Take over vectors, (n, d), of videos that are known; those of another width are left to the embedding job."""
        if vectors.shape[1] != self.catalog.dimensions:
            return
        rows = self.catalog.rows(video_ids)
        known = rows >= 0
        self.catalog.set_vectors(rows[known], vectors[known])

    def serve(self, embedder: Embedder, prepared: Catalog) -> None:
        """Put another model in service; whoever holds the catalogue as it was may finish with it.

        prepared: the catalogue through the model's vectors, as it was a moment ago.
        """
        self.model, self.embedder = embedder.name, embedder
        self.catalog = self.catalog.caught_up(prepared)

    def embed_unseen(self, facts: Sequence[VideoFacts]) -> Embedded:
        """Embed those of the videos that have a title and no vector; return what was made."""
        rows = self.catalog.rows(each.video_id for each in facts)
        unseen = [
            each for each, row in zip(facts, rows, strict=True) if each.title and not self.catalog.has_vector[row]
        ]
        if self.embedder is None or not unseen:
            return Embedded(self.model, [], np.zeros((0, self.catalog.dimensions), np.float32))
        vectors = self.embedder.embed([video_text(each.as_video()) for each in unseen])
        video_ids = [each.video_id for each in unseen]
        self.set_vectors(video_ids, vectors)
        return Embedded(self.model, video_ids, vectors)

    def embed_text(self, text: str) -> FloatArray | None:
        """Return the (d,) vector of a mood or topic; None before the embedder is there or for words it does not know."""
        if self.embedder is None or not text.strip():
            return None
        vector: FloatArray = self.embedder.embed([text])[0]
        return vector if vector.any() else None

    def rows(self, video_ids: Iterable[str]) -> IntArray:
        """Return the rows of ids; unknown ones are left out."""
        rows = self.catalog.rows(video_ids)
        return rows[rows >= 0]

    def _without_second_guess(self, facts: VideoFacts) -> VideoFacts:
        """Leave an estimated date out where one is known: "3 weeks ago" moves at every look."""
        row = int(self.catalog.rows([facts.video_id])[0])
        known = facts.published_is_estimate and row >= 0 and self.catalog.video(row).published_at is not None
        return replace(facts, published_at=None) if known else facts

    def _is_news(self, facts: VideoFacts) -> bool:
        row = int(self.catalog.rows([facts.video_id])[0])
        return row < 0 or _adds(self.catalog.video(row), facts)


_NAMES = ("title", "channel_id", "channel_name", "tags", "category", "language", "duration_seconds")


def _adds(known: Video, said: VideoFacts) -> bool:
    """Return whether a card says something that is not known yet; asked of every card of every page."""
    if said.view_count is not None and _differs(known.view_count, said.view_count):
        return True
    guessed_again = said.published_is_estimate and known.published_at is not None
    if said.published_at not in (None, known.published_at) and not guessed_again:
        return True
    for name in _NAMES:
        new = getattr(said, name)
        if new and new != getattr(known, name):
            return True
    if said.is_age_restricted not in (None, bool(known.is_age_restricted)):
        return True
    # A length says "not live" at every look, which is news only of what was taken for live; a Short stays one.
    return said.is_live not in (None, bool(known.is_live)) or bool(said.is_short and not known.is_short)


def _differs(known: int | None, said: int) -> bool:
    return known is None or abs(said - known) > NEWS_OF_VIEWS * max(known, 1)
