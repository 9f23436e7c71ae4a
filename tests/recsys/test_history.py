from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalog import Catalog, Video
from recsys.history import Event, EventKind, History


@pytest.fixture
def catalog() -> Catalog:
    catalog = Catalog(2)
    catalog.put([Video("a"), Video("b")])
    return catalog


def test_events_come_in_the_order_of_time_whatever_the_order_they_are_given_in(catalog: Catalog) -> None:
    history = History.from_events(
        [Event("b", EventKind.WATCH, 30.0), Event("a", EventKind.WATCH, 10.0), Event("a", EventKind.SAVED, 20.0)],
        catalog,
    )
    assert history.occurred_at.tolist() == [10.0, 20.0, 30.0]
    assert history.rows.tolist() == [0, 0, 1]


def test_an_event_about_an_unknown_video_is_left_out(catalog: Catalog) -> None:
    assert len(History.from_events([Event("nobody", EventKind.WATCH, 1.0)], catalog)) == 0


@pytest.mark.parametrize(
    ("kind", "fraction", "sign"),
    [
        (EventKind.WATCH, np.nan, 1),
        (EventKind.WATCH, 0.5, 1),
        (EventKind.WATCH, 0.49, 0),
        (EventKind.WATCH, 7.0, 1),
        (EventKind.THUMBS_UP, np.nan, 1),
        (EventKind.SAVED, np.nan, 1),
        (EventKind.CLICK, np.nan, 0),
        (EventKind.THUMBS_DOWN, np.nan, -1),
        (EventKind.NOT_INTERESTED, np.nan, -1),
    ],
)
def test_half_a_watch_a_like_and_a_save_speak_for_a_video(
    catalog: Catalog, kind: EventKind, fraction: float, sign: int
) -> None:
    history = History.from_events([Event("a", kind, 1.0, fraction)], catalog)
    assert np.sign(history.strengths[0]) == sign
    assert (history.positive[0], history.negative[0]) == (sign > 0, sign < 0)


def test_somebody_new_has_an_empty_history() -> None:
    assert len(History.empty()) == 0
    assert History.empty().positive.tolist() == []


acts = st.builds(
    Event, st.sampled_from("ab"), st.sampled_from(EventKind), st.floats(0, 9).map(round).map(float), st.floats(0, 1)
)


@given(st.lists(acts, max_size=6), acts, st.floats(0, 1))
def test_an_event_more_or_a_greater_one_is_as_if_the_history_had_been_made_with_it(
    done: list[Event], event: Event, value: float
) -> None:
    catalog = Catalog(2)
    catalog.put([Video("a"), Video("b")])
    row = int(catalog.rows([event.video_id])[0])
    made = History.from_events(done, catalog)
    longer = made.with_events([(row, event, None)])
    assert same(longer, History.from_events([*done, event], catalog))
    greater = replace(event, value=value)
    alike = [
        each
        for each in done
        if (each.video_id, each.kind, each.occurred_at) == (event.video_id, event.kind, event.occurred_at)
    ]
    if not alike:  # else nobody knows which of them grew
        expected = History.from_events([*done, greater], catalog)
        assert same(longer.with_events([(row, greater, event)]), expected)
        assert same(made.with_events([(row, event, None), (row, greater, event)]), expected)


@given(st.lists(acts, max_size=6), st.lists(acts, max_size=6))
def test_several_events_more_are_as_if_the_history_had_been_made_with_them(
    done: list[Event], more: list[Event]
) -> None:
    catalog = Catalog(2)
    catalog.put([Video("a"), Video("b")])
    rows = catalog.rows(event.video_id for event in more).tolist()
    longer = History.from_events(done, catalog).with_events(
        [(row, event, None) for row, event in zip(rows, more, strict=True)]
    )
    assert same(longer, History.from_events([*done, *more], catalog))


def same(ours: History, theirs: History) -> bool:
    names = ("rows", "kinds", "occurred_at", "values")
    return all(np.array_equal(getattr(ours, name), getattr(theirs, name)) for name in names)
