"""Every list that was shown: without it nothing can be learned, compared or explained later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import orjson

from recsys.arrays import FloatArray

from .connection import SQLConnection
from .database import Subject

KEPT_SECONDS = 180 * 86_400.0
UNNAMED_SECONDS = 7 * 86_400.0
"""So long a slate is kept that no signal names: a queue may be a week late, and the level of the scores is a week's."""
AT_ONCE = 20
"""Slates of 200 items deleted in one write: a few hundredths of a second."""


@dataclass(frozen=True, slots=True)
class SlateItem:
    """One place of a slate; `propensity` is the chance with which it came there, `team` the ranker of two that chose it."""

    video_id: str
    score: float
    propensity: float
    candidate_source: str
    action: str
    team: str | None = None


@dataclass(frozen=True, slots=True)
class LoggedSlate:
    """A slate as served; `features` is (n, f) in the order of `feature_names`, one row per item."""

    slate_id: str
    user_id: int
    surface: str
    ranker: str
    ranker_version: str
    embedding_model: str
    feature_names: tuple[str, ...]
    context: str
    created_at: float
    items: Sequence[SlateItem]
    features: FloatArray


class Slates(Subject):
    """`slates` and `slate_items`."""

    async def log(self, slate: LoggedSlate) -> None:
        """Save a slate with everything that was known when it was made."""
        await self._database.write(lambda connection: log_slate(connection, slate))

    async def clicks_by_team(self, user_id: int, first: str, second: str) -> list[tuple[int, int]]:
        """Return the clicks two rankers earned on each slate they were interleaved in and that was clicked, oldest first.

        A card clicked twice is one click; one neither ranker chose is nobody's.
        """
        return await self._database.read(
            lambda connection: [
                (int(ours), int(theirs))
                for ours, theirs in connection.execute(_CLICKS_BY_TEAM, {"user": user_id, "one": first, "two": second})
            ]
        )

    async def usual_scores(self, user_id: int, *, since: float) -> tuple[float, float]:
        """Return mean and deviation of the scores in the first thirty places of a person's home feeds; (0, 0) without any."""
        return await self._database.read(lambda connection: _usual_scores(connection, user_id, since))

    async def forget_old(self, *, now: float) -> int:
        """Delete slates older than 180 days; return how many."""
        statement = "DELETE FROM slates WHERE created_at < ?"
        return await self._database.write(
            lambda connection: int(connection.execute(statement, (now - KEPT_SECONDS,)).rowcount)
        )

    async def forget_unnamed(self, *, now: float) -> int:
        """Delete slates older than a week of which no card was seen, clicked or played; return how many.

        Nothing is learned, compared or told of those. They are many at first, so others write in between.
        """
        before = (now - UNNAMED_SECONDS,)
        old = await self._database.read(lambda connection: connection.execute(_UNNAMED, before).fetchall())
        for start in range(0, len(old), AT_ONCE):
            some = [slate_id for (slate_id,) in old[start : start + AT_ONCE]]
            await self._database.write(partial(_forget, slate_ids=some))
        return len(old)


_UNNAMED = """
    SELECT slate_id FROM slates WHERE created_at < ?
      AND NOT EXISTS (SELECT 1 FROM signals WHERE signals.slate_id = slates.slate_id)
"""

_CLICKS_BY_TEAM = """
    SELECT count(DISTINCT CASE team WHEN :one THEN item.video_id END) AS ours,
           count(DISTINCT CASE team WHEN :two THEN item.video_id END) AS theirs
    FROM slates
    JOIN slate_items AS item USING (slate_id)
    JOIN signals USING (user_id, slate_id, video_id)
    WHERE user_id = :user AND signals.kind = 'click' AND signals.kind <> 'impression' -- as the index of taste has it
      AND item.team IN (:one, :two)
      AND EXISTS (SELECT 1 FROM slate_items AS other WHERE other.slate_id = slates.slate_id AND other.team = :one)
      AND EXISTS (SELECT 1 FROM slate_items AS other WHERE other.slate_id = slates.slate_id AND other.team = :two)
    GROUP BY slate_id
    ORDER BY slates.created_at, slate_id
"""


def log_slate(connection: SQLConnection, slate: LoggedSlate) -> None:
    """Save a slate; for use inside a write."""
    connection.execute(
        "INSERT INTO slates (slate_id, user_id, surface, ranker, ranker_version, embedding_model, feature_schema, "
        "context, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            slate.slate_id, slate.user_id, slate.surface, slate.ranker, slate.ranker_version, slate.embedding_model,
            " ".join(slate.feature_names), slate.context, slate.created_at,
        ),
    )  # fmt: skip
    features = np.ascontiguousarray(slate.features, dtype=np.float32)
    connection.executemany(
        "INSERT INTO slate_items (slate_id, position, video_id, score, propensity, candidate_source, team, action, "
        "features) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (slate.slate_id, position, item.video_id, item.score, item.propensity, item.candidate_source, item.team,
             item.action, features[position].tobytes())
            for position, item in enumerate(slate.items)
        ],
    )  # fmt: skip


def _forget(connection: SQLConnection, *, slate_ids: Sequence[str]) -> None:
    values = (orjson.dumps(slate_ids).decode(),)
    connection.execute("DELETE FROM slates WHERE slate_id IN (SELECT value FROM json_each(?))", values)


def _usual_scores(connection: SQLConnection, user_id: int, since: float) -> tuple[float, float]:
    """Look at fifty slates, for the newest say enough; pages of YouTube's have their scores on another scale than feeds."""
    mean, square = connection.execute(
        "SELECT avg(score), avg(score * score) FROM slate_items WHERE position < 30 AND candidate_source <> 'page' AND slate_id IN "
        "(SELECT slate_id FROM slates WHERE user_id = ? AND surface = 'home' AND created_at >= ? ORDER BY created_at DESC LIMIT 50)",
        (user_id, since),
    ).fetchone()
    return (0.0, 0.0) if mean is None else (mean, max(square - mean * mean, 0.0) ** 0.5)
