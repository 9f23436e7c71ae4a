"""`python -m recsys.evaluation.versions BEFORE AFTER`: what another version of a ranker is worth, on the same people of two runs.

BEFORE and AFTER are reports of `python -m recsys.evaluation`, each with its table of people beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import numpy as np

from recsys.evaluation.per_person import PerPerson, people_beside, read_people
from recsys.evaluation.protocol import Figures
from recsys.evaluation.report import rounded
from recsys.evaluation.tables import UnusableDataSet
from recsys.evaluation.writing import write_whole
from recsys.metrics import paired_bootstrap

ALIKE: Final = ("data", "protocol", "split", "mode", "views", "judged", "items")
"""In which two runs must not differ: else the figures of a person differ for other reasons than the ranker."""
MAY_DIFFER: Final = ("embedding_model", "part", "seed")
"""What is said when it differs; another part or seed means other people, of whom those of both runs are compared."""


class NotComparable(ValueError):
    """Two runs that say nothing of each other, or what is no run; the message says why."""


@dataclass(frozen=True, slots=True)
class Run:
    """A report as it lies on the disk, and the figures of its people."""

    path: Path
    facts: Mapping[str, Any]
    """`people` and, by the names of `ALIKE` and `MAY_DIFFER`, what was judged and how; None for what a protocol does not have."""
    people: PerPerson


def main(given: Sequence[str] | None = None) -> int:
    """Compare; exit status 2 with one sentence when the two runs cannot be compared."""
    arguments = _parser().parse_args(given)
    try:
        found = compare(read_run(arguments.before), read_run(arguments.after))
        if arguments.out:
            write_whole(arguments.out, json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False))
    except (NotComparable, UnusableDataSet, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(as_text(found))
    return 0


def read_run(path: Path) -> Run:
    """Read a report and the table beside it.

    Raises:
        NotComparable: one of them is not there, or they are not of one run.
        UnusableDataSet: the table cannot be read.
    """
    if not path.is_file():
        raise NotComparable(f"{path} is not there: name a report that `python -m recsys.evaluation` wrote.")
    try:
        facts = _facts(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, LookupError) as error:
        raise NotComparable(f"{path} is no report of `python -m recsys.evaluation`: name one.") from error
    people, table = read_people(path), people_beside(path)
    if people is None:
        raise NotComparable(f"{table} is not there, which has the figures of each person: make {path} anew.")
    if len(people.cuts) != facts["people"]:
        raise NotComparable(f"{table} is not of the same run as {path}: make {path} anew.")
    return Run(path, facts, people)


def compare(before: Run, after: Run) -> dict[str, Any]:
    """Return what the runs have in common, in what they differ, and `differences` of the people of both as JSON.

    Raises:
        NotComparable: the runs were made in another way, or have no person or no ranker in common.
    """
    _refuse_unlike(before, after)
    # In an order that no chance has a part in: both ways round the same figures, but for the sign.
    both = sorted(set(before.people.cuts) & set(after.people.cuts))
    if not both:
        raise NotComparable(f"Nobody was judged at the same moment in {before.path} and in {after.path}.")
    rows = differences(before.people.only(both), after.people.only(both), after.facts["seed"])
    if not rows:
        raise NotComparable(f"No ranker has a figure of the same person in {before.path} and in {after.path}.")
    return {
        **{name: before.facts[name] for name in ALIKE if before.facts[name] is not None},
        "people": len(both),
        "before": _side(before, after),
        "after": _side(after, before),
        "differences": rows,
    }


def differences(before: Mapping[str, Figures], after: Mapping[str, Figures], seed: int) -> list[dict[str, Any]]:
    """Return for each ranker and metric of both the mean of after - before over the same people, with its interval.

    `people` is of how many both figures say something; where there is nobody, there is no row.
    """
    rows = []
    for ranker in (name for name in after if name in before):
        for metric in (name for name in after[ranker] if name in before[ranker]):
            ours, theirs = after[ranker][metric], before[ranker][metric]
            if people := int(np.isfinite(ours - theirs).sum()):
                interval = rounded(paired_bootstrap(ours, theirs, np.random.default_rng(seed)))
                rows.append({"ranker": ranker, "metric": metric, "people": people, **interval})
    return rows


def as_text(found: Mapping[str, Any]) -> str:
    """Return a comparison as lines of text: what was compared, then a block for each ranker."""
    before, after, counted = found["before"], found["after"], "weeks" if found.get("split") == "weeks" else "people"
    unlike = [name for name in MAY_DIFFER if before[name] != after[name]]
    lines = [
        f"{found['data']}: after − before, mean [95 % interval]",
        f"{found['people']} {counted} in both, of {before['people']} before and {after['people']} after",
        *(f"{name.replace('_', ' ')}: {before[name]} before, {after[name]} after" for name in unlike),
        *(f"only {when}: {', '.join(found[when]['only'])}" for when in ("before", "after") if found[when]["only"]),
    ]
    width = max(len(row["metric"]) for row in found["differences"])
    for ranker, rows in groupby(found["differences"], itemgetter("ranker")):
        lines += ["", ranker, *(f"  {row['metric']:{width}}  {_told(row)} {counted}" for row in rows)]
    return "\n".join([*lines, ""])


def _told(row: Mapping[str, Any]) -> str:
    return f"{row['mean']:+z.4f} [{row['low']:+z.4f}, {row['high']:+z.4f}]  {row['people']}"


def _facts(report: Mapping[str, Any]) -> dict[str, Any]:
    told = report["protocol"]
    always = {"data": report["data"], "protocol": told["name"], "embedding_model": report["embedding_model"]}
    always |= {name: told[name] for name in ("items", "people", "part", "seed")}
    return always | {name: told.get(name) for name in ("split", "mode", "views", "judged")}


def _refuse_unlike(before: Run, after: Run) -> None:
    for name in ALIKE:
        if (ours := before.facts[name]) != (theirs := after.facts[name]):
            told = f"{name} is {ours} in {before.path} and {theirs} in {after.path}"
            raise NotComparable(f"The two runs cannot be compared: {told}.")


def _side(run: Run, other: Run) -> dict[str, Any]:
    """Return what is said of one of the two runs; `only` are the rankers the other does not have."""
    facts = {name: run.facts[name] for name in ("people", *MAY_DIFFER)}
    only = [ranker for ranker in run.people.figures if ranker not in other.people.figures]
    return {"report": str(run.path), **facts, "only": only}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m recsys.evaluation.versions", description="Compare two runs on the people of both."
    )
    parser.add_argument("before", type=Path, help="a report of python -m recsys.evaluation; its table lies beside it")
    parser.add_argument("after", type=Path, help="another: what is told is by how much its figures are higher")
    parser.add_argument("--out", type=Path, help="the same as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
