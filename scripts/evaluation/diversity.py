"""`scripts/evaluate diversity --data DIR`: what variety costs, list by list, on the people parameters may be chosen on.

DIR holds data sets in the form of docs/evaluation.md, each with a `users` file that says which people are for
development; nobody else is judged. A set without views is judged twice, the second time with stand-in public counts. The
hybrid's best cards of the whole catalogue, with each person's own weights, are put in order once for every setting; only the
ordering differs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any, Final

import numpy as np

from recsys import features
from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.evaluation.dataset import DataSet, read_data_set
from recsys.evaluation.judging import Judging
from recsys.evaluation.people import Person, event_counts
from recsys.evaluation.run import embedded, people, public
from recsys.metrics import Interval, bootstrap, intra_list_distance, paired_bootstrap
from recsys.ordering import Diversity, DiversityConfig, divergence, persona_shares, spread_channels
from recsys.slate import Context, Limits

KEPT: Final = 200
"""Best cards of each person that an ordering may choose from."""
SHOWN: Final = 10
GRID: Final = {
    "best": (0, 2, 4, 6),
    "relevance": (0.12, 0.17, 0.22, 0.3, 0.45),
    "calibration": (0.0, 0.2),
}
Setting = DiversityConfig | int | None
"""A configuration; a plain cap of so many cards of a channel; or the scores alone."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One person's best cards, best first."""

    scores: FloatArray
    vectors: FloatArray
    channels: IntArray
    personas: IntArray
    shares: FloatArray
    relevant: FloatArray
    total_relevant: int
    random_distance: float


def measure(arguments: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """Return the report; nothing is demanded of it."""
    sets = dict[str, list[dict[str, Any]]]()
    for folder in sorted(path.parent for path in arguments.data.glob("*/users.csv")):
        data = read_data_set(folder, "development")
        catalog = embedded(data, arguments.model)
        without_views = not np.isfinite(catalog.view_count).any()
        sets[folder.name] = _measure_set(folder.name, _people(catalog, data, arguments, stand_in=False), arguments)
        if without_views:
            name = f"{folder.name}, stand-in public counts"
            sets[name] = _measure_set(name, _people(catalog, data, arguments, stand_in=True), arguments)
    return {"sets": sets}, True


def _measure_set(name: str, people: Iterator[Ranked], arguments: argparse.Namespace) -> list[dict[str, Any]]:
    ranked = list(islice(people, arguments.users))
    print(f"\n{name}: {len(ranked)} people; against the scores alone, mean [95 %]")
    plain = _figures(ranked, None)
    rows = []
    for setting in _settings():
        figures = _figures(ranked, setting)
        rows.append(_row(setting, figures, plain, arguments.seed))
        print(_line(rows[-1]), flush=True)
    return rows


def _settings() -> Iterator[Setting]:
    yield None
    yield 3
    for values in product(*GRID.values()):
        best, relevance, calibration = values
        yield DiversityConfig(best=int(best), relevance=relevance, calibration=calibration)


def _people(catalog: Catalog, data: DataSet, arguments: argparse.Namespace, *, stand_in: bool) -> Iterator[Ranked]:
    rng = np.random.default_rng(arguments.seed)
    everybody = people(catalog, data)
    counts = event_counts(public(catalog, data), len(catalog))
    judging = Judging(catalog, {}, arguments.seed, counts, stand_in, pipeline=None)
    for index in rng.permutation(len(everybody)):
        yield _ranked(judging, everybody[index], rng)


def _ranked(judging: Judging, person: Person, rng: np.random.Generator) -> Ranked:
    moment, catalog = judging.moment(person), judging.catalog
    taste = moment.taste_with_personas
    rows = np.setdiff1d(np.arange(len(catalog)), person.history.rows)
    table = features.build(catalog, taste, rows, Limits(hide_watched=False), Context("home", person.now))
    total = moment.hybrid(table, Context("home", person.now)).total
    best = np.argsort(-total, kind="stable")[:KEPT]
    drawn = rng.choice(rows, min(KEPT, len(rows)), replace=False)
    return Ranked(
        scores=total[best],
        vectors=catalog.space.centre(catalog.vectors[rows[best]]),
        channels=catalog.channel[rows[best]],
        personas=taste.personas.nearest(catalog.vectors[rows[best]]),
        shares=persona_shares(taste),
        relevant=np.isin(rows[best], person.relevant).astype(np.float64),
        total_relevant=len(person.relevant),
        random_distance=intra_list_distance(catalog.space.centre(catalog.vectors[drawn])),
    )


def _order(person: Ranked, setting: Setting) -> IntArray:
    plain = np.arange(len(person.scores))
    if setting is None:
        return plain
    if isinstance(setting, int):
        earlier = [np.count_nonzero(person.channels[:place] == person.channels[place]) for place in plain]
        return plain[(np.array(earlier) < setting) | (person.channels < 0)]
    order = Diversity(setting)(person.scores, person.vectors, person.channels, person.personas, person.shares)
    return spread_channels(order, person.channels, Limits().max_in_a_row)


def _figures(people: list[Ranked], setting: Setting) -> dict[str, FloatArray]:
    rows = [_figures_of(person, _order(person, setting)[:SHOWN]) for person in people]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _figures_of(person: Ranked, shown: IntArray) -> dict[str, float]:
    missing = np.zeros(SHOWN)
    missing[: person.total_relevant] = 1.0  # the best possible list, whatever the first cards hold
    best = ndcg_gain(missing)
    shares = np.bincount(person.personas[shown][person.personas[shown] >= 0], minlength=len(person.shares)) / SHOWN
    return {
        "ndcg@10": ndcg_gain(person.relevant[shown]) / best,
        "distance": intra_list_distance(person.vectors[shown]) / person.random_distance,
        "divergence": float(divergence(person.shares, shares)) if person.shares.sum() > 0 else float("nan"),
    }


def ndcg_gain(gains: FloatArray) -> float:
    """Return the discounted gain of a list."""
    return float(gains @ (1 / np.log2(np.arange(2, len(gains) + 2))))


def _row(
    setting: Setting, figures: Mapping[str, FloatArray], plain: Mapping[str, FloatArray], seed: int
) -> dict[str, Any]:
    def chance() -> np.random.Generator:
        return np.random.default_rng(seed)

    loss = paired_bootstrap(figures["ndcg@10"], plain["ndcg@10"], chance())
    base = float(plain["ndcg@10"].mean())
    return {
        "setting": _name(setting),
        **{name: _interval(bootstrap(values, chance())) for name, values in figures.items()},
        "ndcg@10 change": [round(each / base, 4) for each in (loss.mean, loss.low, loss.high)],
    }


def _name(setting: Setting) -> str:
    if setting is None:
        return "scores alone"
    if isinstance(setting, int):
        return f"at most {setting} of a channel"
    return " ".join(f"{name}={getattr(setting, name)}" for name in GRID)


def _interval(interval: Interval) -> list[float]:
    return [round(each, 4) for each in (interval.mean, interval.low, interval.high)]


def _line(row: Mapping[str, Any]) -> str:
    mean, low, high = row["ndcg@10 change"]
    distance, kl = row["distance"][0], row["divergence"][0]
    return (
        f"  {row['setting']:52} nDCG@10 {row['ndcg@10'][0]:.4f} {mean:+7.2%} [{low:+.2%}, {high:+.2%}]"
        f"  distance {distance:.3f}  KL {kl:.3f}"
    )
