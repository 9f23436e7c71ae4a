"""Personas between the store, one row each, and recsys, one array per property."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from daemon.store.personas import Persona, PersonaConfig
from recsys.personas import Personas


def to_rows(personas: Personas, named_by_person: Sequence[bool]) -> list[Persona]:
    """Return one row per persona; `named_by_person` has one entry each."""
    return [
        Persona(
            label=personas.labels[index],
            centroid=personas.centroids[index],
            activity_score=float(personas.activity[index]),
            last_activity=None if np.isnan(last := personas.last_activity[index]) else float(last),
            video_count=int(personas.counts[index]),
            sample_video_ids=personas.samples[index],
            weight=float(personas.weights[index]),
            muted=bool(personas.muted[index]),
            named_by_person=named_by_person[index],
        )
        for index in range(len(personas))
    ]


def from_rows(rows: Sequence[Persona], config: PersonaConfig | None, dimensions: int) -> Personas:
    """Return the arrays; personas made with vectors of another width count as none, since they fit no video."""
    if config is None or not rows or rows[0].centroid.shape != (dimensions,):
        return Personas.none(dimensions)
    return Personas(
        centroids=np.stack([row.centroid for row in rows]),
        activity=np.array([row.activity_score for row in rows]),
        labels=tuple(row.label for row in rows),
        counts=np.array([row.video_count for row in rows], dtype=np.int64),
        last_activity=np.array([np.nan if row.last_activity is None else row.last_activity for row in rows]),
        samples=tuple(row.sample_video_ids for row in rows),
        weights=np.array([row.weight for row in rows]),
        muted=np.array([row.muted for row in rows], dtype=np.bool_),
        silhouette=np.nan if config.silhouette_score is None else config.silhouette_score,
        clustered_at=config.last_clustered,
    )
