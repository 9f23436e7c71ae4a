"""What every stage must hold to, whatever it does: a class for each kind of stage, which its tests inherit.

Nothing, one candidate, unknown values, ties, shapes and types, the same answer to the same question – bit for bit – and
no dependence on the order of its input where there should be none.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys.arrays import IntArray
from recsys.filters import Filter
from recsys.ordering import Cards
from recsys.pipeline import Pipeline
from recsys.rankers import Ranker
from recsys.slate import Length, Limits, Mix, Slate
from recsys.sources import Anchors, CandidateSource
from tests.recsys.worlds import DIMENSIONS, World, permuted, same, worlds

small = settings(
    max_examples=30, derandomize=True, suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow]
)
seeds = st.integers(0, 99)
LIMITS = (
    Limits(),
    Limits(explore_every=0, max_in_a_row=1, mix=Mix(0.0, 0.5, 0.25, 0.25)),
    Limits(explore_every=3, max_in_a_row=2, length=Length(240.0, 1_200.0)),
)


class FilterConformance:
    @small
    @given(worlds)
    def test_answers_each_row_with_a_flag_and_always_alike(self, stage: Filter, world: World) -> None:
        caught = stage(world.catalog, world.rows, world.limits, world.context)
        assert caught.shape == (len(world.rows),)
        assert caught.dtype == np.bool_
        assert same(caught, stage(world.catalog, world.rows, world.limits, world.context))

    @small
    @given(worlds, seeds)
    def test_judges_each_row_by_itself(self, stage: Filter, world: World, seed: int) -> None:
        caught = stage(world.catalog, world.rows, world.limits, world.context)
        chosen = np.random.default_rng(seed).permutation(world.rows)[: seed % 7 + 1]
        assert same(stage(world.catalog, chosen, world.limits, world.context), caught[chosen])

    @small
    @given(worlds)
    def test_answers_nothing_for_nothing(self, stage: Filter, world: World) -> None:
        assert stage(world.catalog, world.rows[:0], world.limits, world.context).shape == (0,)

    def test_has_a_name_a_sentence_and_an_action(self, stage: Filter) -> None:
        assert stage.name.isidentifier()
        assert stage.text[0].isupper()
        assert stage.action in {"hide", "demote"}


class SourceConformance:
    @small
    @given(worlds, st.integers(1, 20))
    def test_proposes_different_rows_of_the_pool_the_best_first_and_always_the_same(
        self, stage: CandidateSource, world: World, count: int
    ) -> None:
        proposed = stage(world.pool(), count)
        assert proposed.rows.dtype == np.int64
        assert len(set(proposed.rows.tolist())) == len(proposed.rows) <= count
        assert np.isin(proposed.rows, world.rows).all()
        assert len(proposed.scores) == len(proposed.rows)
        assert not np.isnan(proposed.scores).any()
        assert same(proposed, stage(world.pool(), count))

    def test_has_a_name_and_a_count(self, stage: CandidateSource) -> None:
        assert stage.name.isidentifier()
        assert stage.count > 0


class AnchorsConformance:
    @small
    @given(worlds)
    def test_asks_in_finite_vectors_of_the_catalogues_width_and_always_the_same(
        self, stage: Anchors, world: World
    ) -> None:
        questions = stage(world.taste)
        for question in questions:
            assert question.vectors.shape[1:] == (DIMENSIONS,)
            assert len(question.vectors) >= 1
            assert np.isfinite(question.vectors).all()
            assert question.quota >= 0
        assert same(questions, stage(world.taste))

    def test_has_a_name(self, stage: Anchors) -> None:
        assert stage.name.isidentifier()


class RankerConformance:
    @small
    @given(worlds)
    def test_gives_each_card_a_score_that_is_a_number(self, stage: Ranker, world: World) -> None:
        scores = stage(world.features(), world.context)
        for column in (scores.total, *scores.parts.values()):
            assert column.shape == (len(world.rows),)
            assert column.dtype.kind == "f"
            assert np.isfinite(column).all()
        assert scores.total.dtype == np.float64

    @small
    @given(worlds)
    def test_scores_always_alike(self, stage: Ranker, world: World) -> None:
        one, other = (stage(world.features(), world.context) for _ in range(2))
        assert same(one.total, other.total)
        assert same(dict(one.parts), dict(other.parts))

    @small
    @given(worlds, seeds)
    def test_does_not_look_at_the_order_of_the_table(self, stage: Ranker, world: World, seed: int) -> None:
        features, order = world.features(), np.random.default_rng(seed).permutation(len(world.rows))
        moved = stage(permuted(features, order), world.context)
        assert np.allclose(moved.total, stage(features, world.context).total[order], rtol=0, atol=1e-9)

    @small
    @given(worlds)
    def test_equal_cards_score_alike(self, stage: Ranker, world: World) -> None:
        features = world.features()
        if len(features):
            twins = permuted(features, np.array([0, 0, len(features) - 1]))
            first, second, _ = stage(twins, world.context).total
            assert first == second

    def test_has_a_name_and_a_version(self, stage: Ranker) -> None:
        assert stage.name.isidentifier()
        assert stage.version


Step = Callable[[Cards, np.ndarray, Limits, np.random.Generator], IntArray]
"""(cards, (n,) scores, limits, chance) → an order of all n cards."""


@st.composite
def card_tables(draw: st.DrawFn) -> tuple[Cards, np.ndarray]:
    """Cards and their scores, with NaN, ties, missing vectors, channels and personas."""
    n, k, luck = draw(st.sampled_from([0, 1, 2, 12, 70])), draw(st.integers(0, 3)), np.random.default_rng(draw(seeds))
    vectors = luck.normal(size=(n, DIMENSIONS)) * (luck.random((n, 1)) < 0.8)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    scores = draw(
        st.sampled_from(
            [luck.normal(size=n), np.zeros(n), np.full(n, np.nan), luck.choice([np.nan, -1.0, 2.0, 1e9], n)]
        )
    )
    unknown = luck.random(n) < 0.3
    shares = luck.dirichlet(np.ones(k)) if k else np.zeros(0)
    cards = Cards(
        vectors=vectors,
        channels=luck.integers(-1, 4, n),
        personas=luck.integers(-1, max(k, 0), n) if k else np.full(n, -1),
        kinds=luck.integers(0, 4, n),
        durations=np.where(unknown, np.nan, luck.uniform(0, 7_200, n)),
        uncertainty=np.where(unknown, np.nan, luck.random(n)),
        explored=luck.random(n) < draw(st.sampled_from([0.0, 0.2, 1.0])),
        shares=shares,
    )
    return cards, scores


class OrderingConformance:
    @small
    @given(card_tables(), st.sampled_from(LIMITS), seeds)
    def test_orders_every_card_once_and_alike_by_the_same_chance(
        self, stage: Step, table: tuple[Cards, np.ndarray], limits: Limits, seed: int
    ) -> None:
        cards, scores = table
        one, other = (stage(cards, scores.copy(), limits, np.random.default_rng(seed)) for _ in range(2))
        assert one.dtype == np.int64
        assert sorted(one.tolist()) == list(range(len(cards)))
        assert same(one, other)


class PipelineConformance:
    @small
    @given(worlds, seeds)
    def test_a_page_comes_back_whole_and_always_alike(self, stage: Pipeline, world: World, seed: int) -> None:
        def page() -> Slate:
            luck = np.random.default_rng(seed)
            return stage.rank(world.catalog, world.taste, world.rows, world.limits, world.context, luck)

        slate = page()
        assert sorted(slate.rows.tolist()) == world.rows.tolist()
        assert_is_whole(slate)
        assert same(slate, page())

    @small
    @given(worlds, seeds)
    def test_a_feed_holds_different_eligible_videos_and_always_the_same(
        self, stage: Pipeline, world: World, seed: int
    ) -> None:
        eligible = np.random.default_rng(seed).random(len(world.rows)) < 0.8

        def feed() -> Slate:
            luck = np.random.default_rng(seed)
            return stage.feed(world.catalog, world.taste, eligible, world.limits, world.context, luck)

        slate = feed()
        assert len(set(slate.rows.tolist())) == len(slate.rows) <= world.limits.size
        assert eligible[slate.rows].all()
        assert set(slate.actions) <= {"show"}
        assert_is_whole(slate)
        assert same(slate, feed())


def assert_is_whole(slate: Slate) -> None:
    """Every column has an entry for each card, and every entry can be shown."""
    n = len(slate.rows)
    names = ("scores", "actions", "reasons", "personas", "breakdowns", "sources", "propensities", "teams", "features")
    assert {len(getattr(slate, name)) for name in names} == {n}
    assert slate.features.shape == (n, len(slate.feature_names))
    assert np.isfinite(slate.scores).all()
    assert ((slate.propensities > 0) & (slate.propensities <= 1)).all()
    assert all(1 <= len(reasons) <= 2 and all(reason.text for reason in reasons) for reasons in slate.reasons)
