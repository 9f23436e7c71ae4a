"""The catalogue protocol: one person's earlier events and public facts in, the whole catalogue ranked, no sampled negatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.evaluation.interests import Interests, interests
from recsys.evaluation.judging import Judging
from recsys.evaluation.moment import centred, random_distance
from recsys.evaluation.people import HELD_OUT_SHARE, Person, event_counts, split_at, split_last
from recsys.evaluation.scorers import Scorer
from recsys.evaluation.served import first_places
from recsys.evaluation.workers import spread
from recsys.metrics import LIST_METRICS, intra_list_distance, ndcg, novelty, recall
from recsys.pipeline import Pipeline

__all__ = ["HELD_OUT_SHARE", "ORACLE", "SERVED", "Figures", "Person", "compare", "evaluate", "split_at", "split_last"]

Figures: TypeAlias = dict[str, FloatArray]
"""Metric → (p,) one figure per person, NaN where it says nothing."""

ORACLE: Final = "oracle"
SERVED: Final = "hybrid, as served"


def compare(
    catalog: Catalog,
    people: Sequence[Person],
    scorers: Mapping[str, Scorer],
    seed: int,
    *,
    everybody: Sequence[Person] | None = None,
    stand_in: bool = False,
    pipeline: Pipeline | None = None,
    processes: int = 1,
) -> dict[str, Figures]:
    """Return the figures of every scorer for every person; the same seed breaks the same ties.

    everybody: whose events before their cuts are counted, `people` if not given. With `stand_in` the counts of the others
    take the place of the catalogue's views, also after this call. With a pipeline what it would serve is judged too.
    """
    counts = event_counts(people if everybody is None else everybody, len(catalog))
    return judge_all(Judging(catalog, scorers, seed, counts, stand_in, pipeline), people, processes)


def judge_all(judging: Judging, people: Sequence[Person], processes: int) -> dict[str, Figures]:
    """Return the figures of every scorer for every person."""
    rows = spread(judge, judging, list(enumerate(people)), processes)
    metrics = {name: list(rows[0][name]) for name in rows[0]} if rows else {}
    return {
        name: {metric: np.array([row[name][metric] for row in rows]) for metric in metrics[name]} for name in metrics
    }


def evaluate(catalog: Catalog, people: Sequence[Person], scorer: Scorer, seed: int) -> Figures:
    """Return one scorer's figures, each (len(people),)."""
    return compare(catalog, people, {"": scorer}, seed)[""]


def judge(judging: Judging, numbered: tuple[int, Person]) -> dict[str, dict[str, float]]:
    """Return one person's figures for every scorer, for the oracle where the truth is known, and for what is served."""
    number, person = numbered
    moment = judging.moment(person)
    unseen = person.unseen(len(judging.catalog))
    of_person = interests(moment, np.flatnonzero(~unseen))
    judged = {}
    if person.utilities is not None:
        order = ordered(person.utilities, unseen, judging.rng(number))
        judged[ORACLE] = _figures(judging, person, of_person, order)
    for name, scorer in judging.scorers.items():
        rng = judging.rng(number)
        judged[name] = _figures(judging, person, of_person, ordered(scorer(moment, rng), unseen, rng))
    if judging.pipeline:
        rows = first_places(judging.pipeline, moment, unseen, judging.rng(number))
        judged[SERVED] = _figures_as_served(judging, person, of_person, rows)
    return judged


def ordered(scores: FloatArray, unseen: BoolArray, rng: np.random.Generator) -> IntArray:
    """Return the unseen rows, best first; ties fall by chance, for row order favours whatever the file lists first."""
    candidates = rng.permutation(np.flatnonzero(unseen))
    return candidates[np.argsort(-scores[candidates], kind="stable")]


def _figures(judging: Judging, person: Person, of_person: Interests, order: IntArray) -> dict[str, float]:
    relevant = np.isin(order, person.relevant)
    return {name: metric(relevant) for name, metric in LIST_METRICS.items()} | _variety(judging, of_person, order[:100])


def _figures_as_served(judging: Judging, person: Person, of_person: Interests, rows: IntArray) -> dict[str, float]:
    """Return the figures that the first hundred places decide; what was not served is behind them."""
    behind = np.setdiff1d(person.relevant, rows)
    relevant = np.concatenate([np.isin(rows, person.relevant), np.zeros(100, np.bool_), np.ones(len(behind), np.bool_)])
    accuracy = {"ndcg@10": ndcg(relevant.astype(np.float64), 10), "recall@100": recall(relevant, 100)}
    return accuracy | _variety(judging, of_person, rows)


def _variety(judging: Judging, of_person: Interests, rows: IntArray) -> dict[str, float]:
    """Return what is said of the first hundred rows of a list beside being right."""
    distance = intra_list_distance(centred(judging.catalog)[rows[:10]])
    shares = (judging.counts + 1) / (judging.counts.sum() + len(judging.counts))
    return {
        "distance@10": distance,
        "distance ratio": distance / random_distance(judging.catalog),
        "persona coverage@100": of_person.persona_coverage(rows),
        "channel coverage@100": of_person.channel_coverage(rows),
        "calibration@10": of_person.calibration(rows[:10]),
        "novelty@10": novelty(shares[rows[:10]]),
    }
