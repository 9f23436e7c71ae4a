"""A person's clusters of interest: derived, but their names, weights and mutes are the person's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final

import numpy as np
import orjson

from daemon.errors import NotFound
from recsys.arrays import FloatArray

from .connection import SQLConnection
from .database import Subject
from .vector_index import in_service


@dataclass(frozen=True, slots=True)
class Persona:
    """One cluster of interest."""

    label: str
    centroid: FloatArray
    """(d,) float32."""
    activity_score: float
    last_activity: float | None
    video_count: int
    sample_video_ids: tuple[str, ...]
    weight: float = 1.0
    muted: bool = False
    named_by_person: bool = False


@dataclass(frozen=True, slots=True)
class PersonaConfig:
    """How the personas in use were made, and how much each factor of their formula weighs."""

    k: int
    embedding_model: str
    last_clustered: float
    clustering_samples: int
    silhouette_score: float | None
    activity_half_life_days: float = 14.0
    activity_floor: float = 0.1
    channel_boost_weight: float = 1.0
    view_health_weight: float = 1.0
    recency_weight: float = 1.0


class Personas(Subject):
    """`personas` in the order of their index, and `persona_config`."""

    async def all(self, user_id: int) -> list[Persona]:
        """Return the personas by index; [] before there are any."""
        return await self._database.read(lambda connection: _all(connection, user_id))

    async def config(self, user_id: int) -> PersonaConfig | None:
        """Return how they were made; None before there are any."""
        return await self._database.read(lambda connection: _config(connection, user_id))

    async def replace(
        self,
        user_id: int,
        personas: Sequence[Persona],
        config: PersonaConfig | None = None,
        *,
        continued: Sequence[Persona] | None = None,
    ) -> bool:
        """Put these in the place of all the old ones; the config stays when None is given.

        continued: the old ones whose names and dials they have. Returns False, and changes nothing, where the person has
        named, weighed, muted or merged any since.

        For somebody who knows no video none are kept: their data were deleted while the personas were made. Personas among
        the vectors of a model that has left service meanwhile change nothing.
        """
        return await self._database.write(lambda connection: _replace(connection, user_id, personas, config, continued))

    async def set_activities(
        self, user_id: int, activities: Sequence[tuple[float, float | None]], *, clustered_at: float
    ) -> None:
        """Set (activity_score, last_activity) by index and touch nothing else: names and dials may change meanwhile.

        clustered_at: when they were found; where they were found anew or merged since, nothing is set.
        """
        statement = (
            "UPDATE personas SET activity_score = ?, last_activity = ? WHERE user_id = ? AND position = ? "
            "AND (user_id, ?, ?) IN (SELECT user_id, k, last_clustered FROM persona_config)"
        )
        rows = [
            (*activity, user_id, position, len(activities), clustered_at)
            for position, activity in enumerate(activities)
        ]
        await self._database.write(lambda connection: connection.executemany(statement, rows))

    async def merge(self, user_id: int, indexes: Sequence[int]) -> None:
        """Join personas into the first of them, weighted by their videos; the others go. Raises NotFound."""
        await self._database.write(lambda connection: _merge(connection, user_id, list(dict.fromkeys(indexes))))

    async def change(self, user_id: int, index: int, values: Mapping[str, object]) -> None:
        """Set `label`, `weight` or `muted` of one; a label given by the person is kept. Raises NotFound."""
        await self._database.write(lambda connection: _change(connection, user_id, index, values))


_COLUMNS: Final = (
    "label, centroid, activity_score, last_activity, video_count, sample_video_ids, weight, muted, named_by_person"
)
_CONFIG: Final = (
    "k, embedding_model, last_clustered, clustering_samples, silhouette_score, activity_half_life_days, "
    "activity_floor, channel_boost_weight, view_health_weight, recency_weight"
)


def _all(connection: SQLConnection, user_id: int) -> list[Persona]:
    statement = f"SELECT {_COLUMNS} FROM personas WHERE user_id = ? ORDER BY position"
    return [_from_row(row) for row in connection.execute(statement, (user_id,))]


def _from_row(row: tuple[Any, ...]) -> Persona:
    label, centroid, activity, last_activity, count, samples, weight, muted, named = row
    vector = np.frombuffer(centroid, dtype=np.float32)
    ids = tuple(orjson.loads(samples))
    return Persona(label, vector, activity, last_activity, count, ids, weight, bool(muted), bool(named))


def _config(connection: SQLConnection, user_id: int) -> PersonaConfig | None:
    row = connection.execute(f"SELECT {_CONFIG} FROM persona_config WHERE user_id = ?", (user_id,)).fetchone()
    return None if row is None else PersonaConfig(*row)


def _replace(
    connection: SQLConnection,
    user_id: int,
    personas: Sequence[Persona],
    config: PersonaConfig | None,
    continued: Sequence[Persona] | None = None,
) -> bool:
    if config is not None and in_service(connection) not in (None, config.embedding_model):
        return True
    if continued is not None and _said_of(continued) != _said_of(_all(connection, user_id)):
        return False
    connection.execute("DELETE FROM personas WHERE user_id = ?", (user_id,))
    if connection.execute("SELECT 1 FROM video_sources WHERE user_id = ? LIMIT 1", (user_id,)).fetchone() is None:
        return True
    connection.executemany(
        f"INSERT INTO personas (user_id, position, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(user_id, position, *_as_row(persona)) for position, persona in enumerate(personas)],
    )
    if config is not None:
        connection.execute(
            f"INSERT OR REPLACE INTO persona_config (user_id, {_CONFIG}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                user_id, config.k, config.embedding_model, config.last_clustered, config.clustering_samples,
                config.silhouette_score, config.activity_half_life_days, config.activity_floor,
                config.channel_boost_weight, config.view_health_weight, config.recency_weight,
            ),
        )  # fmt: skip
    return True


def _said_of(personas: Sequence[Persona]) -> list[tuple[object, ...]]:
    """Return what the person may have said of each."""
    return [(each.label, each.named_by_person, each.weight, each.muted) for each in personas]


def _as_row(persona: Persona) -> tuple[object, ...]:
    return (
        persona.label, np.ascontiguousarray(persona.centroid, dtype=np.float32).tobytes(), persona.activity_score,
        persona.last_activity, persona.video_count, orjson.dumps(persona.sample_video_ids).decode(), persona.weight,
        persona.muted, persona.named_by_person,
    )  # fmt: skip


def _merge(connection: SQLConnection, user_id: int, indexes: Sequence[int]) -> None:
    personas = _all(connection, user_id)
    if missing := [index for index in indexes if index >= len(personas)]:
        raise NotFound(f"There is no persona {missing[0]}; ask for the list again.")
    merged = _joined([personas[index] for index in indexes])
    kept = [
        merged if index == indexes[0] else persona
        for index, persona in enumerate(personas)
        if index == indexes[0] or index not in indexes
    ]
    _replace(connection, user_id, kept, None)
    connection.execute("UPDATE persona_config SET k = ? WHERE user_id = ?", (len(kept), user_id))


def _joined(parts: Sequence[Persona]) -> Persona:
    """Return one persona for several: the mean direction by videos, the liveliest activity, the first one's dials."""
    counts = np.array([max(part.video_count, 1) for part in parts], dtype=np.float32)
    centre = counts @ np.stack([part.centroid for part in parts])
    samples = [video_id for group in zip_longest(*(part.sample_video_ids for part in parts)) for video_id in group]
    return replace(
        parts[0],
        centroid=centre / max(float(np.linalg.norm(centre)), 1e-12),
        activity_score=max(part.activity_score for part in parts),
        last_activity=max((part.last_activity for part in parts if part.last_activity is not None), default=None),
        video_count=sum(part.video_count for part in parts),
        sample_video_ids=tuple(dict.fromkeys(filter(None, samples)))[:6],
    )


def _change(connection: SQLConnection, user_id: int, index: int, values: Mapping[str, object]) -> None:
    changes = {name: values[name] for name in ("label", "weight", "muted") if values.get(name) is not None}
    if "label" in changes:
        changes["named_by_person"] = True
    for name, value in changes.items():
        connection.execute(
            f"UPDATE personas SET {name} = ? WHERE user_id = ? AND position = ?", (value, user_id, index)
        )
    statement = "SELECT 1 FROM personas WHERE user_id = ? AND position = ?"
    if connection.execute(statement, (user_id, index)).fetchone() is None:
        raise NotFound(f"There is no persona {index}; ask for the list again.")
