"""Every scorer over the whole catalogue, with the default model and with its teacher: tables, and who beats whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from recsys.catalog import Catalog
from recsys.evaluation import protocol, report
from recsys.evaluation.protocol import Figures, Person
from recsys.evaluation.scorers import SCORERS
from scripts.evaluation.models import DEFAULT, TEACHER

PAIRED_METRICS: Final = ("ndcg@10", "recall@100")
WITHOUT_VECTORS: Final = ("random", "popularity", "recency", "tf-idf")
"""Scorers that are the same for every model."""


def compare(catalogs: Mapping[str, Catalog], people: Mapping[str, Sequence[Person]], seed: int) -> dict[str, Any]:
    """Return the report's tables; people are given per model, for their rows are those of its catalogue."""
    figures = _figures(catalogs, people, seed)
    summary = report.summarise(figures, seed)
    paired = [row for name in SCORERS if name not in WITHOUT_VECTORS for row in _paired(figures, name, seed)]
    _print(summary, paired, len(people[DEFAULT]))
    return {
        "protocol": "solo; whole catalogue, no sampled negatives; 95 % bootstrap intervals over people",
        "people": len(people[DEFAULT]),
        "video_ids": [video.video_id for video in catalogs[DEFAULT]],
        "rankers": summary,
        "paired": paired,
    }


def _figures(catalogs: Mapping[str, Catalog], people: Mapping[str, Sequence[Person]], seed: int) -> dict[str, Figures]:
    """Return the figures of every scorer: those without vectors once, the others as `name (model)`."""
    plain = [name for name in WITHOUT_VECTORS if name not in _unknown_facts(catalogs[DEFAULT])]
    figures = protocol.compare(catalogs[DEFAULT], people[DEFAULT], {name: SCORERS[name] for name in plain}, seed)
    for model, catalog in catalogs.items():
        scorers = {f"{name} ({model})": scorer for name, scorer in SCORERS.items() if name not in WITHOUT_VECTORS}
        figures |= protocol.compare(catalog, people[model], scorers, seed)
    return figures


def _unknown_facts(catalog: Catalog) -> list[str]:
    """Return the scorers that would be chance alone, because no video has the fact they score by."""
    facts = {"popularity": catalog.view_count, "recency": catalog.published_at}
    return [name for name, column in facts.items() if np.isnan(column).all()]


def _paired(figures: Mapping[str, Figures], name: str, seed: int) -> list[dict[str, Any]]:
    ours, theirs = f"{name} ({DEFAULT})", f"{name} ({TEACHER})"
    return report.paired(figures[ours], figures[theirs], (ours, theirs), PAIRED_METRICS, seed)


def _print(summary: report.Summary, paired: Sequence[Mapping[str, Any]], people: int) -> None:
    print(f"\nwhole catalogue, {people} people, mean [95 % interval]")
    print(report.table(summary, report.HEADLINES), end="")
    print(f"\n{DEFAULT} - {TEACHER} over the same people")
    for row in paired:
        name = row["ours"].removesuffix(f" ({DEFAULT})")
        print(f"  {name:34} {row['metric']:10} {row['mean']:+.3f} [{row['low']:+.3f}, {row['high']:+.3f}]")
