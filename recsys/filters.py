"""Filters: what a person should not be shown, or not in front.

Each is asked about all rows at once. On a page, where every card must come back, a caught card is demoted or hidden;
in a feed it is left out either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from recsys.arrays import DAY_SECONDS, BoolArray, IntArray, at
from recsys.catalog import Catalog
from recsys.slate import Action, Context, Limits


class Filter(Protocol):
    """Catches rows."""

    @property
    def name(self) -> str:
        """The kind of the reason a caught card shows."""

    @property
    def text(self) -> str:
        """That reason, in words for the person."""

    @property
    def action(self) -> Action:
        """What happens to a caught card on a page."""

    def __call__(self, catalog: Catalog, rows: IntArray, limits: Limits, context: Context) -> BoolArray:
        """Return (n,) whether each row is caught; what is unknown is not."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Thumbs down and "not interested" hold."""

    name: str = "rejected"
    text: str = "You did not want this video"
    action: Action = "hide"

    def __call__(self, catalog: Catalog, rows: IntArray, limits: Limits, context: Context) -> BoolArray:
        """Return (n,) whether the current rating is against the video."""
        return at(limits.rejected, rows)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Channels the person blocked."""

    name: str = "blocked"
    text: str = "You blocked this channel"
    action: Action = "hide"

    def __call__(self, catalog: Catalog, rows: IntArray, limits: Limits, context: Context) -> BoolArray:
        """Return (n,) whether the channel is blocked."""
        blocked = [code for code in limits.blocked_channels if code >= 0]
        if not blocked:
            return np.zeros(len(rows), dtype=np.bool_)
        return np.isin(catalog.channel[rows], np.array(sorted(blocked), dtype=np.int64))


@dataclass(frozen=True, slots=True)
class AgeRestricted:
    """Videos YouTube shows to adults alone, if the person wants them out of sight."""

    name: str = "age_restricted"
    text: str = "YouTube restricts it to adults"
    action: Action = "hide"

    def __call__(self, catalog: Catalog, rows: IntArray, limits: Limits, context: Context) -> BoolArray:
        """Return (n,) whether the video is known to be age-restricted."""
        return catalog.is_age_restricted[rows] & limits.hide_age_restricted


@dataclass(frozen=True, slots=True)
class Watched:
    """Videos watched already, if the person wants them out of sight."""

    name: str = "watched"
    text: str = "You have watched this video"
    action: Action = "hide"

    def __call__(self, catalog: Catalog, rows: IntArray, limits: Limits, context: Context) -> BoolArray:
        """Return (n,) whether enough of the video was watched."""
        watched: BoolArray = at(limits.watched, rows) >= max(limits.hide_watched_from, np.finfo(float).tiny)
        return watched & limits.hide_watched


@dataclass(frozen=True, slots=True)
class ShownOften:
    """Shown N times, never clicked."""

    name: str = "shown_often"
    text: str = "Shown several times and never clicked"
    action: Action = "demote"

    def __call__(self, catalog: Catalog, rows: IntArray, limits: Limits, context: Context) -> BoolArray:
        """Return (n,) whether the card was shown often enough in vain; a limit of 0 switches this off."""
        shown: BoolArray = at(limits.impressions, rows) >= max(limits.impressions_before_hiding, 1)
        return shown & (limits.impressions_before_hiding > 0)


@dataclass(frozen=True, slots=True)
class TooOld:
    """Videos older than the dial allows."""

    name: str = "too_old"
    text: str = "Older than your limit"
    action: Action = "demote"

    def __call__(self, catalog: Catalog, rows: IntArray, limits: Limits, context: Context) -> BoolArray:
        """Return (n,) whether the video is known to be older than `max_age_days`."""
        if limits.max_age_days is None:
            return np.zeros(len(rows), dtype=np.bool_)
        return context.now - catalog.published_at[rows] > limits.max_age_days * DAY_SECONDS


@dataclass(frozen=True, slots=True)
class TooFewViews:
    """Videos with fewer views than the dial allows."""

    name: str = "too_few_views"
    text: str = "Fewer views than your limit"
    action: Action = "demote"

    def __call__(self, catalog: Catalog, rows: IntArray, limits: Limits, context: Context) -> BoolArray:
        """Return (n,) whether the video is known to have fewer views than `min_views`."""
        if limits.min_views is None:
            return np.zeros(len(rows), dtype=np.bool_)
        return catalog.view_count[rows] < limits.min_views


FILTERS: tuple[Filter, ...] = (
    Rejected(),
    Blocked(),
    AgeRestricted(),
    Watched(),
    ShownOften(),
    TooOld(),
    TooFewViews(),
)
"""In the order in which they are told: a card caught twice shows the first reason. Hiding filters come first."""


def caught_by(
    filters: Sequence[Filter], catalog: Catalog, rows: IntArray, limits: Limits, context: Context
) -> IntArray:
    """Return (n,) the index of the first filter that catches each row, -1 for none."""
    first = np.full(len(rows), -1, dtype=np.int64)
    for index, caught in reversed(list(enumerate(f(catalog, rows, limits, context) for f in filters))):
        first[caught] = index
    return first
