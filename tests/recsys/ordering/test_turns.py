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
EIGHT = (200, 100, 50, 25, 12, 8, 6, 5)
"""Likes of each of eight interests: the smallest is 1.2 % of them."""
THREE = (160, 30, 10)
"""80, 15 and 5 %."""


def world(all_likes: tuple[int, ...]) -> tuple[Catalog, Taste]:
    """Interests of very different size, 60 unseen videos of each, and 400 videos of nothing in particular."""
    rng, catalog = np.random.default_rng(3), Catalog(D)
    events = list[Event]()
    for interest, likes in enumerate(all_likes):
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
        centroids=np.eye(len(all_likes), D, dtype=np.float32),
        activity=np.full(len(all_likes), 0.5),
        labels=tuple(f"interest {n}" for n in range(len(all_likes))),
        counts=np.array(all_likes),
        last_activity=np.full(len(all_likes), NOW),
        samples=tuple(() for _ in all_likes),
        weights=np.ones(len(all_likes)),
        muted=np.zeros(len(all_likes), np.bool_),
        silhouette=0.5,
        clustered_at=NOW,
    )
    return catalog, learn(catalog, History.from_events(events, catalog), personas=personas, topics=(), now=NOW)


def feed(catalog: Catalog, taste: Taste, seed: int, size: int) -> Slate:
    eligible = np.ones(len(catalog), np.bool_)
    eligible[taste.liked.rows] = False
    return Pipeline().feed(catalog, taste, eligible, Limits(size=size), HOME, np.random.default_rng(seed))


@pytest.mark.parametrize("likes", [EIGHT, THREE], ids=["eight", "three"])
@pytest.mark.parametrize("size", [10, 15, 200])
def test_every_interest_above_one_percent_appears_within_a_hundred_slates(likes: tuple[int, ...], size: int) -> None:
    catalog, taste = world(likes)
    slates = [feed(catalog, taste, seed, size) for seed in range(100)]
    seen = [set(taste.personas.nearest(catalog.vectors[slate.rows[:FIRST]]).tolist()) for slate in slates]
    slates_with = [sum(persona in each for each in seen) for persona in range(len(likes))]
    assert min(slates_with) >= 5


def test_the_turn_is_logged_with_its_chance() -> None:
    personas = np.repeat([0, 1, 2, 3], 30)
    turns, seen = (
        [Turns()(np.arange(120), personas, np.full(4, 0.25), 200, np.random.default_rng(n)) for n in range(300)],
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
        turned, chances = Turns()(order, personas, shares, 200, rng)
        assert turned.tolist() == order.tolist()
        assert set(chances) == {1.0}
