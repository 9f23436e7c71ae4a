from __future__ import annotations

import numpy as np
import pytest

from recsys.catalog import Catalog, Video
from recsys.history import Event, EventKind, History
from recsys.ordering import Turns
from recsys.personas import Personas
from recsys.pipeline import Pipeline
from recsys.slate import Limits, Slate
from recsys.taste import Taste, learn
from tests.recsys.planted import HOME, NOW

FIRST = 24
D = 16
LIKES = (200, 100, 50, 25, 12, 8, 6, 5)
"""Likes of each of eight interests: the smallest is 1.2 % of them."""


def world() -> tuple[Catalog, Taste]:
    """Eight interests of very different size, 60 unseen videos of each, and 400 videos of nothing in particular."""
    rng, catalog = np.random.default_rng(3), Catalog(D)
    events = list[Event]()
    for interest, likes in enumerate(LIKES):
        rows = catalog.put(
            Video(
                f"{interest}-{n}",
                f"interest{interest} video {n}",
                channel_name=f"channel {interest} {n // 3}",
                view_count=1000,
            )
            for n in range(likes + 60)
        )
        catalog.set_vectors(
            rows, (np.eye(D)[interest] + rng.normal(scale=0.12, size=(len(rows), D))).astype(np.float32)
        )
        events += [Event(f"{interest}-{n}", EventKind.THUMBS_UP, NOW - 3600 * (n + 1)) for n in range(likes)]
    rows = catalog.put(Video(f"other-{n}", f"nothing {n}", view_count=1000) for n in range(400))
    catalog.set_vectors(rows, rng.normal(size=(400, D)).astype(np.float32))
    personas = Personas(
        centroids=np.eye(len(LIKES), D, dtype=np.float32),
        activity=np.full(len(LIKES), 0.5),
        labels=tuple(f"interest {n}" for n in range(len(LIKES))),
        counts=np.array(LIKES),
        last_activity=np.full(len(LIKES), NOW),
        samples=tuple(() for _ in LIKES),
        weights=np.ones(len(LIKES)),
        muted=np.zeros(len(LIKES), np.bool_),
        silhouette=0.5,
        clustered_at=NOW,
    )
    return catalog, learn(catalog, History.from_events(events, catalog), personas=personas, topics=(), now=NOW)


def feed(catalog: Catalog, taste: Taste, seed: int) -> Slate:
    eligible = np.ones(len(catalog), np.bool_)
    eligible[taste.liked.rows] = False
    return Pipeline().feed(catalog, taste, eligible, Limits(), HOME, np.random.default_rng(seed))


def test_every_interest_above_one_percent_appears_within_a_hundred_slates() -> None:
    catalog, taste = world()
    seen = [
        set(taste.personas.nearest(catalog.vectors[feed(catalog, taste, n).rows[:FIRST]]).tolist()) for n in range(100)
    ]
    assert set.union(*seen) == set(range(len(LIKES)))
    slates_with = [sum(persona in each for each in seen) for persona in range(len(LIKES))]
    assert min(slates_with) >= 5


def test_the_turn_is_logged_with_its_chance() -> None:
    personas = np.repeat([0, 1, 2, 3], 30)
    turns, seen = (
        [Turns()(np.arange(120), personas, np.full(4, 0.25), np.random.default_rng(n)) for n in range(300)],
        [],
    )
    for order, chances in turns:
        assert sorted(order.tolist()) == list(range(120))
        moved = int(order[16])
        assert chances[moved] == 1 / 3
        assert np.count_nonzero(chances != 1) == 1
        seen.append(int(personas[moved]))
    assert [seen.count(persona) / 300 for persona in (1, 2, 3)] == pytest.approx([1 / 3] * 3, abs=0.08)


def test_nobody_gets_a_turn_where_every_interest_is_shown_or_none_is_known() -> None:
    rng, order = np.random.default_rng(0), np.arange(40)
    for personas, shares in (
        (np.arange(40) % 2, np.array([0.5, 0.5])),
        (np.full(40, -1), np.zeros(0)),
        (np.repeat([0, 1], 20), np.array([0.995, 0.005])),
    ):
        turned, chances = Turns()(order, personas, shares, rng)
        assert turned.tolist() == order.tolist()
        assert set(chances) == {1.0}
