from __future__ import annotations

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.ordering import spread_channels

channels = st.lists(st.integers(-1, 3), min_size=1, max_size=40).map(np.array)


def longest_run(order: list[int], of: np.ndarray) -> int:
    runs = [len(list(run)) for channel, run in groupby(of[order].tolist()) if channel >= 0]
    return max(runs, default=0)


@given(channels, st.integers(1, 3))
def test_one_channel_stands_alone_only_when_no_other_is_left(given_channels: np.ndarray, most: int) -> None:
    order = spread_channels(np.arange(len(given_channels)), given_channels, most).tolist()
    assert sorted(order) == list(range(len(given_channels)))
    tail = next(
        (start for start in range(len(order)) if len(set(given_channels[order[start:]].tolist())) == 1), len(order)
    )
    assert longest_run(order[: tail + most], given_channels) <= most or tail == 0


def test_a_waiting_card_comes_as_soon_as_it_may() -> None:
    order = spread_channels(np.arange(6), np.array([1, 1, 1, 1, 2, 3]), most=2)
    assert order.tolist() == [0, 1, 4, 2, 3, 5]


def test_cards_without_a_channel_are_all_different() -> None:
    assert spread_channels(np.arange(5), np.full(5, -1), most=1).tolist() == [0, 1, 2, 3, 4]
