"""The ranker that learned from a person's own clicks: the hybrid, and what trees add to it."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray
from recsys.features import FEATURE_NAMES, Features
from recsys.rankers.base import Ranker
from recsys.rankers.trees import Trees
from recsys.slate import Context, Scores


@dataclass(frozen=True, slots=True)
class BoostedModel:
    """What training makes and the store keeps."""

    trees: Trees
    feature_names: tuple[str, ...]
    """The columns of the table it learned from, in order."""
    place: float | None = None
    """Where each card is taken to stand, for a model that learned from the place as a last column; None without it."""
    version: str = ""

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return (n,) what it adds to the score of each row of an (n, f) table."""
        if self.place is not None:
            values = np.column_stack([values, np.full(len(values), self.place)])
        return self.trees(values)

    def to_bytes(self) -> bytes:
        """Return it as JSON, for the store."""
        told = {"feature_names": self.feature_names, "place": self.place, "version": self.version}
        return json.dumps(told | {"trees": self.trees.as_json()}).encode()

    @classmethod
    def from_bytes(cls, stored: bytes) -> BoostedModel:
        """Return what `to_bytes` made; raises ValueError for anything else."""
        try:
            told = json.loads(stored)
            trees = Trees.from_json(told["trees"])
            return cls(trees, tuple(told["feature_names"]), told["place"], told["version"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"this is no boosted model ({error})") from error


@dataclass(frozen=True, slots=True)
class BoostedRanker:
    """score = the base ranker's + what the trees add, which learned with the base as their starting point.

    The trees' addition is no reason of its own: parts are the base's. Without its evidence a card loses its part of the base.

    Raises ValueError for a model that learned from other features than today's.
    """

    model: BoostedModel
    base: Ranker
    name: str = "catboost"

    def __post_init__(self) -> None:
        if self.model.feature_names != FEATURE_NAMES:
            raise ValueError("it learned from other features than today's")

    @classmethod
    def load(cls, artefact: bytes, base: Ranker) -> BoostedRanker:
        """Return the ranker of a stored model; raises ValueError for one that cannot serve (any more)."""
        return cls(BoostedModel.from_bytes(artefact), base)

    @property
    def version(self) -> str:
        """The model's version and its base's: either may change alone."""
        return f"{self.model.version} on {self.base.name} {self.base.version}"

    def __call__(self, features: Features, context: Context) -> Scores:
        """Return the sums, with the parts of the base."""
        base = self.base(features, context)
        return Scores(base.total + self.model(features.values), base.parts)
