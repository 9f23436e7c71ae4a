"""Rankers score a feature table; this is the list of them all.

A ranker is a small class with a frozen config. RANKERS need no training. TRAINED are made of what the store keeps and the
ranker they stand on; one learned from many people joins there as a further entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from recsys.rankers.base import Ranker
from recsys.rankers.catboost import BoostedModel, BoostedRanker
from recsys.rankers.hybrid import HybridRanker
from recsys.rankers.persona import PersonaRanker

Loader: TypeAlias = Callable[[bytes, Ranker], Ranker]
"""(artefact, base ranker) → ranker; raises ValueError for an artefact that cannot serve (any more)."""

RANKERS: Mapping[str, Ranker] = {ranker.name: ranker for ranker in (PersonaRanker(), HybridRanker())}
TRAINED: Mapping[str, Loader] = {"catboost": BoostedRanker.load}
DEFAULT_RANKER = "hybrid"

__all__ = [
    "DEFAULT_RANKER",
    "RANKERS",
    "TRAINED",
    "BoostedModel",
    "BoostedRanker",
    "HybridRanker",
    "PersonaRanker",
    "Ranker",
]
