"""`scripts/evaluate rankers`: every ranker on the held-out people of every data set, and what must hold of them.

Writes the data sets once to reports/data, then a report and a page of plots for each run.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from recsys.evaluation.__main__ import main as evaluate
from scripts.data_sets.__main__ import write

SETS: Final = ("ml-100k", "ml-latest-small", "people")
FILM_SETS: Final = SETS[:2]
RUNS: Final[Mapping[str, tuple[str, ...]]] = {
    "ml-100k": ("ml-100k",),
    "ml-latest-small": ("ml-latest-small",),
    "people": ("people",),
    "ml-100k, stand-in public counts": ("ml-100k", "--stand-in-counts"),
    "ml-latest-small, stand-in public counts": ("ml-latest-small", "--stand-in-counts"),
    "people, teacher": ("people", "--model", "{teacher}"),
    "ml-100k, teacher": ("ml-100k", "--model", "{teacher}"),
    "people, impressions": ("people", "--protocol", "impressions"),
}
EVERYBODY: Final = "1000"

Reports = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that must hold, told with its figures."""

    text: str
    holds: bool


def measure(arguments: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """Return the figures of all runs, and whether all holds that must; each run leaves its own report beside."""
    folder = Path("reports") / f"rankers-{datetime.now(UTC):%Y-%m-%dT%H%M%S}"
    reports = {name: _run(name, given, folder, arguments) for name, given in RUNS.items()}
    demands = [demand for check in CHECKS for demand in check(reports)]
    for demand in demands:
        print(f"{'holds' if demand.holds else 'MISSED'}: {demand.text}")
    told = {name: {key: report[key] for key in ("protocol", "rankers", "seconds")} for name, report in reports.items()}
    return {"runs": told, "demands": {each.text: each.holds for each in demands}}, all(each.holds for each in demands)


def _run(name: str, given: tuple[str, ...], folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    data = Path("reports") / "data" / given[0]
    if not (data / "users.csv").is_file():  # the last file that is written
        print(f"writing {data} …", flush=True)
        write(given[0], arguments.data, data)
    out = folder / f"{name.replace(', ', '-').replace(' ', '-')}.json"
    print(f"\n{name}", flush=True)
    options = [each.format(teacher=arguments.teacher) for each in given[1:]]
    status = evaluate(
        [
            "--data",
            str(data),
            "--out",
            str(out),
            "--part",
            "held_out",
            "--users",
            EVERYBODY,
            "--seed",
            str(arguments.seed),
            *options,
        ]
    )
    if status:
        raise SystemExit(status)
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return report


def _mean(report: Mapping[str, Any], ranker: str, metric: str = "ndcg@10") -> float:
    return float(report["rankers"][ranker][metric]["mean"])


def _lead(report: Mapping[str, Any], over: str, metric: str = "ndcg@10") -> Mapping[str, float]:
    """Return the paired difference of the hybrid to another row."""
    return next(row for row in report["paired"] if (row["theirs"], row["metric"]) == (over, metric))


def _above_persona(reports: Reports) -> list[Demand]:
    found = []
    for name in SETS:
        lead, ratio = _lead(reports[name], "persona"), _mean(reports[name], "hybrid") / _mean(reports[name], "persona")
        enough = lead["low"] > 0 and (name not in FILM_SETS or ratio >= 2)
        found.append(Demand(f"{name}: hybrid {ratio:.2f} × persona, difference {_told(lead)}", enough))
    return found


def _above_baselines(reports: Reports) -> list[Demand]:
    found = []
    for over in ("mean embedding", "tf-idf", "logistic regression", "recency"):
        leads = {name: _lead(reports[name], over) for name in SETS}
        sure = sum(lead["low"] > 0 for lead in leads.values())
        told = ", ".join(f"{name} {_told(lead)}" for name, lead in leads.items())
        found.append(Demand(f"hybrid above {over} on at least two sets: {told}", sure >= 2))
    for over in ("max similarity", "ridge"):
        leads = {name: _lead(reports[name], over) for name in SETS}
        told = ", ".join(f"{name} {_told(lead)}" for name, lead in leads.items())
        found.append(
            Demand(f"hybrid not below {over} on any: {told}", all(each["mean"] >= 0 for each in leads.values()))
        )
    return found


def _public_prior(reports: Reports) -> list[Demand]:
    found = []
    for name in FILM_SETS:
        prior = reports[f"{name}, stand-in public counts"]
        figure, ratio = _mean(prior, "hybrid"), _mean(prior, "hybrid") / _mean(reports[name], "hybrid")
        recalled = _mean(prior, "hybrid", "recall@100")
        enough = ratio >= 1.4 and recalled >= 0.33 and (name != "ml-latest-small" or figure >= 0.10)
        text = f"{name} with stand-in counts: nDCG@10 {figure:.3f}, {ratio:.2f} × without, recall@100 {recalled:.3f}"
        found.append(Demand(text, enough))
    return found


def _near_teacher(reports: Reports) -> list[Demand]:
    loss = {name: 1 - _mean(reports[name], "hybrid") / _mean(reports[f"{name}, teacher"], "hybrid")
            for name in ("people", "ml-100k")}  # fmt: skip
    text = f"default model loses {loss['people']:.1%} to its teacher on people (on films {loss['ml-100k']:.1%})"
    return [Demand(text, loss["people"] <= 0.10)]


def _on_slates(reports: Reports) -> list[Demand]:
    slates, metric = reports["people, impressions"], "ndcg@10 weighted"
    served = ("hybrid", "hybrid, told the order", "catboost (through the gate)")
    figures = {name: _mean(slates, name, metric) for name in (*served, "persona", "shown order")}
    least = max(figures["persona"], figures["shown order"])
    text = "weighted nDCG@10 of slates: " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
    return [Demand(text, all(figures[name] >= least for name in served))]


def _gap(reports: Reports) -> list[Demand]:
    shares = {}
    for name, metric in (("people", "ndcg@10"), ("people, impressions", "ndcg@10 true")):
        hybrid, formula, oracle = (_mean(reports[name], each, metric) for each in ("hybrid", "formula", "oracle"))
        shares[name] = (hybrid - formula) / (oracle - formula)
    text = "share of the gap from the formula to the oracle (aim 25 %): "
    return [Demand(text + ", ".join(f"{name} {share:.0%}" for name, share in shares.items()), shares["people"] >= 0.25)]


def _as_served(reports: Reports) -> list[Demand]:
    found = []
    for name, distance, loss in (("ml-100k", 0.85, 0.01), ("ml-latest-small", 0.85, 0.01), ("people", 0.65, 0.06)):
        report = reports[name]
        far = _mean(report, "hybrid, as served", "distance ratio")
        lost = 1 - _mean(report, "hybrid, as served") / _mean(report, "hybrid")
        lead = _lead(report, "hybrid, as served")
        text = f"{name} as served: distance ratio {far:.3f} (≥ {distance}), nDCG@10 loss {lost:.1%} (≤ {loss:.0%}), {_told(lead)}"
        found.append(Demand(text, far >= distance and lost <= loss))
    return found


def _told(lead: Mapping[str, float]) -> str:
    return f"{lead['mean']:+.4f} [{lead['low']:+.4f}, {lead['high']:+.4f}]"


CHECKS: Final[tuple[Callable[[Reports], list[Demand]], ...]] = (
    *(_above_persona, _above_baselines, _public_prior, _near_teacher, _on_slates, _gap, _as_served),
)
