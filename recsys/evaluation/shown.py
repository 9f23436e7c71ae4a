"""Slates as they were shown, and the people they were shown to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.evaluation.dataset import DataSet, Impressions
from recsys.evaluation.people import HELD_OUT_SHARE
from recsys.evaluation.seen import Seen
from recsys.history import History

MOST_JUDGED: Final = 20
"""Slates judged of one person, evenly spaced over their last fifth: a taste is learned anew for each."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a ranker may see of a slate."""

    rows: IntArray
    """(k,) rows of the catalogue, in the order they were shown."""
    positions: FloatArray
    """(k,) places."""
    shown_at: float


@dataclass(frozen=True, slots=True)
class JudgedSlate:
    """A page, and what came of it."""

    page: Page
    wanted: BoolArray
    """(k,) clicked, and watched for at least half where that is known."""
    examination: FloatArray
    """(k,) probability that the place was looked at, NaN unknown."""
    utility: FloatArray
    """(k,) true probability that the person wants the video, NaN unknown."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person: what they did, their earlier slates to learn from, and the slates that are judged."""

    history: History
    earlier: list[JudgedSlate]
    judged: list[JudgedSlate]
    seen: Seen
    """All cards they were shown, also of slates that are neither."""


def viewers(data: DataSet, catalog: Catalog) -> dict[str, Viewer]:
    """Return everybody who was shown at least two slates, under their id."""
    if data.impressions is None:
        return {}
    histories = data.histories(catalog)
    return {
        data.users[user]: _viewer(histories.get(data.users[user], History.empty()), slates)
        for user, slates in _slates(data, data.impressions, catalog).items()
        if len(slates) > 1
    }


def _slates(data: DataSet, shown: Impressions, catalog: Catalog) -> dict[int, list[JudgedSlate]]:
    """Return each person's slates in the order of time, under the person's number."""
    rows = catalog.rows(video.video_id for video in data.videos)
    order = np.lexsort((shown.positions, shown.slates, shown.shown_at, shown.users))
    sorted_slates = shown.slates[order]
    starts = np.flatnonzero(np.diff(sorted_slates, prepend=-1))
    of_person: dict[int, list[JudgedSlate]] = {}
    for own in np.split(order, starts[1:]):
        page = Page(rows[shown.items[own]], shown.positions[own], float(shown.shown_at[own[0]]))
        slate = JudgedSlate(page, shown.wanted[own], shown.examination[own], shown.utility[own])
        of_person.setdefault(int(shown.users[own[0]]), []).append(slate)
    return of_person


def _viewer(history: History, slates: list[JudgedSlate]) -> Viewer:
    """Judge the last fifth of a person's slates, of many only some, evenly spaced."""
    cut = len(slates) - max(1, round(HELD_OUT_SHARE * len(slates)))
    last = slates[cut:]
    chosen = np.unique(np.linspace(0, len(last) - 1, min(len(last), MOST_JUDGED)).round().astype(int))
    return Viewer(history, slates[:cut], [last[index] for index in chosen.tolist()], _seen(slates))


def _seen(slates: list[JudgedSlate]) -> Seen:
    pages = [slate.page for slate in slates]
    seen_at = np.repeat([page.shown_at for page in pages], [len(page.rows) for page in pages])
    return Seen(np.concatenate([page.rows for page in pages]), seen_at)
