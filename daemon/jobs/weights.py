"""Fitting the hybrid's weights to each person: what they wanted next tells how much each kind of evidence counts for them."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Final

import orjson

from daemon.store.models import NewModel
from recsys.features import FEATURE_NAMES
from recsys.personas import MIN_POSITIVES
from recsys.rankers.hybrid import HybridConfig

from .work import Kind, Tools, Work

KIND: Final = "hybrid"
DAY_SECONDS: Final = 86_400.0
NEW_SHARE: Final = 0.1
"""So large a share of new positives since the last fit makes another one worth its tenth of a second."""


async def is_due(tools: Tools, user_id: int | None) -> bool:
    """Whether there are enough positives, and a tenth of them new since the last fit."""
    assert user_id is not None
    count = await _positives(tools, user_id)
    if count < MIN_POSITIVES:
        return False
    last = await tools.store.models.newest(user_id, KIND)
    if last is None or last.embedding_model != tools.recommender.model:
        return True
    if last.metrics["weights"].keys() != {each.name for each in fields(HybridConfig)}:
        return True  # of another version: they no longer serve
    return abs(count - int(last.metrics["positives"])) >= NEW_SHARE * int(last.metrics["positives"])


async def run(work: Work) -> dict[str, object]:
    """Fit, save and serve the weights; with few positives they are the defaults, and nothing is lost by trying."""
    work.report(0, None, f"Weighing what {await _positives(work.tools, work.user_id)} wanted videos have in common")
    return await renew(work.tools, work.user_id)


async def renew(tools: Tools, user_id: int) -> dict[str, object]:
    """Fit, save and serve the weights; return what they were fitted to, and what they are."""
    now, epoch = tools.clock(), (await tools.store.users.get(user_id)).epoch
    embedding = tools.recommender.model  # asked first: another may serve when the weights are there
    count = await _positives(tools, user_id)
    weights = asdict(await tools.recommender.fitted(user_id))
    metrics = {"positives": count, "weights": weights}
    schema, artefact = " ".join(FEATURE_NAMES), orjson.dumps(weights)
    made = NewModel(KIND, KIND, f"{now:.0f}", user_id, embedding, schema, metrics, artefact)
    model_id = await tools.store.models.save(made, now=now, epoch=epoch)
    if model_id is not None:  # else what it was learned from has been deleted meanwhile
        await tools.store.models.promote(model_id)
        await tools.recommender.models_changed(user_id)
    return {"positives": count, "weights": {name: round(value, 3) for name, value in weights.items()}}


async def _positives(tools: Tools, user_id: int) -> int:
    rows, _ = await tools.recommender.wanted(user_id)
    return len(rows)


WEIGHTS: Final = Kind("weights", run, is_due, every_seconds=DAY_SECONDS)
