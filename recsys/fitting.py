"""The hybrid's weights for one person: fitted to what they wanted next, and held to the defaults where that says little.

The newest quarter of the history is put aside; the taste of what came before is asked to rank it among the catalogue.
The weights maximise the likelihood of a choice (a softmax over the wanted videos and a sample of all others) times a normal
prior around the defaults, so few positives move them little and a column that never varies not at all. One stretch of a
history is one sample, so what serves lies between these weights and the defaults.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from recsys import features
from recsys.arrays import FloatArray, IntArray, blocks
from recsys.catalog import Catalog
from recsys.features import Features
from recsys.history import History
from recsys.personas import Personas
from recsys.rankers.hybrid import HybridConfig, HybridRanker
from recsys.slate import Context, Limits
from recsys.steps import Steps, finish
from recsys.taste import learning


@dataclass(frozen=True, slots=True)
class FittingConfig:
    """How far the weights may go."""

    held_out: float = 0.25
    """Share of the history, its newest, that is asked for."""
    fewest_positives: int = 5
    """Fewer wanted videos among it leave the defaults as they are."""
    most_positives: int = 500
    others: int = 2_000
    """Videos drawn from the rest of the catalogue; the softmax counts each for as many as it stands for."""
    deviation: float = 0.3
    """Of the prior, in nats of score for one standard deviation of a column among the others."""
    trust: float = 0.5
    """How far of the way from the defaults to these weights to go; docs/evaluation.md tells what the whole way costs."""


DEFAULT, CONFIG = HybridConfig(), FittingConfig()
NOBODY: Mapping[int, float] = MappingProxyType({})
"""No channel is followed."""

FITTED = (
    *("dense", "dense_recent", "lexical", "ridge", "channel", "channel_recent", "series", "category", "language"),
    *("length", "age_match", "age_recent", "view_match", "views_for_age", "views", "age"),
)
"""The weights that a history alone can teach; the page's order and what is asked for are not in it.

Nor is how much news counts: what came out since stands in the catalogue too, and was no news yet.
"""
_ROWS_AT_ONCE = 256
_LEAST_SPREAD = 0.05
"""A column that hardly varies says nothing, whatever its weight."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """What a person wanted next, to be ranked among others with the taste of what came before."""

    earlier: History
    followed: Collection[int]
    moment: float
    rows: IntArray
    """(n,) the wanted ones first."""
    wanted: int
    offset: float
    """Log of how many of all others each of the drawn ones stands for."""

    def tables(self, catalog: Catalog) -> Steps[list[Features]]:
        """Learn the taste, and return what it says of the rows, in parts."""
        nobody = Personas.none(catalog.dimensions)
        taste = yield from learning(
            catalog, self.earlier, personas=nobody, topics=(), now=self.moment, followed=self.followed
        )
        context, limits = Context("home", self.moment), Limits(hide_watched=False)
        tables = list[Features]()
        for part in blocks(len(self.rows), _ROWS_AT_ONCE):
            tables.append(features.build(catalog, taste, self.rows[part], limits, context))
            yield
        return tables

    def solved(self, tables: Sequence[Features], default: HybridConfig, config: FittingConfig) -> HybridConfig:
        """Return the weights that rank it best; tables: as `tables` returned them. Touches nothing of the catalogue."""
        told = HybridRanker(default).columns(features.joined(tables), Context("home", self.moment))
        columns = np.column_stack([told[name] for name in FITTED])
        prior = np.array([getattr(default, name) for name in FITTED])
        best = _maximise(columns, self.wanted, self.offset, prior, config.deviation)
        fitted = prior + config.trust * (best - prior)
        return replace(default, **dict(zip(FITTED, fitted.tolist(), strict=True)))


def fit(
    catalog: Catalog,
    history: History,
    *,
    now: float,
    rng: np.random.Generator,
    default: HybridConfig = DEFAULT,
    config: FittingConfig = CONFIG,
    followed: Mapping[int, float] = NOBODY,
) -> HybridConfig:
    """Return the weights for a person at `now`; the default itself while there is too little to learn from."""
    exercise = prepare(catalog, history, now=now, rng=rng, config=config, followed=followed)
    if exercise is None:
        return default
    return exercise.solved(finish(exercise.tables(catalog)), default, config)


def prepare(
    catalog: Catalog,
    history: History,
    *,
    now: float,
    rng: np.random.Generator,
    config: FittingConfig = CONFIG,
    followed: Mapping[int, float] = NOBODY,
) -> Exercise | None:
    """Return what the weights are fitted to, None while there is too little.

    followed: code of each channel followed → since when, in seconds since the epoch. What is followed since the moment of the
    exercise is followed for what was found there, and not known in it.
    """
    earlier, wanted, cut_at = _split(history, config)
    if len(wanted) < config.fewest_positives or not earlier.positive.any():
        return None
    wanted = np.sort(rng.permutation(wanted)[: config.most_positives])
    rest = np.setdiff1d(np.arange(len(catalog)), np.union1d(earlier.rows, wanted))
    others = np.sort(rng.permutation(rest)[: config.others])
    if len(others) == 0:
        return None
    offset, moment = float(np.log(len(rest) / len(others))), min(cut_at, now)
    known = [code for code, since in followed.items() if since <= moment]
    return Exercise(earlier, known, moment, np.concatenate([wanted, others]), len(wanted), offset)


def _split(history: History, config: FittingConfig) -> tuple[History, IntArray, float]:
    """Return the earlier history, the different videos first wanted after it, and the moment between the two."""
    cut = len(history) - round(config.held_out * len(history))
    earlier = History(history.rows[:cut], history.kinds[:cut], history.occurred_at[:cut], history.values[:cut])
    refused = history.rows[history.negative]
    later = np.setdiff1d(history.rows[cut:][history.positive[cut:]], np.union1d(earlier.rows, refused))
    return earlier, later, float(earlier.occurred_at[-1]) if cut else float("nan")


def _maximise(table: FloatArray, wanted: int, offset: float, prior: FloatArray, deviation: float) -> FloatArray:
    """Return (w,) weights ≥ 0 of the greatest posterior; the first `wanted` rows of the table are the choices."""
    from scipy.optimize import minimize

    spread = table[wanted:].std(axis=0)
    precision = (np.maximum(spread, _LEAST_SPREAD) / deviation) ** 2
    chosen = table[:wanted].sum(axis=0)
    weight_of = np.concatenate([np.zeros(wanted), np.full(len(table) - wanted, offset)])

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        scores = table @ weights + weight_of
        top = scores.max()
        shares = np.exp(scores - top)
        total = shares.sum()
        away = weights - prior
        value = wanted * (top + np.log(total)) - chosen @ weights + 0.5 * (precision * away**2).sum()
        return float(value), wanted * (shares / total) @ table - chosen + precision * away

    bounds = [(0.0, None)] * len(prior)
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 100})
    return np.asarray(found.x)
