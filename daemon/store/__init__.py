"""The only place with SQL: facts that were acknowledged survive, everything derived can be made again."""

from .store import Counts, Store

__all__ = ["Counts", "Store"]
