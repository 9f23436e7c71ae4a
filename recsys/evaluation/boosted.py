"""The trained ranker in the impressions protocol: learned from a person's earlier slates, with and without its gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from recsys import features
from recsys.evaluation.moment import Moment
from recsys.evaluation.scorers import PRODUCT, Ranked
from recsys.evaluation.shown import JudgedSlate
from recsys.evaluation.slate_scorers import RankedPage, SlateRanker, SlateScorer
from recsys.features import FEATURE_NAMES
from recsys.rankers import BoostedModel, BoostedRanker
from recsys.slate import Context, Limits, Weights
from recsys.training.boosting import fit
from recsys.training.course import train
from recsys.training.examination import examination
from recsys.training.slates import LoggedSlates, score


@dataclass(frozen=True)
class Boosted:
    """Trees over a ranker of the product; where they are refused, or have nothing to learn from, that ranker serves."""

    base: Ranked
    through_the_gate: bool = True
    """False: what was learned always serves, and learns from all earlier slates."""

    def fit(self, moment: Moment, earlier: Sequence[JudgedSlate], rng: np.random.Generator) -> SlateScorer:
        """Learn as the product does, with features as they would have been served."""
        slates = logged(moment, earlier)
        base = self.base.ranker_of(moment)
        scores = score(base, slates, Weights())
        model = self._gated(slates, scores, rng) if self.through_the_gate else _always(slates, scores)
        return RankedPage(Ranked(base if model is None else BoostedRanker(model, base)), sees_positions=True)

    def _gated(self, slates: LoggedSlates, scores: np.ndarray, rng: np.random.Generator) -> BoostedModel | None:
        trained = train(slates, scores, scores, rng)
        return trained.model if trained.decision.passed else None


def _always(slates: LoggedSlates, scores: np.ndarray) -> BoostedModel | None:
    try:
        return fit(slates, scores, examination(slates, scores))
    except ValueError:
        return None


_last: Final[list[tuple[Sequence[JudgedSlate], LoggedSlates]]] = []
"""Of this process: the person's log, which both ways of using it ask for."""


def logged(moment: Moment, earlier: Sequence[JudgedSlate]) -> LoggedSlates:
    """Return a person's earlier slates as they would have been logged: a taste is learned for each."""
    if not _last or _last[0][0] is not earlier:
        _last[:] = [(earlier, _logged(moment, earlier))]
    return _last[0][1]


def _logged(moment: Moment, earlier: Sequence[JudgedSlate]) -> LoggedSlates:
    lengths = [len(slate.page.rows) for slate in earlier]
    tables = [_as_served(moment, slate) for slate in earlier] or [np.zeros((0, len(FEATURE_NAMES)))]
    return LoggedSlates(
        features=np.concatenate(tables).astype(np.float32),
        slates=np.repeat(np.arange(len(earlier)), lengths),
        places=np.array([place for slate in earlier for place in slate.page.positions], dtype=np.int64),
        gains=np.array([wanted for slate in earlier for wanted in slate.wanted], dtype=np.float64),
        made_at=np.array([slate.page.shown_at for slate in earlier], dtype=np.float64),
        feature_names=FEATURE_NAMES,
    )


def _as_served(moment: Moment, slate: JudgedSlate) -> np.ndarray:
    """Return the feature table of a page; the person as they were then, without personas, which take no part in the hybrid."""
    now = slate.page.shown_at
    taste, context = moment.earlier(now).taste, Context(surface="home", now=now)
    limits = Limits(hide_watched=False)
    return features.build(moment.catalog, taste, slate.page.rows, limits, context, slate.page.positions).values


BOOSTED: Final[Mapping[str, SlateRanker]] = {
    "catboost (always)": Boosted(PRODUCT["hybrid"], through_the_gate=False),
    "catboost (through the gate)": Boosted(PRODUCT["hybrid"]),
}
