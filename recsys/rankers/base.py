"""What a ranker is."""

from __future__ import annotations

from typing import Protocol

from recsys.features import Features
from recsys.slate import Context, Scores


class Ranker(Protocol):
    """Scores candidates from their features alone, without clock or randomness."""

    @property
    def name(self) -> str:
        """The name in settings, slates and reports."""

    @property
    def version(self) -> str:
        """Changes whenever the same features may score differently."""

    def __call__(self, features: Features, context: Context) -> Scores:
        """Return scores for the n candidates of the table."""
