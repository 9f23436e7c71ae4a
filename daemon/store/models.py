"""Models of any kind, with their versions: what serves, what was tried, and what to go back to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import orjson

from daemon.errors import NotFound

from .connection import SQLConnection
from .database import Subject

State: TypeAlias = Literal["candidate", "serving", "retired"]

VERSIONS_KEPT: Final = 5
"""Of each kind and person; the one that serves is always among them."""


@dataclass(frozen=True, slots=True)
class NewModel:
    """A model that was just made; a candidate until it is promoted."""

    kind: str
    """What it is for: `catboost`, `hybrid`, …; at most one of a kind serves a person."""
    name: str
    version: str
    user_id: int | None
    """None for a model that everybody shares."""
    embedding_model: str
    feature_schema: str
    """The names of its features in order, as `slates.feature_schema` has them."""
    metrics: Mapping[str, Any]
    """JSON-ready: why it serves or does not, and what a person may want to know."""
    artefact: bytes


@dataclass(frozen=True, slots=True)
class Model(NewModel):
    """A stored model."""

    model_id: int
    state: State
    created_at: float


class Models(Subject):
    """`models`."""

    async def save(self, model: NewModel, *, now: float, epoch: int | None = None) -> int | None:
        """Save a candidate and forget all but the newest five of its kind; return its id.

        epoch: the person's, as it was when the model's data were read; None is returned, and nothing kept, when their data
        were deleted since.
        """
        return await self._database.write(lambda connection: _save(connection, model, now, epoch))

    async def serving(self, user_id: int, kind: str) -> Model | None:
        """Return the model that serves a person: their own, else the shared one."""
        return await self._one(
            "WHERE state = 'serving' AND kind = ? AND coalesce(user_id, ?) = ? ORDER BY user_id IS NULL",
            (kind, user_id, user_id),
        )

    async def newest(self, user_id: int, kind: str) -> Model | None:
        """Return the person's model that was trained last, whatever became of it."""
        return await self._one("WHERE user_id = ? AND kind = ? ORDER BY model_id DESC", (user_id, kind))

    async def promote(self, model_id: int) -> None:
        """Have a model serve and retire the one before it, in one step. Raises NotFound."""
        await self._database.write(lambda connection: _promote(connection, model_id))

    async def rollback(self, user_id: int, kind: str) -> Model | None:
        """Retire what serves, go back to the newest retired version before it, and return that; None when there is none."""
        model_id = await self._database.write(lambda connection: _rollback(connection, user_id, kind))
        return None if model_id is None else await self._one("WHERE model_id = ?", (model_id,))

    async def _one(self, condition: str, values: tuple[object, ...]) -> Model | None:
        statement = f"SELECT {_COLUMNS}, model_id, state, created_at FROM models {condition} LIMIT 1"
        row = await self._database.read(lambda connection: connection.execute(statement, values).fetchone())
        return None if row is None else _from_row(row)


_COLUMNS: Final = "kind, name, version, user_id, embedding_model, feature_schema, metrics, artefact"


def _from_row(row: tuple[Any, ...]) -> Model:
    kind, name, version, user_id, embedding_model, feature_schema, metrics, artefact, *rest = row
    return Model(kind, name, version, user_id, embedding_model, feature_schema, orjson.loads(metrics), artefact, *rest)


def _save(connection: SQLConnection, model: NewModel, now: float, epoch: int | None) -> int | None:
    if epoch is not None and not _is_of(connection, model.user_id, epoch):
        return None
    row = connection.execute(
        f"INSERT INTO models ({_COLUMNS}, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'candidate', ?) "
        "RETURNING model_id",
        (
            model.kind, model.name, model.version, model.user_id, model.embedding_model, model.feature_schema,
            orjson.dumps(model.metrics).decode(), model.artefact, now,
        ),
    ).fetchone()  # fmt: skip
    connection.execute(
        "DELETE FROM models WHERE kind = ? AND user_id IS ? AND model_id NOT IN (SELECT model_id FROM models "
        "WHERE kind = ? AND user_id IS ? ORDER BY state = 'serving' DESC, model_id DESC LIMIT ?)",
        (*(model.kind, model.user_id) * 2, VERSIONS_KEPT),
    )
    return int(row[0])


def _is_of(connection: SQLConnection, user_id: int | None, epoch: int) -> bool:
    statement = "SELECT 1 FROM users WHERE user_id = ? AND epoch = ?"
    return connection.execute(statement, (user_id, epoch)).fetchone() is not None


def _promote(connection: SQLConnection, model_id: int) -> None:
    row = connection.execute("SELECT kind, user_id FROM models WHERE model_id = ?", (model_id,)).fetchone()
    if row is None:
        raise NotFound("This model is not kept any more; train another.")
    retire = "UPDATE models SET state = 'retired' WHERE state = 'serving' AND kind = ? AND user_id IS ?"
    connection.execute(retire, row)
    connection.execute("UPDATE models SET state = 'serving' WHERE model_id = ?", (model_id,))


def _rollback(connection: SQLConnection, user_id: int, kind: str) -> int | None:
    retired = connection.execute(
        "UPDATE models SET state = 'retired' WHERE state = 'serving' AND kind = ? AND user_id = ? RETURNING model_id",
        (kind, user_id),
    ).fetchall()
    row = connection.execute(
        "UPDATE models SET state = 'serving' WHERE model_id = (SELECT max(model_id) FROM models WHERE state = 'retired' "
        "AND kind = ? AND user_id = ? AND model_id < ?) RETURNING model_id",
        (kind, user_id, retired[0][0] if retired else 0),
    ).fetchone()
    return None if row is None else int(row[0])
