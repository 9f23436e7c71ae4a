"""Slates as they are kept and logged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

import orjson

from daemon.store.slates import LoggedSlate, SlateItem
from recsys.catalog import Catalog, Video
from recsys.slate import Breakdown, Reason, Slate

from .making import Asked


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One video of a feed with everything its card shows."""

    video: Video
    score: float
    persona: int | None
    breakdown: Breakdown
    reasons: Sequence[Reason]


@dataclass(slots=True)
class Feed:
    """One person's current feed, best first; `answers` keeps replies as they were written, until the next feed."""

    slate_id: str
    made_at: float
    ranker: str
    items: Sequence[FeedItem]
    holds_until: float = math.inf
    """When other rules may be in force than those it was made with, in seconds since the epoch."""
    answers: dict[str, bytes] = field(default_factory=dict)
    views: dict[Asked, Feed] = field(default_factory=dict)
    was_seen: bool = False
    """Whether anybody has looked at it."""
    was_given: bool = False
    """Whether it was given out as a list."""


def new_slate_id() -> str:
    """Return an id nobody has to hand out."""
    return str(uuid4())


def feed_of(slate: Slate, catalog: Catalog, slate_id: str, now: float, holds_until: float = math.inf) -> Feed:
    """Return the slate with its videos, independent of the arrays."""
    items = [
        FeedItem(
            video=catalog.video(int(row)),
            score=float(slate.scores[place]),
            persona=None if (persona := int(slate.personas[place])) < 0 else persona,
            breakdown=slate.breakdowns[place],
            reasons=slate.reasons[place],
        )
        for place, row in enumerate(slate.rows)
    ]
    return Feed(slate_id, now, slate.ranker, items, holds_until)


def logged(
    slate: Slate, catalog: Catalog, *, slate_id: str, user_id: int, asked: Asked, model: str, now: float
) -> LoggedSlate:
    """Return the slate as the store logs it: with features as served and the chance each card was let in with."""
    video_ids = catalog.video_ids(slate.rows)
    items = [
        SlateItem(video_id, float(score), float(propensity), source, action, team)
        for video_id, score, propensity, source, action, team in zip(
            video_ids, slate.scores, slate.propensities, slate.sources, slate.actions, slate.teams, strict=True
        )
    ]
    return LoggedSlate(
        slate_id=slate_id,
        user_id=user_id,
        surface=asked.surface,
        ranker=slate.ranker,
        ranker_version=slate.ranker_version,
        embedding_model=model,
        feature_names=slate.feature_names,
        context=orjson.dumps(asked).decode(),
        created_at=now,
        items=items,
        features=slate.features,
    )
