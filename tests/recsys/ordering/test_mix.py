from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys import features as feature_table
from recsys.history import History
from recsys.ordering import MIX_KINDS, follow_mix, mix_kinds
from recsys.personas import Personas
from recsys.slate import Mix
from recsys.taste import learn
from tests.recsys.planted import DIMENSIONS, HOME, NO_LIMITS, NOW, checkerboard, events, rows_of

shares = st.lists(st.integers(0, 5), min_size=4, max_size=4).filter(any).map(lambda parts: np.array(parts) / sum(parts))


@settings(max_examples=200)
@given(shares, st.integers(0, 9))
def test_every_beginning_of_a_list_follows_a_share_within_half_a_card_and_that_share(
    wanted: np.ndarray, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    kinds = rng.permutation(np.repeat(np.arange(4), 60))
    order = follow_mix(np.arange(240), kinds, Mix(*wanted))
    assert sorted(order.tolist()) == list(range(240))
    first = kinds[order[:60]]
    counts = np.cumsum(first[:, None] == np.arange(4), axis=0)
    assert (np.abs(counts - np.arange(1, 61)[:, None] * wanted) <= 0.5 + wanted + 1e-9).all()


@given(shares, st.lists(st.integers(0, 3), max_size=40).map(lambda kinds: np.array(kinds, dtype=np.int64)))
def test_a_mix_shifts_cards_and_loses_none(wanted: np.ndarray, kinds: np.ndarray) -> None:
    order = follow_mix(np.arange(len(kinds)), kinds, Mix(*wanted))
    assert sorted(order.tolist()) == list(range(len(kinds)))
    for kind in range(4):
        own = order[kinds[order] == kind]
        assert own.tolist() == sorted(own.tolist())


def test_a_kind_without_a_share_comes_after_all_others() -> None:
    kinds = np.array([3, 3, 0, 1, 0, 1])
    assert follow_mix(np.arange(6), kinds, Mix(0.5, 0.5, 0, 0)).tolist() == [2, 3, 4, 5, 0, 1]


def test_no_mix_changes_nothing() -> None:
    assert follow_mix(np.array([2, 0, 1]), np.array([3, 0, 1]), None).tolist() == [2, 0, 1]


def test_a_card_is_subscribed_familiar_new_or_a_surprise() -> None:
    catalog = checkerboard()
    followed = catalog.channels.code("chess channel 0")
    history = History.from_events(events("rust", range(4)), catalog)
    taste = learn(catalog, history, personas=Personas.none(DIMENSIONS), topics=(), now=NOW, followed=[followed])
    rows = np.concatenate(
        [rows_of(catalog, *of) for of in (("chess", [1]), ("rust", [2]), ("rust", [20]), ("bread", [20]))]
    )
    table = feature_table.build(catalog, taste, rows, NO_LIMITS, HOME)
    kinds = mix_kinds(table, catalog.channel[rows], taste.followed)
    assert [MIX_KINDS[kind] for kind in kinds] == ["subscribed", "familiar", "new", "surprise"]
