"""From scores to an order: the best first, but not ten times the same, and every interest in its turn.

Each file is one concern; `stage.py` lists them in running order.
"""

from __future__ import annotations

from recsys.ordering.calibration import divergence, persona_shares
from recsys.ordering.channels import spread_channels
from recsys.ordering.diversity import Diversity, DiversityConfig, by_score
from recsys.ordering.exploration import Exploration
from recsys.ordering.length import prefer_length
from recsys.ordering.mix import MIX_KINDS, follow_mix, mix_kinds
from recsys.ordering.stage import Cards, Order, Ordering
from recsys.ordering.turns import Turns

__all__ = [
    "MIX_KINDS",
    "Cards",
    "Diversity",
    "DiversityConfig",
    "Exploration",
    "Order",
    "Ordering",
    "Turns",
    "by_score",
    "divergence",
    "follow_mix",
    "mix_kinds",
    "persona_shares",
    "prefer_length",
    "spread_channels",
]
