"""A replay of one person's own weeks and pages: what each ranker would have shown, by the protocols of the offline harness.

Weeks go by the catalogue protocol: everything that is known is ranked, nothing is sampled. Pages go by what was logged when they were
served: the cards are put in order again by the features of that moment.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from recsys.arrays import BoolArray, FloatArray
from recsys.catalog import Catalog
from recsys.evaluation.caveats import OF_REPLAY
from recsys.evaluation.judging import Judging
from recsys.evaluation.people import Person, event_counts
from recsys.evaluation.protocol import Figures, judge_all
from recsys.evaluation.report import paired, summarise
from recsys.evaluation.scorers import PRODUCT, Scorer, by_age, by_chance, by_views
from recsys.evaluation.weeks import weeks_of
from recsys.features import Features
from recsys.history import History
from recsys.metrics import SURE, auc, ndcg, sign_test
from recsys.rankers import RANKERS, Ranker
from recsys.slate import Context, Weights
from recsys.training.slates import LoggedSlates

OURS: Final = "hybrid"
SCORERS: Final[Mapping[str, Scorer]] = {
    OURS: PRODUCT["hybrid"],
    "persona": PRODUCT["persona"],
    "newest first": by_age,
    "most viewed": by_views,
    "by chance": by_chance,
}
METRICS: Final = ("ndcg@10", "recall@100", "mrr")
PAGE_METRICS: Final = ("ndcg@10", "auc")
LEAST_WEEKS: Final = 3
LEAST_WANTED: Final = 30
"""From so many weeks and videos on a replay says something: below, an interval over weeks is wider than any difference."""
LEAST_PAGES: Final = 20


@dataclass(frozen=True, slots=True)
class Serving:
    """A ranker that learned from the person's pages."""

    ranker: Ranker
    learned_at: float
    """Seconds since the epoch: what was shown before, it learned from or was chosen by."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week: when it began, how many new videos were wanted, and how many of them each ranker had among its first hundred."""

    began_at: float
    wanted: int
    found: Mapping[str, int]


def replay_weeks(
    catalog: Catalog, history: History, seed: int, scorers: Mapping[str, Scorer] = SCORERS, processes: int = 1
) -> tuple[list[Week], dict[str, Figures]]:
    """Return the weeks and, for every ranker, one figure of each metric per week."""
    weeks = weeks_of(history, catalog.published_at)
    judging = Judging(catalog, scorers, seed, event_counts(weeks, len(catalog)), stand_in=False, pipeline=None)
    figures = judge_all(judging, weeks, processes) if weeks else {}
    found = [_found(figures, number, week) for number, week in enumerate(weeks)]
    return [Week(week.now, len(week.relevant), each) for week, each in zip(weeks, found, strict=True)], figures


def _found(figures: Mapping[str, Figures], number: int, week: Person) -> dict[str, int]:
    """Return how many of the videos wanted in a week each ranker had among the first hundred, which its recall tells."""
    return {name: round(float(of_one["recall@100"][number]) * len(week.relevant)) for name, of_one in figures.items()}


def replay_pages(slates: LoggedSlates, serving: Serving | None) -> dict[str, Figures]:
    """Return, for the rankers and for the order the page came in, one figure of each metric per clicked page.

    What serves is judged by the pages made since it learned, NaN for the others, and is not there without any. The persona
    formula is not among them: a log does not say which persona a card was near.
    """
    figures: dict[str, dict[str, list[float]]] = {}
    for page, (context, features, wanted) in enumerate(_pages(slates)):
        scores = {OURS: RANKERS[OURS](features, context).total}
        if serving and context.now > serving.learned_at:
            scores[serving.ranker.name] = serving.ranker(features, context).total
        scores["YouTube's order"] = -features["position"]
        scores["newest first"] = -_known(features["age_days"], np.inf)
        scores["most viewed"] = _known(features["log_views"], 0.0)
        for name, of_cards in scores.items():
            order = np.argsort(-of_cards, kind="stable")
            told = figures.setdefault(name, {metric: [math.nan] * page for metric in PAGE_METRICS})
            told["ndcg@10"].append(ndcg(wanted[order].astype(np.float64), 10))
            told["auc"].append(auc(wanted[order]))
    return {name: {metric: np.array(values) for metric, values in told.items()} for name, told in figures.items()}


def _pages(slates: LoggedSlates) -> Iterator[tuple[Context, Features, BoolArray]]:
    """Yield moment, feature table and what was wanted, of each page that came in an order of YouTube's and had a wanted card."""
    for slate, cards in enumerate(slates.spans()):
        features, wanted = Features.logged(slates.features[cards]), slates.relevant[cards]
        if wanted.any() and not wanted.all() and np.isfinite(features["position"]).all():
            yield slates.context(slate, Weights()), features, wanted


def _known(values: FloatArray, otherwise: float) -> FloatArray:
    return np.where(np.isnan(values), otherwise, values)


def report(
    catalog: Catalog, history: History, slates: LoggedSlates, serving: Serving | None, seed: int
) -> dict[str, Any]:
    """Return everything as JSON: figures with 95 % intervals over weeks and pages, paired differences, and whether it is too early."""
    weeks, of_weeks = replay_weeks(catalog, history, seed)
    of_pages = replay_pages(slates, serving)
    wanted = sum(week.wanted for week in weeks)
    pages = len(of_pages[OURS]["auc"]) if of_pages else 0
    told = {
        "weeks": {
            "too_early": len(weeks) < LEAST_WEEKS or wanted < LEAST_WANTED,
            "videos": len(catalog),
            "wanted": wanted,
            "each": [{"began_at": week.began_at, "wanted": week.wanted, "found": dict(week.found)} for week in weeks],
            **_compared(of_weeks, METRICS, seed),
        },
        "pages": {
            "too_early": pages < LEAST_PAGES,
            "count": pages,
            **_compared(of_pages, PAGE_METRICS, seed),
        },
    }
    return {"ours": OURS, "message": _sentence(told, of_weeks), **told, "does_not_show": list(OF_REPLAY)}


def _compared(figures: Mapping[str, Figures], metrics: Sequence[str], seed: int) -> dict[str, Any]:
    kept = {name: {metric: of_one[metric] for metric in metrics} for name, of_one in figures.items()}
    rivals = [name for name in kept if name != OURS] if OURS in kept else []
    return {
        "rankers": summarise(kept, seed),
        "paired": [row for name in rivals for row in paired(kept[OURS], kept[name], (OURS, name), metrics, seed)],
    }


def _sentence(told: Mapping[str, Any], of_weeks: Mapping[str, Figures]) -> str:
    """Return what a report says, in words: of the last week, or that it is too early."""
    weeks = told["weeks"]
    if weeks["too_early"]:
        return (
            f"Too early to say: {weeks['wanted']} of the {LEAST_WANTED} new videos you liked or watched, "
            f"in {len(weeks['each'])} of {LEAST_WEEKS} weeks."
        )
    last = weeks["each"][-1]
    found, others = last["found"], ("newest first", "most viewed")
    said = ", ".join(f"{name} {found[name]}" for name in others)
    return (
        f"In your last week you watched {last['wanted']} new videos; of the {weeks['videos']:,} OwnFeed knew, it would have put "
        f"{found[OURS]} of them in its first hundred, {said}. {_sure(weeks['paired'], of_weeks)}"
    )


def _sure(rows: Sequence[Mapping[str, Any]], of_weeks: Mapping[str, Figures]) -> str:
    """Return over which simple orders the gain is more than chance, by nDCG@10 over the weeks."""
    gains = {name: of_weeks[OURS]["ndcg@10"] - of_one["ndcg@10"] for name, of_one in of_weeks.items()}
    is_sure = {name: sign_test(int((each > 0).sum()), int((each < 0).sum())) < SURE for name, each in gains.items()}
    simple = {row["theirs"]: row for row in rows if row["metric"] == "ndcg@10" and row["theirs"] != "persona"}
    beaten = [name for name, row in simple.items() if row["low"] > 0 and is_sure[name]]
    if len(beaten) == len(simple) and beaten:
        return "Over all weeks that is better than each of them by more than chance."
    missing = " and ".join(name for name in simple if name not in beaten)
    return f"Over all weeks it is not surely better than {missing}."
