from __future__ import annotations

import numpy as np
import pytest

from recsys.arrays import IntArray
from recsys.candidates import EXPLORATION, Candidates, CandidatesConfig
from recsys.catalog import Catalog
from recsys.history import History
from recsys.slate import Context
from recsys.sources import Pool
from recsys.taste import Taste
from tests.recsys.planted import (
    HOME,
    checkerboard,
    events,
    personas_of,
    rng,
    taste_of,
    video_id,
)

DONE = [*events("rust", range(20), age_days=30), *events("bread", range(20), age_days=1)]


def pool(catalog: Catalog, taste: Taste, rows: IntArray | None = None, context: Context = HOME) -> Pool:
    return Pool(catalog, taste, np.arange(len(catalog)) if rows is None else rows, context, rng())


def test_a_small_catalogue_is_proposed_whole() -> None:
    catalog = checkerboard()
    proposals = Candidates()(pool(catalog, taste_of(catalog, [])))
    assert proposals.rows.tolist() == list(range(len(catalog)))
    assert len(proposals.sources) == len(proposals.propensities) == len(catalog)


def test_chance_is_told_with_its_probability() -> None:
    catalog = checkerboard(each=300)
    proposals = Candidates(CandidatesConfig(explored=10))(pool(catalog, taste_of(catalog, events("rust", [0]))))
    drawn = [p for source, p in zip(proposals.sources, proposals.propensities, strict=True) if source == EXPLORATION]
    unproposed = len(catalog) - len(proposals.rows) + 10
    assert drawn == [pytest.approx(10 / unproposed)] * 10
    assert {
        p for source, p in zip(proposals.sources, proposals.propensities, strict=True) if source != EXPLORATION
    } == {1.0}


def test_a_video_is_proposed_once() -> None:
    catalog = checkerboard()
    taste = taste_of(catalog, DONE, personas_of(catalog, History.from_events(DONE, catalog)))
    proposals = Candidates()(pool(catalog, taste))
    assert len(set(proposals.rows.tolist())) == len(proposals.rows)
    assert catalog.rows([video_id("rust", 0)])[0] in proposals.rows
