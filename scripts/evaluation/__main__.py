"""`scripts/evaluate topics|films`: the default embedding model beside its teacher, in the product's own pipeline.

Prints a table and writes a dated JSON report under reports/.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from recsys.arrays import FloatArray
from recsys.catalog import Video
from recsys.embedding import DEFAULT_MODEL
from recsys.evaluation import protocol
from recsys.evaluation.protocol import Figures, Person
from recsys.evaluation.scorers import SCORERS, Scorer
from recsys.metrics import bootstrap
from scripts import measurement_data as data
from scripts.evaluation import topic_pairs
from scripts.evaluation.film_people import film_people
from scripts.evaluation.models import Embedded, embed

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PAIRED_METRICS: Final = ("ndcg@10", "recall@100")
WITHOUT_VECTORS: Final = ("random", "popularity", "recency", "tf-idf")  # the same for every model
MIN_MEAN, MIN_PAIR, MAX_LOSS = 0.80, 0.65, 0.05  # what `topics` must hold


def main() -> int:
    """Measure, print, write; exit status 1 when `topics` does not hold what it must, 2 for missing data."""
    arguments = _arguments()
    missing = [path for path in (arguments.data, arguments.teacher) if not path.is_dir()]
    if missing:
        print(f"{missing[0]} is not there: name the folders of data and teacher with --data and --teacher.")
        return 2
    started = time.perf_counter()
    report, held = {"topics": topics, "films": films}[arguments.what](arguments)
    report["seconds"] = round(time.perf_counter() - started, 1)
    _write(arguments, report)
    return 0 if held else 1


def topics(arguments: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """Order pages of two topics, and search the whole catalogue for the same cards."""
    videos = data.trending_videos(arguments.data)
    ids = [video.video_id for video in videos]
    now = max(video.published_at or 0.0 for video in videos)
    members = topic_pairs.topic_members(videos)
    pairs = topic_pairs.draw_pairs(members, len(videos), arguments.pairs, arguments.seed)
    chosen = [videos[index] for index in topic_pairs.used_videos(pairs, len(videos), arguments.seed)]
    models = _models(arguments, chosen)
    precisions = {
        model.model: np.array(
            [topic_pairs.upper_half_precision(model.catalog, pair, ids, now, arguments.seed) for pair in pairs]
        )
        for model in models
    }
    people = {
        model.model: [topic_pairs.person_of(model.catalog, pair, members, ids, now) for pair in pairs]
        for model in models
    }
    report = _compare(models, people, arguments.seed) | {
        "topics": {name: len(indices) for name, indices in members.items()},
        "upper_half_precision": _page_figures(precisions, arguments.seed),
        "pairs": [
            {"topics": pair.topics} | {name: round(float(values[i]), 3) for name, values in precisions.items()}
            for i, pair in enumerate(pairs)
        ],
    }
    return report, _print_pages(precisions, pairs)


def films(arguments: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """Find what people rated highly last among all films, by what they rated before."""
    catalogue = data.films(arguments.data)
    ratings = data.film_ratings(arguments.data, catalogue)
    models = _models(arguments, catalogue)
    people = {
        model.model: film_people(model.catalog, catalogue, ratings, arguments.users, arguments.seed) for model in models
    }
    return _compare(models, people, arguments.seed), True


def _models(arguments: argparse.Namespace, videos: Sequence[Video]) -> list[Embedded]:
    print(f"{len(videos)} texts", flush=True)
    named = {"default": arguments.model, "teacher": str(arguments.teacher)}
    models = [embed(name, model, videos, arguments.threads) for name, model in named.items()]
    for model in models:
        print(f"{model.model}: {model.texts_per_second:.0f} full texts/s", flush=True)
    return models


def _compare(models: Sequence[Embedded], people: Mapping[str, list[Person]], seed: int) -> dict[str, Any]:
    """Rank the whole catalogue with every scorer and both models; return the report's tables."""
    figures: dict[str, Figures] = {}
    for model in models:
        first = model is models[0]
        scorers: dict[str, Scorer] = {n: s for n, s in SCORERS.items() if first or n not in WITHOUT_VECTORS}
        for name, of_one in protocol.compare(model.catalog, people[model.model], scorers, seed).items():
            figures[name if name in WITHOUT_VECTORS else f"{name} ({model.model})"] = of_one
    names = [name for name in SCORERS if name not in WITHOUT_VECTORS]
    paired = [
        row
        for name in names
        for row in protocol.paired(
            figures[f"{name} (default)"],
            figures[f"{name} (teacher)"],
            (f"{name} (default)", f"{name} (teacher)"),
            PAIRED_METRICS,
            seed,
        )
    ]
    summary = protocol.summary(figures, seed)
    _print_table(summary, paired, len(people[models[0].model]))
    return {
        "protocol": "solo; whole catalogue, no sampled negatives; 95 % bootstrap intervals over people",
        "people": len(people[models[0].model]),
        "catalogue": len(models[0].catalog),
        "texts_per_second": {model.model: round(model.texts_per_second) for model in models},
        "rankers": summary,
        "paired": paired,
    }


def _page_figures(precisions: Mapping[str, FloatArray], seed: int) -> dict[str, Any]:
    return {
        name: asdict(bootstrap(values, np.random.default_rng(seed))) | {"lowest": float(values.min())}
        for name, values in precisions.items()
    }


def _print_pages(precisions: Mapping[str, FloatArray], pairs: Sequence[topic_pairs.Pair]) -> bool:
    ours, teachers = precisions["default"], precisions["teacher"]
    print(f"\nprecision of the upper half of a page, {len(pairs)} pairs (chance 0.5)")
    for i in np.argsort(ours):
        print(f"  {' + '.join(pairs[i].topics):45} default {ours[i]:.2f}  teacher {teachers[i]:.2f}")
    held = {
        f"mean {ours.mean():.3f} ≥ {MIN_MEAN}": ours.mean() >= MIN_MEAN,
        f"teacher's {teachers.mean():.3f} within {MAX_LOSS}": ours.mean() >= teachers.mean() - MAX_LOSS,
        f"lowest pair {ours.min():.3f} > {MIN_PAIR}": ours.min() > MIN_PAIR,
    }
    for sentence, holds in held.items():
        print(f"{'holds' if holds else 'MISSED'}: {sentence}")
    return all(held.values())


def _print_table(summary: Mapping[str, Any], paired: Sequence[Mapping[str, Any]], people: int) -> None:
    print(f"\nwhole catalogue, {people} people, mean [95 % interval]")
    for name, metrics in summary.items():
        cells = [f"{metric} {v['mean']:.3f} [{v['low']:.3f}, {v['high']:.3f}]" for metric, v in metrics.items()]
        print(f"  {name:34} {'  '.join(cells)}")
    for row in paired:
        print(
            f"  {row['ours']} - {row['theirs']}: {row['metric']} {row['mean']:+.4f} [{row['low']:+.4f}, {row['high']:+.4f}]"
        )


def _write(arguments: argparse.Namespace, report: Mapping[str, Any]) -> None:
    at = datetime.now(UTC)
    out = arguments.out or ROOT / "reports" / f"{arguments.what}-{at:%Y-%m-%d-%H%M%S}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    head = {
        "data": arguments.what,
        "made_at": at.isoformat(timespec="seconds"),
        "embedding_model": arguments.model,
        "seed": arguments.seed,
    }
    out.write_text(json.dumps(head | dict(report), indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"\nwritten to {out}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/evaluate", description="Measure the default model beside its teacher."
    )
    parser.add_argument("what", choices=("topics", "films"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the data sets")
    parser.add_argument(
        "--teacher",
        type=Path,
        default=ROOT.parent / "shared" / "models" / "all-MiniLM-L6-v2-int8",
        help="teacher's folder",
    )
    parser.add_argument("--model", default=DEFAULT_MODEL, help="the model to judge: a name or a folder")
    parser.add_argument("--pairs", type=int, default=24)
    parser.add_argument("--users", type=int, default=200, help="people of `films`")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, help="report file")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
