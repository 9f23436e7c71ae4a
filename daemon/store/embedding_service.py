"""Which embedding model is in service: one at a time, and another only when it has a vector of every video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import orjson

from recsys.arrays import FloatArray

from . import vector_index
from .connection import SQLConnection
from .database import Subject
from .vector_index import in_service
from .vectors import MISSING


@dataclass(frozen=True, slots=True)
class Moved:
    """One person's k personas, moved to another model's space."""

    user_id: int
    before: FloatArray
    """(k, d) their centroids among the vectors in service, by index: as they are stored, or they are others by now."""
    after: FloatArray
    """(k, e) their centroids among the other model's vectors."""


class EmbeddingService(Subject):
    """`embedding_service`."""

    async def model(self) -> str | None:
        """Return the model in service; None before the first start."""
        return await self._database.read(in_service)

    async def begin(self, wanted: str) -> str:
        """Return the model in service; the wanted one takes the place of one that has no vector at all."""
        return await self._database.write(lambda connection: _begin(connection, wanted))

    async def switch(self, model: str, moved: Sequence[Moved]) -> bool:
        """Put another model in service with everybody's personas, all in one step; what its vectors are is saved before.

        Returns False, and changes nothing, where a video came meanwhile that has no vector of it, or personas were made anew.
        Personas that stand among the vectors of neither are deleted: they fit no video. The index is begun, `fill_index` fills it.
        """
        return await self._database.write(lambda connection: _switch(connection, model, moved))

    async def has_leftovers(self, kept: Sequence[str]) -> bool:
        """Return whether there are vectors of other models than these, or an index that is not full."""
        return await self._database.read(lambda connection: _has_leftovers(connection, kept))

    async def fill_index(self, limit: int) -> int | None:
        """Take up to `limit` more vectors into the index; return how many, None once it is full."""
        return await self._database.write(
            lambda connection: vector_index.fill(connection, in_service(connection) or "", limit)
        )

    async def forget_others(self, kept: Sequence[str], limit: int) -> int:
        """Delete up to `limit` vectors of other models than these; return how many."""
        statement = f"DELETE FROM video_embeddings WHERE embedding_id IN ({_OTHERS} LIMIT ?)"
        return await self._database.write(
            lambda connection: int(connection.execute(statement, (_json(kept), limit)).rowcount)
        )


_OTHERS: Final = "SELECT embedding_id FROM video_embeddings WHERE model NOT IN (SELECT value FROM json_each(?))"


_FITS: Final = "length(centroid) = ? AND user_id IN (SELECT user_id FROM persona_config)"
"""Others are read as none (`personas_rows.from_rows`): before schema 9 another model could come into service under them."""


def _json(kept: Sequence[str]) -> str:
    return orjson.dumps(list(kept)).decode()


def _begin(connection: SQLConnection, wanted: str) -> str:
    serving = in_service(connection)
    some = "SELECT 1 FROM video_embeddings WHERE model = ? LIMIT 1"
    if serving is not None and connection.execute(some, (serving,)).fetchone():
        return serving
    _put(connection, wanted)
    return wanted


def _put(connection: SQLConnection, model: str) -> None:
    connection.execute("INSERT OR REPLACE INTO embedding_service (one, model) VALUES (1, ?)", (model,))


def _switch(connection: SQLConnection, model: str, moved: Sequence[Moved]) -> bool:
    if connection.execute(f"SELECT 1 FROM videos WHERE {MISSING} LIMIT 1", (model,)).fetchone():
        return False
    expected = {
        (each.user_id, position): _blob(centroid) for each in moved for position, centroid in enumerate(each.before)
    }
    length = next((each.before.shape[1] * each.before.itemsize for each in moved), 0)
    stored = connection.execute(f"SELECT user_id, position, centroid FROM personas WHERE {_FITS}", (length,)).fetchall()
    if expected != {(user_id, position): centroid for user_id, position, centroid in stored}:
        return False
    connection.execute(f"DELETE FROM personas WHERE NOT ({_FITS})", (length,))
    connection.executemany(
        "UPDATE personas SET centroid = ? WHERE user_id = ? AND position = ?",
        [(_blob(row), each.user_id, position) for each in moved for position, row in enumerate(each.after)],
    )
    _put(connection, model)
    vector_index.begin(connection, model)
    return True


def _has_leftovers(connection: SQLConnection, kept: Sequence[str]) -> bool:
    if connection.execute(f"{_OTHERS} LIMIT 1", (_json(kept),)).fetchone():
        return True
    return vector_index.is_unfinished(connection, in_service(connection) or "")


def _blob(vector: FloatArray) -> bytes:
    return np.ascontiguousarray(vector, dtype=np.float32).tobytes()
