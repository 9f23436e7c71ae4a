"""Rankers score a feature table; this is the list of them all.

A ranker is a small class with a frozen config. One learned from many people joins as a further entry here.
"""

from __future__ import annotations

from collections.abc import Mapping

from recsys.rankers.base import Ranker
from recsys.rankers.hybrid import HybridRanker
from recsys.rankers.persona import PersonaRanker

RANKERS: Mapping[str, Ranker] = {ranker.name: ranker for ranker in (PersonaRanker(), HybridRanker())}
DEFAULT_RANKER = "hybrid"

__all__ = ["DEFAULT_RANKER", "RANKERS", "HybridRanker", "PersonaRanker", "Ranker"]
