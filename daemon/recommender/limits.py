"""From what a person did and set to what may be shown to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.filters import AgeRestricted, Blocked, Filter, Rejected, caught_by
from recsys.history import EventKind
from recsys.rules import filters_of
from recsys.slate import Context, Length, Limits, Mix

from .dials import LENGTHS_MINUTES, Dials
from .person import Person
from .rulings import blocked_channels, rulings

Array = TypeVar("Array", bound="np.ndarray[Any, Any]")

NEVER = 1_000_000
"""What "never hide for impressions" is to the pipeline."""


def limits_of(
    person: Person, catalog: Catalog, now: float, surface: str, *, hide_watched: bool | None = None
) -> Limits:
    """Return the limits that hold for this person now; `hide_watched` overrides the dial."""
    dials = person.dials
    return Limits(
        watched=_made(person, "watched", lambda: _watched(person, catalog)),
        rejected=_made(person, "rejected", lambda: _rejected(person, catalog)),
        impressions=person.impressions.rows(catalog),
        blocked_channels=blocked_channels(person, catalog, now, surface),
        hide_watched=dials.hide_watched if hide_watched is None else hide_watched,
        hide_watched_from=dials.hide_watched_fraction,
        hide_age_restricted=dials.hide_age_restricted,
        impressions_before_hiding=dials.impressions_before_hiding or NEVER,
        max_age_days=dials.max_age_days,
        min_views=dials.min_views,
        max_in_a_row=dials.max_in_a_row,
        rules=rulings(person, catalog, now, surface),
        mix=mix_of(dials),
        length=length_of(dials),
    )


def mix_of(dials: Dials) -> Mix | None:
    """Return the mix; shares that were rounded to a percent sum to 1 again."""
    if dials.mix is None:
        return None
    total = sum(dials.mix.values())
    return Mix(**{kind: share / total for kind, share in dials.mix.items()})


def length_of(dials: Dials) -> Length | None:
    """Return the length wished for, in seconds."""
    if dials.length is None:
        return None
    if isinstance(dials.length, str):
        least, most = LENGTHS_MINUTES[dials.length]
    else:
        least, most = dials.length.get("min_minutes"), dials.length.get("max_minutes")
    return Length(60 * (least or 0.0), 60 * most if most is not None else float("inf"))


def eligible_rows(person: Person, catalog: Catalog) -> BoolArray:
    """Return (n,) whether a video may stand in this person's feed: they imported, saw, followed or found it."""
    return person.known.rows(catalog)


def refused(person: Person, catalog: Catalog, rows: IntArray, now: float) -> BoolArray:
    """Return (n,) whether the person refused each video or all of its kind, or a rule of theirs hides it on the home page."""
    limits = limits_of(person, catalog, now, "home")
    filters: tuple[Filter, ...] = (Rejected(), Blocked(), AgeRestricted(), *filters_of(limits.rules))
    return caught_by(filters, catalog, rows, limits, Context("home", now)) >= 0


def _made(person: Person, name: str, make: Callable[[], Array]) -> Array:
    """Return an array from the person's memory, made when it is not there; shorter than a catalogue that grew since."""
    if name not in person.made:
        person.made[name] = make()
    return cast("Array", person.made[name])


def _watched(person: Person, catalog: Catalog) -> FloatArray:
    """Return (≤ n,) the greatest watched fraction; a watch of unknown length counts as whole."""
    history = person.history(catalog)
    chosen = history.kinds == EventKind.WATCH
    watched = np.zeros(len(catalog))
    np.maximum.at(watched, history.rows[chosen], np.nan_to_num(history.values[chosen], nan=1.0))
    return watched


def _rejected(person: Person, catalog: Catalog) -> BoolArray:
    history = person.history(catalog)
    rejected = np.zeros(len(catalog), dtype=np.bool_)
    rejected[history.rows[history.negative]] = True
    return rejected
