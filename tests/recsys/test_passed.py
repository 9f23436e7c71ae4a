from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from recsys import features
from recsys.arrays import DAY_SECONDS
from recsys.catalog import Catalog, Video
from recsys.history import Event, EventKind, History
from recsys.passed import HALF_LIFE_DAYS, InVain
from recsys.personas import Personas
from recsys.rankers import HybridRanker
from recsys.taste import Taste, learn
from tests.recsys.planted import DIMENSIONS, HOME, NO_LIMITS, NOW, checkerboard, events, rows_of


def passed_over(rows: Sequence[int] | np.ndarray, times: int = 1, age_days: float = 1.0) -> InVain:
    """Return cards seen in vain, by default the day before what is liked."""
    rows = np.unique(np.asarray(rows, dtype=np.int64))
    return InVain(rows, np.full(len(rows), times), np.full(len(rows), NOW - age_days * DAY_SECONDS))


def taste_of(catalog: Catalog, done: Sequence[Event], in_vain: InVain | None) -> Taste:
    nobody = Personas.none(DIMENSIONS)
    return learn(catalog, History.from_events(done, catalog), personas=nobody, topics=(), now=NOW, in_vain=in_vain)


def liked(count: int, age_days: float = 0.0) -> list[Event]:
    return events("rust", range(count), age_days=age_days)


def column(catalog: Catalog, taste: Taste, name: str, rows: np.ndarray) -> np.ndarray:
    return features.build(catalog, taste, rows, NO_LIMITS, HOME)[name]


def test_whoever_saw_no_page_passed_nothing_over() -> None:
    catalog = checkerboard()
    taste = taste_of(catalog, liked(3), None)
    for name in ("channel_passed", "length_shown"):
        assert not column(catalog, taste, name, np.arange(len(catalog))).any(), name


def test_a_channel_seen_in_vain_falls_and_the_others_stay() -> None:
    catalog, done = checkerboard(), liked(3)
    seen, same_channel, elsewhere = (rows_of(catalog, "bread", numbers) for numbers in ([0, 1], [2, 3], [4, 5]))
    taste = taste_of(catalog, done, passed_over(seen, times=5))
    assert (column(catalog, taste, "channel_passed", same_channel) > 0).all()
    assert not column(catalog, taste, "channel_passed", elsewhere).any()
    table = features.build(catalog, taste, np.concatenate([same_channel, elsewhere]), NO_LIMITS, HOME)
    passed = HybridRanker().terms(table, HOME)["passed"]
    assert passed[:2].max() < passed[2:].min() == 0


def test_what_is_passed_over_more_often_says_more_and_what_is_long_ago_less() -> None:
    catalog, rows = checkerboard(), rows_of(checkerboard(), "bread", [0])

    def told(times: int, age_days: float = 1.0) -> float:
        taste = taste_of(catalog, liked(3), passed_over(rows, times, age_days))
        return float(column(catalog, taste, "channel_passed", rows)[0])

    assert told(1) < told(3) < told(9)
    assert told(9, age_days=HALF_LIFE_DAYS) < told(9)


def test_it_is_weighed_by_how_much_of_what_is_shown_is_wanted() -> None:
    """Who wants one card in fifty passes over a channel's three cards as everybody would; who wants every second does not."""
    catalog, rows = checkerboard(), rows_of(checkerboard(), "bread", [0, 1, 2])
    eager = taste_of(catalog, liked(20), passed_over(rows))
    others = rows_of(catalog, "chess", range(40))
    choosy = taste_of(catalog, liked(2), passed_over(np.concatenate([rows, others])))
    assert column(catalog, eager, "channel_passed", rows)[0] > 3 * column(catalog, choosy, "channel_passed", rows)[0]


def test_a_past_that_was_imported_makes_nobody_eager() -> None:
    """Ten years of watching were no answer to the cards of the first day."""
    catalog, rows = checkerboard(), rows_of(checkerboard(), "bread", [0, 1, 2])
    before, after = (liked(20, age_days=days) for days in (400, 0))
    told = [
        float(column(catalog, taste_of(catalog, done, passed_over(rows, age_days=30)), "channel_passed", rows)[0])
        for done in ([], before, after)
    ]
    assert told[0] == told[1] < told[2]


@pytest.mark.parametrize("kind", [EventKind.THUMBS_UP, EventKind.SAVED, EventKind.WATCH, EventKind.THUMBS_DOWN])
def test_a_card_that_was_answered_otherwise_than_by_a_click_was_not_passed_over(kind: EventKind) -> None:
    """A thumb is given on the card itself, and what was shown here may be watched on a television."""
    catalog, rows = checkerboard(), rows_of(checkerboard(), "bread", [0, 1, 2])
    answered = [*liked(3), *events("bread", range(3), kind, age_days=0)]
    taste = taste_of(catalog, answered, passed_over(rows))
    assert not column(catalog, taste, "channel_passed", rows).any()
    seen_again = taste_of(catalog, [*liked(3), *events("bread", range(3), kind, age_days=2)], passed_over(rows))
    assert (column(catalog, seen_again, "channel_passed", rows) > 0).all()


def lengths() -> tuple[Catalog, np.ndarray, np.ndarray]:
    """Return a catalogue of short and long videos alike in everything else, and the rows of both."""
    catalog = Catalog(DIMENSIONS)
    minutes = np.tile([2.0, 40.0], 60)
    catalog.put(
        Video(f"video{number:06d}", title="same words", duration_seconds=60 * each, published_at=NOW - DAY_SECONDS)
        for number, each in enumerate(minutes)
    )
    return catalog, np.flatnonzero(minutes < 10), np.flatnonzero(minutes > 10)


def test_a_length_is_told_against_what_is_shown() -> None:
    """Who watches as many short as long ones, but is shown three short ones for each long one, likes it long."""
    catalog, short, long = lengths()
    done = [Event(f"video{row:06d}", 0, NOW - 60 * place) for place, row in enumerate([*short[:8], *long[:8]])]  # type: ignore[arg-type]
    alike = taste_of(catalog, done, None)
    shown = taste_of(catalog, done, passed_over(np.concatenate([short[8:53], long[8:16]]), times=3))
    assert column(catalog, alike, "length_match", long[-2:]) == pytest.approx(
        column(catalog, alike, "length_match", short[-2:]), abs=0.05
    )
    assert (column(catalog, shown, "length_shown", long[-2:]) > 0.2).all()
    assert (column(catalog, shown, "length_shown", short[-2:]) < 0).all()


def test_videos_without_channel_or_length_are_ordinary() -> None:
    catalog, _, _ = lengths()
    rows = catalog.put([Video("nothing0000"), Video("nothing0001")])
    taste = taste_of(catalog, [Event("nothing0000", 0, NOW)], passed_over(rows, times=4))  # type: ignore[arg-type]
    for name in ("channel_passed", "length_shown"):
        assert not column(catalog, taste, name, rows).any(), name
