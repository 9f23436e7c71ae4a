"""The hybrid's weights, fitted to people whose taste is planted."""

from __future__ import annotations

import numpy as np
import pytest

from recsys.arrays import DAY_SECONDS
from recsys.catalog import Catalog, Video
from recsys.fitting import FITTED, FittingConfig, fit
from recsys.history import Event, EventKind, History
from recsys.rankers.hybrid import HybridConfig
from tests.recsys.planted import DIMENSIONS, NOW, checkerboard, events

DEFAULT = HybridConfig()


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def popular_catalog(videos: int = 400) -> Catalog:
    """Return videos whose vectors and words say nothing, one in ten of them seen by very many."""
    catalog, chance = Catalog(DIMENSIONS), rng()
    vectors = chance.normal(size=(videos, DIMENSIONS)).astype(np.float32)
    catalog.set_vectors(catalog.put(_video(number) for number in range(videos)), vectors)
    return catalog


def _video(number: int) -> Video:
    views = 10_000_000 if number % 10 == 0 else 1_000 + number
    return Video(f"v{number:010d}", title=f"word{number}", view_count=views, published_at=NOW - 90 * DAY_SECONDS)


def watched(catalog: Catalog, numbers: list[int]) -> History:
    start = NOW - len(numbers) * 3600
    return History.from_events(
        [Event(f"v{number:010d}", EventKind.WATCH, start + 3600 * place) for place, number in enumerate(numbers)],
        catalog,
    )


def test_a_short_history_leaves_the_defaults_as_they_are() -> None:
    catalog = checkerboard()
    for done in ([], events("rust", range(6))):
        assert fit(catalog, History.from_events(done, catalog), now=NOW, rng=rng()) == DEFAULT


def test_who_watches_what_everybody_watches_gets_more_weight_on_views() -> None:
    catalog = popular_catalog()
    popular = fit(catalog, watched(catalog, list(range(0, 400, 10))), now=NOW, rng=rng())
    odd = fit(catalog, watched(catalog, list(range(1, 400, 10))), now=NOW, rng=rng())
    assert popular.views > odd.views


def test_a_channel_followed_since_was_not_followed_in_the_exercise() -> None:
    """Who comes upon a channel and follows it did not watch it for being followed."""
    catalog = checkerboard(each=60)
    found = events("bread", range(40, 60), age_days=0.1)
    history = History.from_events([*events("rust", range(60), age_days=9), *found], catalog)
    codes = np.unique(catalog.channel[catalog.rows(each.video_id for each in found)]).tolist()

    def channel(since: float) -> float:
        return fit(catalog, history, now=NOW, rng=rng(), followed=dict.fromkeys(codes, since)).channel

    alone = fit(catalog, history, now=NOW, rng=rng()).channel
    assert channel(NOW - DAY_SECONDS) == alone < channel(NOW - 30 * DAY_SECONDS)


def test_what_never_varies_keeps_its_default_and_no_weight_turns_around() -> None:
    catalog = popular_catalog()
    fitted = fit(catalog, watched(catalog, list(range(0, 400, 10))), now=NOW, rng=rng())
    assert abs(fitted.language - DEFAULT.language) < 1e-6
    assert all(getattr(fitted, name) >= 0 for name in FITTED)


def test_the_same_history_gives_the_same_weights() -> None:
    catalog = popular_catalog()
    history = watched(catalog, list(range(0, 400, 7)))
    assert fit(catalog, history, now=NOW, rng=rng()) == fit(catalog, history, now=NOW, rng=rng())


def test_a_catalogue_of_nothing_but_the_history_is_ordinary() -> None:
    catalog = popular_catalog(40)
    assert fit(catalog, watched(catalog, list(range(40))), now=NOW, rng=rng()) == DEFAULT


def test_what_serves_lies_between_the_best_weights_and_the_defaults() -> None:
    catalog = popular_catalog()
    history = watched(catalog, list(range(0, 400, 10)))
    whole, half, none = (
        fit(catalog, history, now=NOW, rng=rng(), config=FittingConfig(trust=trust)) for trust in (1.0, 0.5, 0.0)
    )
    assert none == DEFAULT
    assert half.views == pytest.approx((whole.views + DEFAULT.views) / 2)
    assert half.views != pytest.approx(DEFAULT.views)
