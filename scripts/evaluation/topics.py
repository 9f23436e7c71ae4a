"""`scripts/evaluate topics`: pages of two topics in the product's order, and the same cards in a whole catalogue."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from recsys.arrays import FloatArray
from recsys.metrics import bootstrap
from scripts import measurement_data as data
from scripts.evaluation import topic_pairs
from scripts.evaluation.comparison import compare
from scripts.evaluation.models import DEFAULT, TEACHER, embed_with_both
from scripts.evaluation.topic_pairs import Pair

MIN_MEAN, MIN_PAIR, MAX_LOSS = 0.80, 0.65, 0.05  # what must hold


def measure(arguments: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """Return the report, and whether all holds that must."""
    seed = arguments.seed
    videos = data.trending_videos(arguments.data)
    ids = [video.video_id for video in videos]
    now = max(video.published_at or 0.0 for video in videos)
    members = topic_pairs.topic_members(videos)
    pairs = topic_pairs.draw_pairs(members, len(videos), arguments.pairs, seed)
    catalogs = embed_with_both(arguments, [videos[i] for i in topic_pairs.used_videos(pairs, len(videos), seed)])
    precisions = {
        name: np.array([topic_pairs.upper_half_precision(catalog, pair, ids, now, seed) for pair in pairs])
        for name, catalog in catalogs.items()
    }
    held = _print(precisions, pairs)
    people = {
        name: [topic_pairs.person_of(catalog, pair, members, ids, now) for pair in pairs]
        for name, catalog in catalogs.items()
    }
    return _page_report(precisions, pairs, seed) | compare(catalogs, people, seed), held


def _page_report(precisions: Mapping[str, FloatArray], pairs: Sequence[Pair], seed: int) -> dict[str, Any]:
    return {
        "upper_half_precision": {
            name: asdict(bootstrap(values, np.random.default_rng(seed))) | {"lowest": float(values.min())}
            for name, values in precisions.items()
        },
        "pairs": [
            {"topics": pair.topics} | {name: round(float(values[i]), 3) for name, values in precisions.items()}
            for i, pair in enumerate(pairs)
        ],
    }


def _print(precisions: Mapping[str, FloatArray], pairs: Sequence[Pair]) -> bool:
    """Print the pairs, worst first, and each demand with whether it holds; return whether all do."""
    ours, theirs = precisions[DEFAULT], precisions[TEACHER]
    print(f"\nprecision of the upper half of a page, {len(pairs)} pairs (chance 0.5)")
    for i in np.argsort(ours):
        print(f"  {' + '.join(pairs[i].topics):45} {DEFAULT} {ours[i]:.2f}  {TEACHER} {theirs[i]:.2f}")
    demands = {
        f"mean {ours.mean():.3f} ≥ {MIN_MEAN}": ours.mean() >= MIN_MEAN,
        f"mean within {MAX_LOSS} of the teacher's {theirs.mean():.3f}": ours.mean() >= theirs.mean() - MAX_LOSS,
        f"lowest pair {ours.min():.3f} > {MIN_PAIR}": ours.min() > MIN_PAIR,
    }
    for demand, holds in demands.items():
        print(f"{'holds' if holds else 'MISSED'}: {demand}")
    return all(demands.values())
