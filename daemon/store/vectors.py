"""What the embedder made of each video: BLOBs that count, and a sqlite-vec index that may be thrown away at any time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import orjson

from daemon.errors import StorageError
from recsys.arrays import FloatArray

from . import vector_index
from .connection import SQLConnection
from .database import Subject

_HAS_NONE: Final = "NOT EXISTS (SELECT 1 FROM video_embeddings e WHERE e.video_id = videos.video_id AND e.model = ?1)"
MISSING: Final = (
    f"title <> '' AND ({_HAS_NONE} "
    "OR video_id IN (SELECT t.video_id FROM transcripts t JOIN video_embeddings e USING (video_id) "
    "WHERE t.state = 'there' AND e.model = ?1 AND NOT e.has_transcript))"
)
"""Of a row of `videos`, with a model: it is described and has no vector of that model, or one made without its transcript."""

_HOPELESS: Final = f"""
SELECT count(*) FROM json_each(:video_ids) JOIN videos v ON v.video_id = value
WHERE CASE v.title WHEN '' THEN EXISTS (SELECT 1 FROM video_lookups l WHERE l.video_id = v.video_id)
      ELSE EXISTS (SELECT 1 FROM video_embeddings WHERE video_id = v.video_id AND model = :model AND NOT {vector_index.SAYS}) END
"""


@dataclass(frozen=True, slots=True)
class VectorPage:
    """Some vectors: n ids, (n, d) float32, and the place of the last one."""

    video_ids: list[str]
    vectors: FloatArray
    last: int


class Vectors(Subject):
    """`video_embeddings` (the truth, float32, one row per video and model) and `vec_videos` (derived)."""

    async def save(
        self, model: str, video_ids: Sequence[str], vectors: FloatArray, *, with_transcript: Collection[str] = ()
    ) -> None:
        """Save (n, d) unit vectors of known videos; a vector that is there already is replaced.

        with_transcript: those of the videos whose transcript was embedded, too.

        Raises StorageError for a number that is not finite: sqlite-vec would rank it first.
        """
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        if not np.isfinite(rows).all():
            raise StorageError("The embedding model gave numbers that are not finite; nothing was saved.")
        await self._database.write(lambda connection: _save(connection, model, video_ids, rows, with_transcript))

    async def dimensions(self, model: str) -> int | None:
        """Return how many numbers a vector of this model has; None while there is none."""
        statement = "SELECT length(vector) FROM video_embeddings WHERE model = ? LIMIT 1"
        row = await self._database.read(lambda connection: connection.execute(statement, (model,)).fetchone())
        return None if row is None else int(row[0]) // np.dtype(np.float32).itemsize

    async def page(self, model: str, after: int, limit: int) -> VectorPage:
        """Return up to `limit` vectors behind a place (0: from the start), in the order they were made."""
        condition = "model = ? AND embedding_id > ? ORDER BY embedding_id LIMIT ?"
        return await self._database.read(lambda connection: _page(connection, condition, (model, after, limit)))

    async def of(self, model: str, video_ids: Sequence[str]) -> tuple[list[str], FloatArray]:
        """Return the ids and (n, d) vectors of those of the videos that have one."""
        wanted = orjson.dumps(list(video_ids)).decode()
        condition = "model = ? AND video_id IN (SELECT value FROM json_each(?))"
        page = await self._database.read(lambda connection: _page(connection, condition, (model, wanted)))
        return page.video_ids, page.vectors

    async def missing(self, model: str, limit: int) -> list[str]:
        """Return the ids of described videos without a vector of this model, or with one made without their transcript.

        The newest first. It looks through those that have one as well, so few at a time cost as much as many.
        """
        statement = f"SELECT video_id FROM videos WHERE {MISSING} ORDER BY rowid DESC LIMIT ?2"
        found = await self._database.read(lambda connection: connection.execute(statement, (model, limit)).fetchall())
        return [video_id for (video_id,) in found]

    async def count_missing(self, model: str) -> int:
        """Return how many described videos have no vector of this model, or one made without their transcript."""
        return await self._count_where(MISSING, model)

    async def count_without(self, model: str) -> int:
        """Return how many described videos have no vector of this model at all."""
        return await self._count_where(f"title <> '' AND {_HAS_NONE}", model)

    async def count_hopeless(self, model: str, video_ids: Sequence[str]) -> int:
        """Return how many of some videos cannot have a vector that says anything, as far as one can know today.

        They have no title and were asked about in vain, or their words are unknown to the model.
        """
        values = {"model": model, "video_ids": orjson.dumps(list(video_ids)).decode()}
        return await self._database.read(lambda connection: int(connection.execute(_HOPELESS, values).fetchone()[0]))

    async def _count_where(self, condition: str, model: str) -> int:
        statement = f"SELECT count(*) FROM videos WHERE {condition}"
        return await self._database.read(lambda connection: int(connection.execute(statement, (model,)).fetchone()[0]))

    async def count(self, model: str) -> int:
        """Return how many videos have a vector of this model."""
        statement = "SELECT count(*) FROM video_embeddings WHERE model = ?"
        return await self._database.read(lambda connection: int(connection.execute(statement, (model,)).fetchone()[0]))

    async def unsound(self) -> list[int]:
        """Return the `embedding_id` of vectors that hold a number that is not finite, or are not as wide as their model's."""
        return await self._database.read(_unsound)

    async def forget(self, embedding_ids: Sequence[int]) -> None:
        """Delete vectors, so that they are made anew."""
        rows = [(each,) for each in embedding_ids]
        await self._database.write(
            lambda connection: connection.executemany("DELETE FROM video_embeddings WHERE embedding_id = ?", rows)
        )

    async def nearest(self, model: str, video_id: str, limit: int) -> list[str]:
        """Return the ids of the videos most like this one, best first, itself left out; [] without a vector."""
        return await self._database.read(lambda connection: vector_index.nearest(connection, model, video_id, limit))


def _save(
    connection: SQLConnection,
    model: str,
    video_ids: Sequence[str],
    vectors: FloatArray,
    with_transcript: Collection[str],
) -> None:
    ids = [
        connection.execute(
            "INSERT INTO video_embeddings (video_id, model, vector, has_transcript) VALUES (?, ?, ?, ?) ON CONFLICT "
            "DO UPDATE SET vector = excluded.vector, has_transcript = excluded.has_transcript RETURNING embedding_id",
            (video_id, model, vector.tobytes(), video_id in with_transcript),
        ).fetchone()[0]
        for video_id, vector in zip(video_ids, vectors, strict=True)
    ]
    if vectors.size and vector_index.in_service(connection) in (None, model):
        vector_index.add(connection, model, vectors.shape[1], ids)


def _unsound(connection: SQLConnection) -> list[int]:
    counted = "SELECT model, length(vector) FROM video_embeddings GROUP BY 1, 2 ORDER BY count(*)"
    width = dict(connection.execute(counted).fetchall())  # the last of a model, its commonest, stays
    return [
        embedding_id
        for embedding_id, model, blob in connection.execute("SELECT embedding_id, model, vector FROM video_embeddings")
        if len(blob) != width[model] or not np.isfinite(np.frombuffer(blob, dtype=np.float32)).all()
    ]


def _page(connection: SQLConnection, condition: str, values: Sequence[object]) -> VectorPage:
    statement = f"SELECT video_id, vector, embedding_id FROM video_embeddings WHERE {condition}"
    rows = connection.execute(statement, values).fetchall()
    vectors = np.frombuffer(b"".join(vector for _, vector, _ in rows), dtype=np.float32)
    shaped = vectors.reshape(len(rows), -1) if rows else vectors.reshape(0, 0)
    return VectorPage([video_id for video_id, _, _ in rows], shaped, rows[-1][2] if rows else 0)
