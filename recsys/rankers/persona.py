"""The persona ranker."""

from __future__ import annotations

from dataclasses import dataclass

from recsys.features import Features
from recsys.slate import Context, Scores


@dataclass(frozen=True, slots=True)
class PersonaRanker:
    """Placeholder signature."""

    name: str = "persona"
    version: str = "1"

    def __call__(self, features: Features, context: Context) -> Scores:
        """Score."""
        raise NotImplementedError
