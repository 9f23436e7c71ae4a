"""`vec_videos`, a sqlite-vec index of the vectors in service: never trusted, it may be thrown away at any time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from .connection import OperationalError, SQLConnection

INDEX: Final = "vec_videos"

SAYS: Final = "vector <> zeroblob(length(vector))"
"""A text without a known word has a zero vector: its cosine is no number, and sqlite-vec would rank it first."""

_IS_FULL: Final = "filled_to IS NULL"


def in_service(connection: SQLConnection) -> str | None:
    """Return the model in service; None before the first start. For use inside a read or write."""
    row = connection.execute("SELECT model FROM embedding_service").fetchone()
    return None if row is None else str(row[0])


def add(connection: SQLConnection, model: str, dimensions: int, embedding_ids: Sequence[int]) -> None:
    """Add or replace vectors of the model in service; an index of another model or width is made anew."""
    found = connection.execute("SELECT model, dimensions, filled_to FROM vec_index").fetchone()
    if found is None or found[:2] != (model, dimensions):
        rebuild(connection, model)
        return
    filled_to = found[2]
    rows = [(each,) for each in embedding_ids if filled_to is None or each <= filled_to]
    connection.executemany(f"DELETE FROM {INDEX} WHERE embedding_id = ?", rows)  # 0.1.9 has no INSERT OR REPLACE
    connection.executemany(
        f"INSERT INTO {INDEX} SELECT embedding_id, vector FROM video_embeddings WHERE embedding_id = ? AND {SAYS}",
        rows,
    )


def rebuild(connection: SQLConnection, model: str) -> int:
    """Fill an index of this model's vectors, two seconds for 100,000; return how many it holds."""
    begin(connection, model)
    held = 0
    while (filled := fill(connection, model, 100_000)) is not None:
        held += filled
    return held


def begin(connection: SQLConnection, model: str) -> None:
    """Drop the index and make an empty one for this model's vectors; none where it has none."""
    connection.execute(f"DROP TABLE IF EXISTS {INDEX}")
    connection.execute("DELETE FROM vec_index")
    first = connection.execute("SELECT length(vector) FROM video_embeddings WHERE model = ?", (model,)).fetchone()
    if first is None:
        return
    dimensions = first[0] // np.dtype(np.float32).itemsize
    connection.execute(
        "INSERT INTO vec_index (one, model, dimensions, filled_to) VALUES (1, ?, ?, 0)", (model, dimensions)
    )
    connection.execute(
        f"CREATE VIRTUAL TABLE {INDEX} USING vec0("
        f"embedding_id INTEGER PRIMARY KEY, vector float[{dimensions}] distance_metric=cosine)"
    )


def is_unfinished(connection: SQLConnection, model: str) -> bool:
    """Return whether the index of this model's vectors has been begun and is not full."""
    statement = "SELECT 1 FROM vec_index WHERE model = ? AND filled_to IS NOT NULL"
    return connection.execute(statement, (model,)).fetchone() is not None


def fill(connection: SQLConnection, model: str, limit: int) -> int | None:
    """Take up to `limit` more vectors into an index that is not full; return how many, None once it is."""
    if not is_unfinished(connection, model):
        return None
    last = connection.execute(
        "SELECT max(embedding_id) FROM (SELECT embedding_id FROM video_embeddings WHERE model = ?1 AND embedding_id > "
        "(SELECT filled_to FROM vec_index) ORDER BY embedding_id LIMIT ?2)",
        (model, limit),
    ).fetchone()[0]
    filled = connection.execute(
        f"INSERT INTO {INDEX} SELECT embedding_id, vector FROM video_embeddings WHERE model = ? AND embedding_id > "
        f"(SELECT filled_to FROM vec_index) AND embedding_id <= ? AND {SAYS}",
        (model, last),
    )
    connection.execute("UPDATE vec_index SET filled_to = ?", (last,))
    return int(filled.rowcount)


def nearest(connection: SQLConnection, model: str, video_id: str, limit: int) -> list[str]:
    """Return the ids of the videos most like this one, best first, itself left out; [] without a vector."""
    found = connection.execute(
        f"SELECT vector FROM video_embeddings WHERE video_id = ? AND model = ? AND {SAYS}", (video_id, model)
    ).fetchone()
    if found is None:
        return []
    indexed = connection.execute(f"SELECT model FROM vec_index WHERE {_IS_FULL}").fetchone() == (model,)
    try:
        if indexed:
            return _by_index(connection, found[0], video_id, limit)
    except OperationalError:  # the index was dropped, which it may be at any time
        pass
    return _by_comparing(connection, model, found[0], video_id, limit)


def _by_index(connection: SQLConnection, vector: bytes, video_id: str, limit: int) -> list[str]:
    rows = connection.execute(
        f"SELECT e.video_id FROM (SELECT embedding_id, distance FROM {INDEX} WHERE vector MATCH ? AND k = ?) "
        "JOIN video_embeddings e USING (embedding_id) WHERE e.video_id <> ? ORDER BY distance LIMIT ?",
        (vector, limit + 1, video_id, limit),
    )
    return [near for (near,) in rows]


def _by_comparing(connection: SQLConnection, model: str, vector: bytes, video_id: str, limit: int) -> list[str]:
    """Compare with every vector: exact, needs no index, and takes a millisecond per thousand."""
    rows = connection.execute(
        f"SELECT video_id FROM video_embeddings WHERE model = ? AND video_id <> ? AND {SAYS} "
        "ORDER BY vec_distance_cosine(vector, ?) LIMIT ?",
        (model, video_id, vector, limit),
    )
    return [near for (near,) in rows]
