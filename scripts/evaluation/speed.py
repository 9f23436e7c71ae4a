"""`scripts/evaluate speed`: texts per second of the default model and its teacher, side by side on one thread each."""

from __future__ import annotations

import argparse
from typing import Any, Final

import numpy as np

from recsys.embedding import video_text
from scripts import measurement_data as data
from scripts.evaluation.models import DEFAULT, TEACHER, embedders, texts_per_second

TEXTS: Final = {DEFAULT: 4000, TEACHER: 400}
ROUNDS: Final = 5
"""The two take turns; the median of each one's rounds counts, for other programs may be at work."""
MIN_RATIO: Final = 30


def measure(arguments: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """Return the rates and ratios, and whether the default model is at least thirty times as fast."""
    arguments.threads = 1
    models = embedders(arguments)
    drawn = np.random.default_rng(arguments.seed).permutation(
        np.array(data.trending_videos(arguments.data), dtype=object)
    )
    kinds = {"titles": [video.title for video in drawn], "full texts": [video_text(video) for video in drawn]}
    report = {}
    for kind, texts in kinds.items():
        rounds = [
            {name: texts_per_second(model, texts[: TEXTS[name]]) for name, model in models.items()}
            for _ in range(ROUNDS)
        ]
        rates = {name: float(np.median([one[name] for one in rounds])) for name in models}
        report[kind] = {f"{name} per second": round(rate) for name, rate in rates.items()}
        report[kind]["ratio"] = round(rates[DEFAULT] / rates[TEACHER])
        print(f"{kind}: {report[kind]}")
    return report, all(figures["ratio"] >= MIN_RATIO for figures in report.values())
