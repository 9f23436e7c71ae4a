"""How long ago something was, also by a clock that went wrong in between."""

from __future__ import annotations

import pytest

from daemon.moments import is_far_from, is_longer_ago


@pytest.mark.parametrize(("moment", "is_long"), [(89, True), (90, True), (91, False), (100, False), (101, True)])
def test_what_a_wrong_clock_dated_ahead_counts_as_long_ago(moment: float, is_long: bool) -> None:
    assert is_longer_ago(moment, 10, now=100) is is_long


@pytest.mark.parametrize(("moment", "is_far"), [(90, True), (91, False), (100, False), (109, False), (110, True)])
def test_what_was_made_a_moment_later_is_not_old(moment: float, is_far: bool) -> None:
    assert is_far_from(moment, 10, now=100) is is_far
