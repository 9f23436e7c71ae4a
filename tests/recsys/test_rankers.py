from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys import features
from recsys.catalog import Catalog, Video
from recsys.features import COLUMNS, FEATURE_NAMES, Features
from recsys.history import EventKind, History
from recsys.personas import Personas
from recsys.rankers import DEFAULT_RANKER, RANKERS, TRAINED, HybridRanker, PersonaRanker, Ranker
from recsys.rankers.hybrid import ON_A_PAGE
from recsys.slate import Context, Surface, Weights
from recsys.taste import Taste, Topic
from tests.recsys.planted import (
    DIMENSIONS,
    HOME,
    NO_LIMITS,
    NOW,
    boosted,
    checkerboard,
    direction,
    events,
    personas_of,
    rows_of,
    taste_of,
)

LOVED = [*events("rust", range(20)), *events("bread", range(20)), *events("chess", [1, 2], EventKind.THUMBS_DOWN)]


def table(catalog: Catalog, taste: Taste, rows: np.ndarray, context: Context = HOME) -> Features:
    return features.build(catalog, taste, rows, NO_LIMITS, context, np.zeros(len(rows)))


@pytest.mark.parametrize("ranker", [*RANKERS.values(), boosted()], ids=lambda ranker: ranker.name)
class TestEveryRanker:
    """What any ranker promises, whatever it has learned from."""

    def test_scores_nothing_for_no_cards(self, ranker: Ranker) -> None:
        catalog = checkerboard()
        scores = ranker(table(catalog, taste_of(catalog, LOVED), np.zeros(0, np.int64)), HOME)
        assert scores.total.shape == (0,)

    def test_gives_each_card_a_finite_score_and_each_part_a_column(self, ranker: Ranker) -> None:
        catalog = checkerboard()
        scores = ranker(table(catalog, taste_of(catalog, LOVED), np.arange(30)), HOME)
        assert scores.total.shape == (30,)
        assert np.isfinite(scores.total).all()
        assert all(part.shape == (30,) and np.isfinite(part).all() for part in scores.parts.values())

    def test_works_when_nothing_at_all_is_known(self, ranker: Ranker) -> None:
        catalog = Catalog(DIMENSIONS)
        rows = catalog.put([Video("a"), Video("b")])
        scores = ranker(table(catalog, taste_of(catalog, []), rows), HOME)
        assert scores.total[0] == scores.total[1]
        assert np.isfinite(scores.total).all()

    def test_a_card_without_vector_or_facts_stands_in_the_middle(self, ranker: Ranker) -> None:
        catalog = checkerboard()
        taste = taste_of(catalog, LOVED, personas_of(catalog, History.from_events(LOVED, catalog)))
        unknown = catalog.put([Video("unknown video")])
        rows = np.concatenate(
            [rows_of(catalog, "rust", range(30, 36)), rows_of(catalog, "chess", range(30, 36)), unknown]
        )
        scores = ranker(table(catalog, taste, rows), HOME).total
        assert scores[6:12].mean() < scores[12] < scores[:6].mean()

    def test_prefers_what_the_person_likes(self, ranker: Ranker) -> None:
        catalog = checkerboard()
        taste = taste_of(catalog, LOVED, personas_of(catalog, History.from_events(LOVED, catalog)))
        liked = np.concatenate([rows_of(catalog, "rust", range(30, 40)), rows_of(catalog, "bread", range(30, 40))])
        other = rows_of(catalog, "chess", range(20, 40))
        scores = ranker(table(catalog, taste, np.concatenate([liked, other])), HOME).total
        assert set(np.argsort(-scores)[:20].tolist()) == set(range(20))

    def test_is_deterministic(self, ranker: Ranker) -> None:
        catalog = checkerboard()
        rows = np.arange(40)
        once, again = (ranker(table(catalog, taste_of(catalog, LOVED), rows), HOME).total for _ in range(2))
        assert np.array_equal(once, again)

    def test_follows_the_mood_and_the_topic_asked_for(self, ranker: Ranker) -> None:
        catalog = checkerboard()
        taste = taste_of(catalog, [])
        rows = np.concatenate([rows_of(catalog, "rust", range(5)), rows_of(catalog, "bread", range(5))])
        for context in (replace(HOME, mood=direction("bread")), replace(HOME, topic=direction("bread"))):
            plain, asked = (
                ranker(table(catalog, taste, rows), HOME).total,
                ranker(table(catalog, taste, rows, context), context).total,
            )
            gain = asked - plain
            assert gain[5:].min() > gain[:5].max()

    def test_has_a_name_and_a_version(self, ranker: Ranker) -> None:
        assert ranker.name in {*RANKERS, *TRAINED}
        assert ranker.version


def formula_card(**facts: object) -> tuple[Catalog, Taste, np.ndarray]:
    """Return one card exactly on the only persona, whose activity is a half."""
    catalog = Catalog(DIMENSIONS)
    rows = catalog.put([Video("card", "card", **facts)])  # type: ignore[arg-type]
    catalog.set_vectors(rows, direction("rust")[None])
    persona = replace(
        Personas.none(DIMENSIONS),
        centroids=direction("rust")[None],
        activity=np.array([0.5]),
        labels=("rust",),
        counts=np.ones(1, np.int64),
        last_activity=np.array([NOW]),
        samples=((),),
        weights=np.ones(1),
        muted=np.zeros(1, np.bool_),
    )
    return catalog, taste_of(catalog, [], persona), rows


def formula(weights: Weights | None = None, **facts: object) -> float:
    catalog, taste, rows = formula_card(**facts)
    context = replace(HOME, weights=weights or Weights())
    return float(PersonaRanker()(table(catalog, taste, rows, context), context).total[0])


def test_the_persona_formula_is_cosine_times_activity_times_its_three_factors() -> None:
    assert formula(view_count=100_000, published_at=NOW) == pytest.approx(1 * 0.5 * 1.0 * 1.2 * 1.1)


def test_each_factor_of_the_formula_can_be_weighed_away() -> None:
    assert formula(Weights(1, 0, 0), view_count=100_000, published_at=NOW) == pytest.approx(0.5)
    assert formula(Weights(1, 2, 0), view_count=100_000, published_at=NOW) == pytest.approx(0.5 * 1.2**2)


@pytest.mark.parametrize(("views", "health"), [(0, 0.7), (10_000, 1.2), (400_000, 1.2), (10**10, 0.9), (None, 1.0)])
def test_view_health_is_best_between_ten_thousand_and_half_a_million(views: int | None, health: float) -> None:
    assert formula(Weights(1, 1, 0), view_count=views) == pytest.approx(0.5 * health, rel=0.01)


@pytest.mark.parametrize(("age_days", "recency"), [(0, 1.1), (30, 0.95), (10_000, 0.8), (-5, 1.1)])
def test_recency_runs_from_eleven_tenths_to_eight_tenths(age_days: float, recency: float) -> None:
    assert formula(Weights(1, 0, 1), published_at=NOW - age_days * 86_400) == pytest.approx(0.5 * recency)


def test_a_topic_alone_orders_the_page_of_somebody_new() -> None:
    catalog = checkerboard()
    taste = taste_of(catalog, [], topics=[Topic("bread", direction("bread"), 1.0, NOW)])
    rows = np.concatenate([rows_of(catalog, "rust", range(10)), rows_of(catalog, "bread", range(10))])
    scores = RANKERS["hybrid"](features.build(catalog, taste, rows, NO_LIMITS, HOME, np.arange(20.0)), HOME).total
    assert set(np.argsort(-scores)[:10].tolist()) == set(range(10, 20))


def test_without_any_history_the_pages_own_order_stands() -> None:
    catalog = Catalog(DIMENSIONS)
    rows = catalog.put([Video(str(number)) for number in range(10)])
    given = features.build(catalog, taste_of(catalog, []), rows, NO_LIMITS, HOME, np.arange(10.0))
    assert np.argsort(-RANKERS["hybrid"](given, HOME).total, kind="stable").tolist() == list(range(10))


def test_the_freshness_dial_turns_the_hybrid_towards_new_videos() -> None:
    catalog = Catalog(DIMENSIONS)
    rows = catalog.put([Video("old", published_at=NOW - 400 * 86_400), Video("new", published_at=NOW - 86_400)])
    gaps = []
    for recency in (0.0, 1.0, 3.0):
        context = replace(HOME, weights=Weights(recency=recency))
        old, new = RANKERS["hybrid"](table(catalog, taste_of(catalog, []), rows, context), context).total
        gaps.append(new - old)
    assert gaps == sorted(gaps)
    assert gaps[0] == pytest.approx(0)


def test_a_video_is_news_for_two_months_and_not_before_it_is_out() -> None:
    catalog = Catalog(DIMENSIONS)
    ages = [-5.0, 0.0, 30.0, 60.0, 61.0, 4000.0]
    rows = catalog.put([Video(str(age), published_at=NOW - age * 86_400) for age in ages])
    given = table(catalog, taste_of(catalog, []), rows)
    not_out, today, month, *old = HybridRanker().terms(given, HOME)["news"].tolist()
    assert today == 0 > month > old[0]
    assert old == [not_out] * 3 == pytest.approx([-0.35 * np.log1p(60 / 7)] * 3)


def test_on_a_page_made_for_the_person_what_it_was_chosen_by_counts_less() -> None:
    catalog, rows, context = checkerboard(), np.arange(30), HOME
    taste = taste_of(catalog, LOVED)
    in_a_feed = HybridRanker().terms(features.build(catalog, taste, rows, NO_LIMITS, context), context)
    page = features.build(catalog, taste, rows, NO_LIMITS, context, np.arange(30.0))
    on_a_page = HybridRanker().terms(page, context)
    for name in on_a_page.keys() - {"position"}:
        np.testing.assert_allclose(on_a_page[name], ON_A_PAGE.get(name, 1.0) * in_a_feed[name], err_msg=name)
    assert HybridRanker()(page, context).total == pytest.approx(sum(on_a_page.values()))


@pytest.mark.parametrize("surface", ["watch_next", "search", "subscriptions"])
def test_a_page_chosen_by_a_video_a_search_or_channels_has_the_weights_of_a_feed(surface: Surface) -> None:
    catalog, rows, context = checkerboard(), np.arange(30), Context(surface, NOW)
    taste = taste_of(catalog, LOVED)
    in_a_feed, on_a_page = (
        HybridRanker().terms(features.build(catalog, taste, rows, NO_LIMITS, context, positions), context)
        for positions in (None, np.arange(30.0))
    )
    for name in on_a_page.keys() - {"position"}:
        np.testing.assert_array_equal(on_a_page[name], in_a_feed[name])


def test_the_feature_table_is_named_and_explained() -> None:
    assert len(set(COLUMNS.values())) == len(FEATURE_NAMES)


def test_a_whole_catalogue_is_scored_like_its_parts() -> None:
    catalog = checkerboard(each=500)
    taste = taste_of(catalog, LOVED)
    whole = features.build(catalog, taste, np.arange(1_500), NO_LIMITS, HOME)
    part = features.build(catalog, taste, np.arange(1_400, 1_500), NO_LIMITS, HOME)
    np.testing.assert_allclose(whole.values[1_400:], part.values, rtol=1e-4, atol=1e-5)
    assert whole.top.shape == (1_500,)


def test_the_default_ranker_is_one_of_the_list() -> None:
    assert DEFAULT_RANKER in RANKERS
