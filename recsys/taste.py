"""Everything learned of one person, as frozen arrays a ranker needs nothing beside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from recsys.arrays import FloatArray
from recsys.catalog import Catalog
from recsys.evidence import Evidence
from recsys.history import History
from recsys.personas import Personas
from recsys.space import Space


@dataclass(frozen=True, slots=True)
class Topic:
    """An interest picked by the person: a weak event that fades."""

    label: str
    vector: FloatArray
    """(d,) the label as embedded, not centred; zero when the embedder knows no word of it."""
    weight: float
    """1 for a topic picked at the start; a category's interest score else."""
    picked_at: float


@dataclass(frozen=True, slots=True)
class Taste:
    """One person's taste at one moment."""

    space: Space
    """The space `liked`, `refused` and `ridge` live in."""
    personas: Personas
    topics: tuple[Topic, ...]
    liked: Evidence
    refused: Evidence
    ridge: FloatArray
    """(d,) direction of what is liked against the whole catalogue, scaled so that the catalogue's scores have deviation 1."""
    covariance: FloatArray
    """(d, d) A⁻¹ of the ridge: a video's uncertainty is sqrt(xᵀ A⁻¹ x)."""
    channel_counts: FloatArray
    """(channels,) decayed count of liked minus refused videos; codes beyond the end count 0."""
    events: int
    """Events it was learned from."""
    learned_at: float


def learn(
    catalog: Catalog,
    history: History,
    *,
    personas: Personas,
    topics: Sequence[Topic],
    now: float,
    followed: Collection[int] = (),
) -> Taste:
    """Learn a taste; any of history, personas and topics may be empty.

    followed: codes of `catalog.channels` the person subscribed to; each counts as one liked video of now.
    """
    raise NotImplementedError
