"""The whole course of a training: learn from the older slates, judge by the newest, decide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray
from recsys.rankers.base import Ranker
from recsys.rankers.catboost import BoostedModel
from recsys.slate import Weights
from recsys.training.boosting import BoostingConfig, fit
from recsys.training.examination import examination
from recsys.training.gate import Decision, compared, judge, split_newest, too_early
from recsys.training.slates import LoggedSlates, score


@dataclass(frozen=True, slots=True)
class Trained:
    """A candidate, if there was enough to learn from, and what was decided about it."""

    model: BoostedModel | None
    decision: Decision


def train(
    slates: LoggedSlates,
    base: FloatArray,
    in_use: FloatArray,
    rng: np.random.Generator,
    *,
    in_use_name: str = "the ranker in use",
    config: BoostingConfig | None = None,
) -> Trained:
    """Train on the older slates and judge by the newest fifth, which the model that is judged, and may serve, never saw.

    base, in_use: (r,) scores of the ranker the trees stand on, and of the one that serves; often the same.
    """
    if (refusal := too_early(slates)) is not None:
        return Trained(None, refusal)
    older, newest = split_newest(slates)
    cut = len(older.slates)
    examined = examination(older, base[:cut])
    try:
        model = fit(older, base[:cut], examined, config)
    except ValueError:  # every page was wanted as a whole, or not at all
        return Trained(None, Decision(False, "It is too early: no page tells what was wanted more than the rest.", {}))
    ours = base[cut:] + model(newest.features)
    return Trained(model, judge(newest, ours, in_use[cut:], examined, rng, in_use_name))


def scores_of(slates: LoggedSlates, base: Ranker, in_use: Ranker, weights: Weights) -> tuple[FloatArray, FloatArray]:
    """Return (r,) scores of both rankers; computed once where they are the same."""
    of_base = score(base, slates, weights)
    return of_base, of_base if in_use == base else score(in_use, slates, weights)


def has_become_worse(slates: LoggedSlates, base: FloatArray, serving: FloatArray, rng: np.random.Generator) -> bool:
    """Return whether what serves orders the newest fifth surely worse than the ranker it stands on; scores as in `train`."""
    older, newest = split_newest(slates)
    cut = len(older.slates)
    return compared(newest, serving[cut:], base[cut:], examination(older, base[:cut]), rng)["gain high"] < 0
