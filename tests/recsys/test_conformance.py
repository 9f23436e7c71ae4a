"""Every stage that is registered holds to what its kind promises; a new one is covered without being named here."""

from __future__ import annotations

import pytest

from recsys.filters import FILTERS
from recsys.interleaving import team_draft
from recsys.ordering import (
    Diversity,
    Exploration,
    Ordering,
    Turns,
    by_score,
    follow_mix,
    prefer_length,
    spread_channels,
)
from recsys.pipeline import Pipeline
from recsys.rankers import RANKERS
from recsys.sources import ANCHORS, SOURCES
from tests.recsys.conformance import (
    AnchorsConformance,
    FilterConformance,
    OrderingConformance,
    PipelineConformance,
    RankerConformance,
    SourceConformance,
    Step,
)

STEPS: dict[str, Step] = {
    "page": lambda cards, scores, limits, rng: Ordering().page(cards, by_score(scores), [scores], limits, rng).cards,
    "feed": lambda cards, scores, limits, rng: Ordering().feed(cards, [scores], limits, rng).cards,
    "two rankers": lambda cards, scores, limits, rng: Ordering().feed(cards, [scores, -scores], limits, rng).cards,
    "diversity": lambda cards, scores, limits, rng: Diversity()(
        scores, cards.vectors, cards.channels, cards.personas, cards.shares
    ),
    "length": lambda cards, scores, limits, rng: by_score(prefer_length(scores, cards.durations, limits.length)),
    "turns": lambda cards, scores, limits, rng: Turns()(
        by_score(scores), cards.personas, cards.shares, limits.size, rng
    )[0],
    "mix": lambda cards, scores, limits, rng: follow_mix(by_score(scores), cards.kinds, limits.mix),
    "exploration": lambda cards, scores, limits, rng: Exploration()(
        by_score(scores), cards.explored, scores, cards.uncertainty, limits.explore_every, rng
    )[0],
    "channels": lambda cards, scores, limits, rng: spread_channels(
        by_score(scores), cards.channels, limits.max_in_a_row
    ),
    "team draft": lambda cards, scores, limits, rng: team_draft(by_score(scores), by_score(-scores), rng)[0],
}
PIPELINES = [*map(Pipeline, RANKERS.values()), Pipeline(RANKERS["hybrid"], versus=RANKERS["persona"])]


@pytest.mark.parametrize("stage", FILTERS, ids=lambda stage: stage.name)
class TestFilters(FilterConformance):
    """Every filter."""


@pytest.mark.parametrize("stage", SOURCES, ids=lambda stage: stage.name)
class TestSources(SourceConformance):
    """Every source of candidates."""


@pytest.mark.parametrize("stage", ANCHORS, ids=lambda stage: stage.name)
class TestAnchors(AnchorsConformance):
    """Every source that proposes neighbours."""


@pytest.mark.parametrize("stage", RANKERS.values(), ids=lambda stage: stage.name)
class TestRankers(RankerConformance):
    """Every ranker."""


@pytest.mark.parametrize("stage", STEPS.values(), ids=STEPS.keys())
class TestOrdering(OrderingConformance):
    """The ordering stage, and each of its steps."""


@pytest.mark.parametrize(
    "stage", PIPELINES, ids=lambda stage: stage.ranker.name + ("-compared" if stage.versus else "")
)
class TestPipeline(PipelineConformance):
    """The whole way, with every ranker and with two that are compared."""
