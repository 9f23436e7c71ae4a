"""`python -m recsys.evaluation --data DIR --out FILE`: every ranker on a data set, as JSON.

Prints one line per ranker. The form of a data set and the protocol stand in docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from recsys.catalog import Catalog
from recsys.embedding import DEFAULT_MODEL, Embedder, video_text
from recsys.evaluation import protocol
from recsys.evaluation.crowd import crowd_scorers
from recsys.evaluation.dataset import DataSet, UnusableDataSet, read_data_set
from recsys.evaluation.protocol import HELD_OUT_SHARE, Figures, Person
from recsys.evaluation.report import paired, summarise, table
from recsys.evaluation.scorers import SCORERS, Scorer
from recsys.history import History

STRATA: Final = ((5, 20), (20, 100), (100, 1000), (1000, sys.maxsize))
"""Events before the cut: a recommender of one person lives through all of them."""
BEST: Final = "hybrid"


def main(given: Sequence[str] | None = None) -> int:
    """Evaluate; exit status 2 with one sentence when the data cannot be used."""
    arguments = _arguments(given)
    started = time.perf_counter()
    try:
        data = read_data_set(arguments.data)
        report = evaluate(data, arguments)
    except (UnusableDataSet, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    report["seconds"] = round(time.perf_counter() - started, 1)
    arguments.out.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0


def evaluate(data: DataSet, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the report of a data set."""
    if arguments.split == "time" and not data.has_times:
        raise UnusableDataSet("--split time needs a timestamp in every event: use --split user.")
    catalog = _catalog(data, arguments.model)
    everybody = _people(catalog, data, arguments.split)
    people = _sample(everybody, arguments.users, arguments.seed)
    if not people:
        raise UnusableDataSet(
            "Nobody in the events wanted anything both before and after the cut: give longer histories."
        )
    scorers: dict[str, Scorer] = {**SCORERS}
    if arguments.mode == "crowd":
        scorers |= crowd_scorers(everybody, len(catalog))
    figures = protocol.compare(catalog, people, scorers, arguments.seed)
    summary = summarise(figures, arguments.seed)
    sys.stdout.write(f"{len(people)} people, mean [95 % interval]\n{table(summary)}")
    return {
        "data": arguments.data.name,
        "protocol": {"split": arguments.split, "mode": arguments.mode, "people": len(people), "items": len(catalog)},
        "embedding_model": arguments.model,
        "rankers": summary,
        "strata": _strata(figures, people, arguments.seed),
        "paired": [row for name in figures if name != BEST for row in _against_best(figures, name, arguments.seed)],
    }


def _catalog(data: DataSet, model: str) -> Catalog:
    embedder = Embedder(model)
    catalog = Catalog(embedder.dimensions)
    catalog.set_vectors(catalog.put(data.videos), embedder.embed([video_text(video) for video in data.videos]))
    return catalog


def _people(catalog: Catalog, data: DataSet, split: str) -> list[Person]:
    """Return everybody who wanted something before the cut and something else after it."""
    if not data.events:
        return []
    histories = [History.from_events(events, catalog) for events in data.events.values()]
    moment = float(np.quantile(np.concatenate([history.occurred_at for history in histories]), 1 - HELD_OUT_SHARE))
    people = []
    for history in histories:
        wanted = history.rows[history.positive]
        person = protocol.split_at(history, wanted, moment) if split == "time" else protocol.split_last(history, wanted)
        if len(person.relevant) and person.history.positive.any():
            people.append(person)
    return people


def _sample(people: list[Person], count: int, seed: int) -> list[Person]:
    order = np.random.default_rng(seed).permutation(len(people))[:count]
    return [people[index] for index in order]


def _strata(figures: Mapping[str, Figures], people: Sequence[Person], seed: int) -> dict[str, Any]:
    """Return the summary for each range of history lengths that anybody falls into."""
    lengths = np.array([len(person.history) for person in people])
    strata = {}
    for low, high in STRATA:
        inside = (lengths >= low) & (lengths < high)
        if inside.any():
            of_these = {name: {m: values[inside] for m, values in one.items()} for name, one in figures.items()}
            strata[f"{low} events or more"] = {"people": int(inside.sum())} | summarise(of_these, seed)
    return strata


def _against_best(figures: Mapping[str, Figures], name: str, seed: int) -> list[dict[str, Any]]:
    return paired(figures[BEST], figures[name], (BEST, name), ("ndcg@10", "recall@100"), seed)


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m recsys.evaluation", description="Compare the rankers on a data set."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with items and events")
    parser.add_argument("--out", type=Path, required=True, help="the report, JSON")
    parser.add_argument(
        "--split", choices=("user", "time"), default="user", help="each one's last 20 %%, or one moment for all"
    )
    parser.add_argument(
        "--mode", choices=("solo", "crowd"), default="solo", help="crowd adds scorers that know other people"
    )
    parser.add_argument("--users", type=int, default=200, help="people drawn by chance")
    parser.add_argument("--model", default=DEFAULT_MODEL, help="embedding model: a name or a folder")
    parser.add_argument("--seed", type=int, default=2026)
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
