from __future__ import annotations

from dataclasses import replace

import numpy as np

from recsys.features import FEATURE_NAMES
from recsys.rankers import HybridRanker
from recsys.slate import Weights
from recsys.training.slates import LoggedSlates, gains, score
from tests.recsys.training.logs import log_of

NAN = np.nan


def gain(
    *, clicked: bool = False, fraction: float = NAN, seconds: float = NAN, rating: int = 0, saved: bool = False
) -> float:
    given = np.array([clicked]), np.array([fraction]), np.array([seconds]), np.array([rating]), np.array([saved])
    return float(gains(*given)[0])


def test_what_was_liked_saved_or_watched_for_half_was_wanted() -> None:
    assert gain(rating=1) == gain(saved=True) == gain(fraction=0.5, seconds=300) == 1.0


def test_a_click_counts_half_unless_it_was_soon_abandoned() -> None:
    assert gain(clicked=True) == gain(clicked=True, fraction=0.3, seconds=90) == 0.5
    assert gain(clicked=True, seconds=4) == gain(clicked=True, fraction=0.02, seconds=30) == 0.0


def test_a_refusal_outweighs_everything_else() -> None:
    assert gain(clicked=True, fraction=1.0, seconds=600, rating=-1, saved=True) == 0.0


def test_a_card_that_was_only_seen_was_not_wanted() -> None:
    assert gain() == 0.0


def test_slates_can_be_cut_and_chosen() -> None:
    log = log_of([[0, 1, 0], [1], [], [0, 0]])
    assert [(span.start, span.stop) for span in log.spans()] == [(0, 3), (3, 4), (4, 4), (4, 6)]
    older, newest = log.cut(0, 2), log.cut(2, 4)
    assert (len(older), older.gains.tolist(), older.slates.tolist()) == (2, [0, 1, 0, 1], [0, 0, 0, 1])
    assert (len(newest), newest.slates.tolist()) == (2, [1, 1])
    assert newest.made_at.tolist() == log.made_at[2:].tolist()


def test_each_slate_is_scored_by_itself() -> None:
    """The unknown stands at the median of its own slate."""
    log = log_of([[0, 1], [1, 0, 0]])
    log.features[:, FEATURE_NAMES.index("log_views")] = [1.0, 2.0, 30.0, 40.0, np.nan]
    together = score(HybridRanker(), log, Weights())
    apart = [score(HybridRanker(), log.cut(number, number + 1), Weights()) for number in (0, 1)]
    assert np.array_equal(together, np.concatenate(apart))


def test_each_slate_is_scored_as_where_it_stood() -> None:
    """Likeness counts half on a page that was made for the person, and whole on one that was searched for."""
    log = log_of([[0, 1], [1, 0], [0, 1]])
    log.features[:, FEATURE_NAMES.index("dense")] = [0.0, 1.0] * 3
    on_surfaces = score(HybridRanker(), replace(log, surfaces=("home", "search", "home")), Weights())
    assert np.diff(on_surfaces)[::2].tolist() == [0.25, 0.5, 0.25]
    assert replace(log, surfaces=("home", "search", "home")).cut(1, 3).surfaces == ("search", "home")
    assert np.array_equal(score(HybridRanker(), log, Weights())[:2], on_surfaces[:2])


def test_an_empty_log_is_ordinary() -> None:
    log: LoggedSlates = log_of([])
    assert (len(log), list(log.spans()), score(HybridRanker(), log, Weights()).tolist()) == (0, [], [])
