"""Whatever a dial stands at: turned further it moves what it is about in its own direction or leaves it, never against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.clustering import Clustering
from recsys.history import History
from recsys.ordering import MIX_KINDS, mix_kinds
from recsys.personas import Personas, assemble, positives
from recsys.pipeline import Pipeline
from recsys.rankers import HybridRanker, PersonaRanker, Ranker
from recsys.slate import Length, Limits, Mix, Slate, Weights
from recsys.taste import Taste, learn
from tests.recsys.planted import DIMENSIONS, HOME, INTERESTS, NOW, boosted, checkerboard, direction, events, rows_of
from tests.recsys.worlds import World, world, worlds

RANKERS: dict[str, Ranker] = {
    "hybrid": HybridRanker(),
    "persona": PersonaRanker(),
    "trained": boosted((0.0, 0.4)),
}
each_ranker = pytest.mark.parametrize("ranker", RANKERS.values(), ids=RANKERS)
weights = st.floats(0.0, 3.0)
shares = st.lists(st.integers(0, 5), min_size=4, max_size=4).filter(any).map(lambda parts: np.array(parts) / sum(parts))
LONGEST_SECONDS = 7_200.0
"""Of a video of any world."""
seconds = st.floats(60.0, LONGEST_SECONDS)
FEWEST = 10
"""Cards among which what order they have is a matter of variety as well."""


def two(of: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Two settings of a dial, the lower one first."""
    return st.lists(of, min_size=2, max_size=2).map(sorted)


def page(world: World, *, ranker: Ranker | None = None, weights: Weights | None = None, **limits: Any) -> Slate:
    """All of a world as one page; what else a person set about the order is left out, unless it is given."""
    context = replace(world.context, weights=weights or Weights(), topic=None, mood=None)
    given_ = replace(world.limits, **({"mix": None, "length": None, "max_in_a_row": 50} | limits))
    pipeline = Pipeline(ranker or HybridRanker())
    return pipeline.rank(world.catalog, world.taste, world.rows, given_, context, np.random.default_rng(0))


def shown(slate: Slate) -> list[int]:
    """Rows of the cards nothing keeps back, in their order."""
    return [row for row, action in zip(slate.rows.tolist(), slate.actions, strict=True) if action == "show"]


@cache
def shows_many(made_of: tuple[int, str, int]) -> bool:
    """Whether the better half of what is shown in a world is less than all of it."""
    return len(shown(page(world(*made_of)))) > 2 * FEWEST


def in_front(slate: Slate, statistic: FloatArray) -> FloatArray:
    """Sums of a (catalogue,) statistic over the better half of what is shown, and over every longer beginning.

    Which cards are the better half goes by score. What order they have among themselves is also a matter of variety.
    """
    rows = shown(slate)
    half = min(len(rows), max(len(rows) // 2, FEWEST))
    return np.cumsum(statistic[rows])[max(half - 1, 0) :]


roomy = st.tuples(st.sampled_from([40, 120]), st.sampled_from(["plain", "unknown"]), st.integers(0, 11))
front_worlds = roomy.filter(shows_many).map(lambda made_of: world(*made_of))
"""Worlds with so many different videos that something can stand in front of something else."""
worlds_of_known_lengths = roomy.filter(lambda made_of: made_of[1] == "plain" and shows_many(made_of)).map(
    lambda made_of: world(*made_of)
)


def never_falls(statistics: Sequence[FloatArray]) -> bool:
    return all((after >= before - 1e-6).all() for before, after in pairwise(statistics))


def newness(world: World, ranker: Ranker) -> FloatArray:
    terms = HybridRanker().terms(world.features(), HOME)
    new: FloatArray = terms["age"] + terms["news"]
    return world.features()["recency"] if isinstance(ranker, PersonaRanker) else new


def how_well_its_channel_is_known(world: World, ranker: Ranker) -> FloatArray:
    terms = HybridRanker().terms(world.features(), HOME)
    known: FloatArray = terms["channel"] + terms["channel_recent"] + terms["series"]
    return world.features()["channel_boost"] if isinstance(ranker, PersonaRanker) else known


def what_views_say_for_it(world: World, ranker: Ranker) -> FloatArray:
    terms = HybridRanker().terms(world.features(), HOME)
    said: FloatArray = terms["views"] + terms["view_match"] + terms["views_for_age"]
    return world.features()["view_health"] if isinstance(ranker, PersonaRanker) else said


@pytest.mark.parametrize(
    ("dial", "statistic"),
    [("recency", newness), ("channel_boost", how_well_its_channel_is_known), ("view_health", what_views_say_for_it)],
    ids=["freshness", "the channels I know", "views"],
)
@each_ranker
@settings(max_examples=25, deadline=None)
@given(world=front_worlds, pair=two(weights))
def test_more_of_what_a_weight_is_about_brings_no_less_of_it_to_the_front(
    ranker: Ranker, dial: str, statistic: Callable[[World, Ranker], FloatArray], world: World, pair: list[float]
) -> None:
    pages = [page(world, ranker=ranker, weights=Weights(**{dial: value})) for value in pair]
    assert never_falls([in_front(each, statistic(world, ranker)) for each in pages])


LETS_THROUGH: dict[str, st.SearchStrategy[Any]] = {
    "hide_watched_from": st.floats(0.01, 1.0),
    "impressions_before_hiding": st.integers(1, 8),
    "max_age_days": st.floats(1.0, 500.0) | st.just(1e6),
    "max_in_a_row": st.integers(1, 50),
}
"""The higher, the more of what is there is shown, or as much; `min_views` is the one that is strict when it is high."""


@pytest.mark.parametrize("dial", LETS_THROUGH)
@settings(max_examples=25, deadline=None)
@given(world=worlds, data=st.data())
def test_a_higher_limit_shows_all_that_a_lower_one_does(dial: str, world: World, data: st.DataObject) -> None:
    low, high = data.draw(two(LETS_THROUGH[dial]))
    less, more = (set(shown(page(world, **{dial: value}))) for value in (low, high))
    assert less <= more
    assert set(fed(world, **{dial: low})) <= set(fed(world, **{dial: high}))


@settings(max_examples=25, deadline=None)
@given(world=worlds, pair=two(st.integers(0, 10**7)))
def test_asking_for_more_views_shows_nothing_that_asking_for_fewer_does_not(world: World, pair: list[int]) -> None:
    more, less = (set(shown(page(world, min_views=value))) for value in pair)
    assert less <= more <= set(shown(page(world, min_views=None)))
    assert set(fed(world, min_views=pair[1])) <= set(fed(world, min_views=pair[0]))


@pytest.mark.parametrize("dial", ["hide_watched", "hide_age_restricted"])
@settings(max_examples=25, deadline=None)
@given(world=worlds)
def test_what_hides_never_shows(dial: str, world: World) -> None:
    turned: list[dict[str, Any]] = [{dial: True}, {dial: False}]
    hidden, kept = (set(shown(page(world, **each))) for each in turned)
    assert hidden <= kept
    hidden, kept = (set(fed(world, **each)) for each in turned)
    assert hidden <= kept


def fed(world: World, **limits: Any) -> list[int]:
    """Rows of a feed that has room for all."""
    given_ = replace(world.limits, **({"mix": None, "size": 200} | limits))
    every = np.ones(len(world.catalog), np.bool_)
    slate = Pipeline().feed(world.catalog, world.taste, every, given_, HOME, np.random.default_rng(0))
    return [int(row) for row in slate.rows]


@settings(max_examples=40, deadline=None)
@given(world=worlds, pair=two(st.integers(1, 12)))
def test_more_of_a_channel_in_a_row_never_makes_its_longest_row_shorter(world: World, pair: list[int]) -> None:
    fewer, more = (longest_row(world, page(world, max_in_a_row=most)) for most in pair)
    assert fewer <= pair[0]
    assert fewer <= more <= pair[1]


def longest_row(world: World, slate: Slate) -> int:
    """Of one channel, as long as there are cards of another left to come between."""
    channels = world.catalog.channel[shown(slate)].tolist()
    longest, row = 0, 0
    for place, channel in enumerate(channels):
        if set(channels[place:]) == {channel} and channel >= 0:
            break
        row = row + 1 if place and channel >= 0 and channel == channels[place - 1] else 1
        longest = max(longest, row)
    return longest


@settings(max_examples=60, deadline=None)
@given(world=worlds, wanted=shares, kind=st.sampled_from(range(4)), pair=two(st.floats(0.0, 1.0)))
def test_a_greater_share_of_the_mix_takes_no_card_from_any_beginning(
    world: World, wanted: np.ndarray, kind: int, pair: list[float]
) -> None:
    of_kind = (kinds_of(world) == kind).astype(float)
    counts = [np.cumsum(of_kind[shown(page(world, mix=with_share(wanted, kind, share)))]) for share in pair]
    assert never_falls(counts)


def kinds_of(world: World) -> IntArray:
    return mix_kinds(world.features(), world.catalog.channel[world.rows], world.taste.followed)


def with_share(wanted: np.ndarray, kind: int, share: float) -> Mix:
    """One kind at a share, the others in their proportions, as the options page moves them."""
    others = np.where(np.arange(len(MIX_KINDS)) == kind, 0.0, wanted)
    others = others / others.sum() if others.sum() > 0 else np.full(4, 1 / 3) * (np.arange(4) != kind)
    return Mix(*(np.where(np.arange(4) == kind, share, (1 - share) * others)).tolist())


@settings(max_examples=40, deadline=None)
@given(world=front_worlds, pair=two(seconds), open_end=st.sampled_from(["min", "max", "none"]))
def test_a_wish_for_a_length_brings_what_fits_it_better_to_the_front(
    world: World, pair: list[float], open_end: str
) -> None:
    wish = Length(0.0 if open_end == "min" else pair[0], float("inf") if open_end == "max" else pair[1])
    without = page(world)
    fit = -misfit(world, wish, shown(without))
    assert never_falls([in_front(without, fit), in_front(page(world, length=wish), fit)])


@settings(max_examples=40, deadline=None)
@given(world=worlds_of_known_lengths, pair=two(st.floats(LONGEST_SECONDS / 4, LONGEST_SECONDS)))
def test_to_allow_longer_videos_brings_no_shorter_ones_to_the_front(world: World, pair: list[float]) -> None:
    """Beyond four times a wish a video is as wrong for it as any, and gains nothing while it stays so: none is that long."""
    lengths = np.log(np.maximum(world.catalog.duration_seconds, 1.0))
    assert lengths.max() <= np.log(LONGEST_SECONDS)
    pages = [page(world, length=Length(0.0, most)) for most in pair]
    assert never_falls([in_front(each, lengths) for each in pages])


def misfit(world: World, wish: Length, among: list[int]) -> FloatArray:
    """Doublings by which each video misses a wish, two at most; an unknown length at the median of those it is ordered with."""
    doublings = np.log2(np.maximum(world.catalog.duration_seconds, 1.0))
    off = np.maximum(doublings - np.log2(wish.max_seconds), np.log2(max(wish.min_seconds, 1.0)) - doublings)
    off = np.clip(off, 0.0, 2.0)
    known = off[among][~np.isnan(off[among])]
    return np.where(np.isnan(off), np.median(known) if len(known) else 0.0, off)


NOISE = (0.06, 0.12, 0.25)
"""How far videos stray from what they are about, in each of 16 dimensions: the last as far as they have in common."""
CATALOGS = {scale: checkerboard(noise_scale=scale) for scale in NOISE}


@cache
def history_of(catalog: Catalog, seed: int) -> tuple[History, Personas]:
    """Somebody who likes all three interests, how much and how lately by chance; each is one persona."""
    rng = np.random.default_rng(seed)
    done = [
        each
        for interest in INTERESTS
        for each in events(
            interest, sorted(rng.choice(20, rng.integers(1, 16), replace=False)), age_days=rng.uniform(1, 60)
        )
    ]
    history = History.from_events(sorted(done, key=lambda each: each.occurred_at), catalog)
    rows, _ = positives(catalog, history)
    centroids = np.array([direction(interest) for interest in INTERESTS])
    clustering = Clustering(centroids, np.argmax(catalog.vectors[rows] @ centroids.T, axis=1), 0.5)
    none = Personas.none(DIMENSIONS)
    return history, assemble(catalog, history, rows, clustering, previous=none, now=NOW)


def taste_with(catalog: Catalog, seed: int, persona: int, weight: float | None) -> Taste:
    """Return the taste of somebody with the dial of one persona at a weight; None mutes it."""
    history, personas = history_of(catalog, seed)
    of_one = np.arange(len(personas)) == persona
    dialled = replace(personas, weights=np.where(of_one, weight or 0.0, 1.0), muted=of_one & (weight is None))
    return learn(catalog, history, personas=dialled, topics=(), now=NOW)


@pytest.mark.parametrize("noise_scale", NOISE)
@pytest.mark.parametrize("ranker", [HybridRanker(), PersonaRanker()], ids=["hybrid", "persona"])
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 20), persona=st.sampled_from(range(3)), pair=two(weights))
def test_more_of_an_interest_never_puts_its_videos_behind(
    ranker: Ranker, noise_scale: float, seed: int, persona: int, pair: list[float]
) -> None:
    catalog = CATALOGS[noise_scale]
    rows = np.concatenate([rows_of(catalog, interest, range(20, 40)) for interest in INTERESTS])
    own = np.isin(np.arange(len(catalog)), rows_of(catalog, INTERESTS[persona], range(20, 40))).astype(float)
    slates = [
        Pipeline(ranker).rank(
            catalog, taste_with(catalog, seed, persona, weight), rows, Limits(), HOME, np.random.default_rng(0)
        )
        for weight in (None, *pair)
    ]
    assert never_falls([in_front(each, own) for each in slates])
