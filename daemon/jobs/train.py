"""Learning an order from what was shown and what came of it, in a child process; only what passes the gate serves."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

import numpy as np

from daemon.children import in_child
from daemon.moments import is_longer_ago
from daemon.store.models import NewModel
from daemon.store.outcomes import Outcomes
from recsys.features import FEATURE_NAMES
from recsys.rankers import Ranker
from recsys.slate import Surface, Weights
from recsys.training.course import Trained, has_become_worse, scores_of, train
from recsys.training.gate import LEAST_IMPRESSIONS, LEAST_POSITIVES, Decision, too_early
from recsys.training.slates import LoggedSlates, gains

from . import weights
from .work import Kind, Tools, Work, never

KIND: Final = "catboost"
SCHEMA: Final = " ".join(FEATURE_NAMES)
HOUR_SECONDS: Final = 3_600.0
DAY_SECONDS: Final = 86_400.0
NEW_SHARE: Final = 0.1
"""So large a share of new impressions since the last training makes another one worth its seconds."""


async def is_due(tools: Tools, user_id: int | None) -> bool:
    """Whether there is enough to learn from, a tenth of it or the weights below new, and the last training a day ago."""
    assert user_id is not None
    model, outcomes = tools.recommender.model, tools.store.outcomes
    known = await outcomes.experience(user_id, model, SCHEMA)
    if known.impressions < LEAST_IMPRESSIONS or known.clicks < LEAST_POSITIVES:
        return False
    last = await tools.store.models.newest(user_id, KIND)
    if last is None or (last.embedding_model, last.feature_schema) != (model, SCHEMA):
        return True
    if not is_longer_ago(last.created_at, DAY_SECONDS, tools.clock()):
        return False
    fitted = await tools.store.models.newest(user_id, weights.KIND)
    if fitted is not None and fitted.created_at > last.created_at:
        return True  # what serves was judged on another base than it stands on now
    new = await outcomes.experience(user_id, model, SCHEMA, since=last.created_at)
    return new.impressions >= NEW_SHARE * float(last.metrics["samples"])


async def run(work: Work) -> dict[str, object]:
    """Fit the weights below where that is due, take back what has become worse, then train, judge, and promote what passed.

    With too little to learn from nothing changes, and the result says so.
    """
    tools, user_id = work.tools, work.user_id
    if await weights.is_due(tools, user_id):
        await weights.renew(tools, user_id)
    epoch = (await tools.store.users.get(user_id)).epoch
    embedding = tools.recommender.model
    slates = logged(await tools.store.outcomes.of(user_id, embedding, SCHEMA))
    if (refusal := too_early(slates)) is not None:
        return _told(Trained(None, refusal), 0)
    work.report(0, None, f"Learning from {len(slates.slates):,} cards you saw")
    undone = await _undo(work, slates)  # first: what beats a bad ranker need not beat the hybrid
    person = await tools.recommender.person(user_id)
    trained = await in_child(_train, slates, person.hybrid, person.trained, person.weights(), user_id)
    await _keep(work, trained, slates, embedding, epoch)
    return _told(trained, undone)


def logged(outcomes: Outcomes) -> LoggedSlates:
    """Return what is stored of a person's slates as what is learned from."""
    worth = gains(outcomes.clicked, outcomes.fractions, outcomes.seconds, outcomes.ratings, outcomes.saved)
    surfaces = cast("tuple[Surface, ...]", outcomes.surfaces)
    return LoggedSlates(
        outcomes.features, outcomes.slates, outcomes.places, worth, outcomes.made_at, FEATURE_NAMES, surfaces
    )


def _train(slates: LoggedSlates, base: Ranker, serving: Ranker | None, weights: Weights, seed: int) -> Trained:
    """Run in the child; one seed per person, so that the same slates give the same model and decision."""
    in_use = serving or base
    of_base, of_in_use = scores_of(slates, base, in_use, weights)
    return train(slates, of_base, of_in_use, np.random.default_rng(seed), in_use_name=in_use.name)


def _is_worse(slates: LoggedSlates, base: Ranker, serving: Ranker, weights: Weights, seed: int) -> bool:
    """Run in the child."""
    return has_become_worse(slates, *scores_of(slates, base, serving, weights), np.random.default_rng(seed))


async def _keep(work: Work, trained: Trained, slates: LoggedSlates, embedding: str, epoch: int) -> None:
    """Save the candidate with what was decided, and have it serve if it passed."""
    if trained.model is None:
        return
    tools, now = work.tools, work.tools.clock()
    model = replace(trained.model, version=f"{now:.0f}")
    metrics = {**_as_json(trained.decision), "samples": len(slates.slates), "slates": len(slates)}
    made = NewModel(KIND, KIND, model.version, work.user_id, embedding, SCHEMA, metrics, model.to_bytes())
    model_id = await tools.store.models.save(made, now=now, epoch=epoch)
    if model_id is not None and trained.decision.passed:
        await tools.store.models.promote(model_id)
        await tools.recommender.models_changed(work.user_id)


async def _undo(work: Work, slates: LoggedSlates) -> int:
    """Go back, version by version, from a model that has become worse than the hybrid; return how many were retired."""
    recommender, undone = work.tools.recommender, 0
    while True:
        person = await recommender.person(
            work.user_id
        )  # asked again: all are read anew where somebody deletes their data
        if person.trained is None or not await in_child(
            _is_worse, slates, person.hybrid, person.trained, person.weights(), work.user_id
        ):
            return undone
        await work.tools.store.models.rollback(work.user_id, KIND)
        await recommender.models_changed(work.user_id)
        undone += 1


def _told(trained: Trained, undone: int) -> dict[str, object]:
    return {"trained": trained.model is not None, "undone": undone, **_as_json(trained.decision)}


def _as_json(decision: Decision) -> dict[str, object]:
    figures = {name: round(value, 6) for name, value in decision.figures.items() if np.isfinite(value)}
    return {"passed": decision.passed, "reason": decision.reason, "figures": figures}


# No single change is worth a training.
TRAIN: Final = Kind("train", run, is_due, never, every_seconds=HOUR_SECONDS)
