"""The only meeting of store and recsys: keeps the arrays current with what is stored, and asks the pipeline."""

from .recommender import Ranked, RankedItem, Recommender

__all__ = ["Ranked", "RankedItem", "Recommender"]
