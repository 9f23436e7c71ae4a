"""Clustering what a person likes into personas, in a child process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from daemon.agent.categories import CategoryAgent
from daemon.agent.model import Model
from daemon.children import in_child
from daemon.personas_rows import from_rows, to_rows
from daemon.recommender.portrait import portrait
from daemon.recommender.turns import in_steps
from daemon.store.personas import Persona, PersonaConfig
from recsys.arrays import FloatArray
from recsys.labels import is_of_terms
from recsys.personas import MIN_POSITIVES, Clustering, Personas, assembling, cluster, distinct

from .work import Kind, Tools, Work

DAY_SECONDS: Final = 86_400.0
NEW_SHARE: Final = 0.1
"""So large a share of new positives since the last clustering makes another one worth its seconds …"""
FEWEST_NEW: Final = 5
"""… but never fewer than so many."""


async def is_due(tools: Tools, user_id: int | None) -> bool:
    """Whether there are enough positives, and enough of them are new since the last clustering."""
    assert user_id is not None
    rows, _ = await tools.recommender.wanted(user_id)
    if len(rows) < MIN_POSITIVES:
        return False
    config = await tools.store.personas.config(user_id)
    if config is None or config.embedding_model != tools.recommender.model:
        return True
    new = abs(len(rows) - config.clustering_samples)
    return new >= max(FEWEST_NEW, NEW_SHARE * config.clustering_samples)


async def run(work: Work) -> dict[str, object]:
    """Cluster, name and save; with fewer than 30 positives nothing changes and the result says how many there are."""
    recommender, user_id = work.tools.recommender, work.user_id
    rows, weights = await recommender.wanted(user_id)
    if len(rows) < MIN_POSITIVES:
        return {"personas": 0, "positives": len(rows), "needed": MIN_POSITIVES}
    work.report(0, None, f"Clustering {len(rows)} videos")
    k, catalog, model = work.job.params.get("k"), recommender.catalog, recommender.model
    clustering = await in_child(
        _cluster, await recommender.run_between(lambda: catalog.vectors[rows]), weights, k, user_id
    )
    history = await recommender.history(user_id)  # asked again: it went on while the child computed
    if recommender.catalog is not catalog:
        return await run(work)  # another model serves, or somebody deleted their data: other vectors or other rows
    now, store = work.tools.clock(), work.tools.store.personas
    while True:
        kept = await store.all(user_id)
        previous = from_rows(kept, await store.config(user_id), catalog.dimensions)
        assembled = partial(assembling, catalog, history, rows, clustering, previous=previous, now=now)
        personas = await _in_words(work, await in_steps(assembled, recommender.run_between), kept)
        if await _save(work, personas, len(rows), model, kept):
            break  # else the person named or dialled one of the old meanwhile, maybe while a model looked for words
    return {"personas": len(personas), "positives": len(rows), "silhouette": round(clustering.silhouette, 4)}


def _cluster(vectors: FloatArray, weights: FloatArray, k: int | None, seed: int) -> Clustering:
    """Run in the child; one seed per person, so that the same history gives the same personas."""
    return cluster(vectors, weights, k=k, rng=np.random.default_rng(seed))


async def _in_words(work: Work, personas: Personas, kept: Sequence[Persona]) -> Personas:
    """Let a model say what is labelled by terms alone; without one, or where it fails, the terms stay. A person's own names stay."""
    tools = work.tools
    model = Model(tools.settings, tools.store, tools.clock)
    if not await model.may_be_asked(work.user_id):
        return personas
    history = await tools.recommender.history(work.user_id)
    told = await tools.recommender.run_between(lambda: portrait(tools.recommender.catalog, history, personas))
    own = _names(kept)
    asked = [each for each in told.clusters if is_of_terms(label := personas.labels[each.persona]) and label not in own]
    said = await CategoryAgent(model).labels(work.user_id, asked)
    labels = [said.get(n, label) for n, label in enumerate(personas.labels)]
    return replace(personas, labels=distinct(labels, kept=set(range(len(labels))) - said.keys()))


async def _save(work: Work, personas: Personas, samples: int, model: str, kept: Sequence[Persona]) -> bool:
    """Put the personas in the place of those they continue; return False where the person said something of those since."""
    config = PersonaConfig(
        k=len(personas),
        embedding_model=model,
        last_clustered=personas.clustered_at,
        clustering_samples=samples,
        silhouette_score=personas.silhouette,
    )
    rows = to_rows(personas, [label in _names(kept) for label in personas.labels])
    is_saved = await work.tools.store.personas.replace(work.user_id, rows, config, continued=kept)
    await work.tools.recommender.personas_changed(work.user_id)
    return is_saved


def _names(kept: Sequence[Persona]) -> set[str]:
    """Return the names that the person gave."""
    return {row.label for row in kept if row.named_by_person}


PERSONAS: Final = Kind("personas", run, is_due, every_seconds=DAY_SECONDS)
