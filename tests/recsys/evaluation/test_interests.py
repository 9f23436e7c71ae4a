"""A list that shows one interest of two covers half of the person, and is not calibrated."""

from __future__ import annotations

import numpy as np
import pytest

from recsys.arrays import IntArray
from recsys.catalog import Catalog
from recsys.evaluation.interests import Interests, interests
from recsys.evaluation.moment import Moment
from recsys.history import History
from tests.recsys.planted import NOW, checkerboard, events, rows_of

SEEN, NEW = range(24), range(24, 40)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return checkerboard()


@pytest.fixture(scope="module")
def of_both(catalog: Catalog) -> Interests:
    """Return the interests of somebody who watched as much about rust as about bread."""
    done = events("rust", SEEN) + events("bread", SEEN)
    moment = Moment(catalog, History.from_events(done, catalog), NOW)
    return interests(moment, moment.history.rows)


def joined(*rows: IntArray) -> IntArray:
    return np.concatenate(rows)


def test_a_list_of_both_covers_both(catalog: Catalog, of_both: Interests) -> None:
    rows = joined(rows_of(catalog, "rust", NEW), rows_of(catalog, "bread", NEW))
    assert of_both.persona_coverage(rows) == 1
    assert of_both.calibration(rows) == pytest.approx(0, abs=0.05)


def test_a_list_of_one_covers_half(catalog: Catalog, of_both: Interests) -> None:
    rows = rows_of(catalog, "rust", NEW)
    assert of_both.persona_coverage(rows) == 0.5
    assert of_both.calibration(rows) > 1


def test_a_list_of_something_else_covers_nothing(catalog: Catalog, of_both: Interests) -> None:
    assert of_both.persona_coverage(rows_of(catalog, "chess", NEW)) == 0


def test_a_channel_that_has_nothing_left_to_show_need_not_be_shown(catalog: Catalog) -> None:
    history = History.from_events(events("rust", range(6)), catalog)
    of_person = interests(Moment(catalog, history, NOW), history.rows)
    (second,) = of_person.favourites  # four videos make a channel: the first is used up
    assert second == catalog.channel[rows_of(catalog, "rust", [6])[0]]
    assert of_person.channel_coverage(rows_of(catalog, "rust", [7, 20])) == 1
    assert of_person.channel_coverage(rows_of(catalog, "rust", [20])) == 0


def test_nothing_is_said_of_somebody_without_personas_or_channels(catalog: Catalog) -> None:
    nobody = interests(Moment(catalog, History.empty(), NOW), np.zeros(0, np.int64))
    rows = rows_of(catalog, "rust", NEW)
    figures = (nobody.persona_coverage(rows), nobody.channel_coverage(rows), nobody.calibration(rows))
    assert np.isnan(figures).all()
