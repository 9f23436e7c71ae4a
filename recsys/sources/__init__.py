"""Where candidates come from: each source is one small class, and this is the list of them all.

A source proposes for a person among what no filter caught; its list is kept until taste or catalogue change. A model
learned from many people joins as a further entry, made with the model it needs.
"""

from __future__ import annotations

from recsys.sources.base import Anchors, CandidateSource, Need, Pool, Question
from recsys.sources.channels import OldGems, TrustedChannels
from recsys.sources.likeness import SharedWords, Usual
from recsys.sources.neighbours import OfLikes, OfPersonas, OfTopics
from recsys.sources.public import Newest, Trending, newly_viewed

ANCHORS: tuple[Anchors, ...] = (OfPersonas(), OfLikes(), OfTopics())
SOURCES: tuple[CandidateSource, ...] = (TrustedChannels(), OldGems(), SharedWords(), Usual(), Trending(), Newest())
"""Anchors first, then sources: a video proposed twice keeps the first."""

__all__ = [
    "ANCHORS",
    "SOURCES",
    "Anchors",
    "CandidateSource",
    "Need",
    "OfLikes",
    "OfPersonas",
    "OfTopics",
    "OldGems",
    "Pool",
    "Question",
    "TrustedChannels",
    "newly_viewed",
]
