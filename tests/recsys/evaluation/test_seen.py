from __future__ import annotations

import numpy as np

from recsys.evaluation.seen import Seen
from recsys.history import EventKind, History


def history(*done: tuple[int, float]) -> History:
    rows, times = (np.array(column) for column in zip(*done, strict=True)) if done else (np.zeros(0, int), np.zeros(0))
    return History(rows.astype(np.int64), np.full(len(done), EventKind.WATCH), times.astype(float), np.ones(len(done)))


SEEN = Seen(np.array([5, 2, 5, 2, 5, 9]), np.array([10.0, 10.0, 20.0, 20.0, 30.0, 30.0]))


def told(seen: Seen, done: History, now: float) -> dict[int, tuple[int, float]]:
    found = seen.in_vain(done, now)
    assert (np.diff(found.rows) > 0).all()
    return dict(zip(found.rows.tolist(), zip(found.times.tolist(), found.last_at.tolist(), strict=True), strict=True))


def test_what_nobody_answered_is_in_vain_as_often_as_it_was_seen() -> None:
    assert told(SEEN, history(), 100.0) == {2: (2, 20.0), 5: (3, 30.0), 9: (1, 30.0)}


def test_the_moment_itself_and_what_comes_after_is_not_known_yet() -> None:
    assert told(SEEN, history(), 30.0) == {2: (2, 20.0), 5: (2, 20.0)}
    assert told(SEEN, history(), 0.0) == {}


def test_counting_begins_anew_once_anything_was_done_with_the_video() -> None:
    assert told(SEEN, history((5, 25.0), (2, 20.0)), 100.0) == {5: (1, 30.0), 9: (1, 30.0)}
