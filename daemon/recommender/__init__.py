"""The only meeting of store and recsys: keeps the arrays current with what is stored, and asks the pipeline."""

from .making import Ranked, RankedItem
from .recommender import Recommender

__all__ = ["Ranked", "RankedItem", "Recommender"]
