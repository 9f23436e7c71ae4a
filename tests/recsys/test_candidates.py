from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from recsys.arrays import BoolArray, IntArray
from recsys.candidates import Candidates, CandidatesConfig, Lists, Proposals
from recsys.catalog import Catalog, Video
from recsys.history import History
from recsys.nearest import Best
from recsys.slate import Context
from recsys.sources import Need, Pool
from recsys.steps import Steps, finish
from recsys.taste import Taste
from tests.recsys.planted import (
    HOME,
    INTERESTS,
    NO_LIMITS,
    NOW,
    checkerboard,
    direction,
    events,
    interests_of,
    personas_of,
    rng,
    taste_of,
    video_id,
)

DONE = [*events("rust", range(20), age_days=30), *events("bread", range(20), age_days=1)]


def everything(catalog: Catalog) -> BoolArray:
    return np.ones(len(catalog), np.bool_)


def somebody(catalog: Catalog) -> Taste:
    return taste_of(catalog, DONE, personas_of(catalog, History.from_events(DONE, catalog)))


def lists_of(catalog: Catalog, taste: Taste, candidates: Candidates | None = None) -> Lists:
    return (candidates or Candidates()).lists(Pool.among(catalog, taste, everything(catalog), NOW, NO_LIMITS))


def merged(
    catalog: Catalog,
    taste: Taste,
    lists: Lists | None = None,
    *,
    refused: IntArray | None = None,
    context: Context = HOME,
    candidates: Candidates | None = None,
) -> Proposals:
    candidates = candidates or Candidates()
    return candidates.merge(
        catalog,
        taste,
        lists or lists_of(catalog, taste, candidates),
        lambda rows: ~np.isin(rows, np.zeros(0) if refused is None else refused),
        everything(catalog),
        context,
        rng(),
    )


def test_a_small_catalogue_is_proposed_whole() -> None:
    catalog = checkerboard()
    proposals = merged(catalog, taste_of(catalog, []))
    assert proposals.rows.tolist() == list(range(len(catalog)))
    assert len(proposals.sources) == len(proposals.propensities) == len(catalog)


def test_of_a_large_catalogue_a_few_hundred_are_proposed_once_each() -> None:
    catalog = checkerboard(each=700)
    proposals = merged(catalog, somebody(catalog), context=replace(HOME, mood=direction("chess")))
    assert 100 <= len(proposals.rows) <= 500
    assert len(set(proposals.rows.tolist())) == len(proposals.rows)


def test_chance_is_told_with_its_probability() -> None:
    catalog = checkerboard(each=300)
    candidates = Candidates(CandidatesConfig(explored=10))
    proposals = merged(catalog, taste_of(catalog, events("rust", [0])), candidates=candidates)
    by_chance = np.array([source == "exploration" for source in proposals.sources])
    unproposed = len(catalog) - len(proposals.rows) + 10
    assert proposals.propensities[by_chance].tolist() == [pytest.approx(10 / unproposed)] * 10
    assert set(proposals.propensities[~by_chance]) == {1.0}


def test_every_source_gets_no_more_than_its_quota_and_the_next_in_its_list_replace_what_others_took() -> None:
    catalog = checkerboard(each=700)
    taste = somebody(catalog)
    lists = lists_of(catalog, taste)
    quotas = Counter[str]()
    for each in lists.lists:
        quotas[each.name] += each.quota
    found = Counter(merged(catalog, taste, lists).sources)
    assert all(found[name] <= quota for name, quota in quotas.items())
    assert [found[name] for name in ("persona", "new")] == [quotas["persona"], quotas["new"]]


def test_every_persona_brings_candidates_however_small() -> None:
    catalog = checkerboard(each=400)
    done = events("rust", range(90)) + events("bread", range(9)) + events("chess", range(5))
    taste = taste_of(catalog, done, personas_of(catalog, History.from_events(done, catalog), k=3))
    proposals = merged(catalog, taste)
    proposed = proposals.rows[np.array([source == "persona" for source in proposals.sources])]
    assert set(interests_of(catalog, proposed)) == set(INTERESTS)


def test_what_is_refused_since_the_lists_were_made_is_no_candidate() -> None:
    catalog = checkerboard(each=400)
    taste = somebody(catalog)
    lists = lists_of(catalog, taste)
    refused = merged(catalog, taste, lists).rows[::2]
    after = merged(catalog, taste, lists, refused=refused)
    assert not set(refused.tolist()) & set(after.rows.tolist())
    assert len(after.rows) > 200


def test_what_arrives_after_the_lists_were_made_is_a_candidate_at_once() -> None:
    catalog = checkerboard(each=400)
    taste = somebody(catalog)
    lists = lists_of(catalog, taste)
    rows = catalog.put([Video("just in", "something new")])
    proposals = merged(catalog, taste, lists)
    assert proposals.sources[proposals.rows.tolist().index(rows[0])] == "arrived"


def test_what_is_asked_for_right_now_fills_its_share() -> None:
    catalog = checkerboard(each=700)
    proposals = merged(catalog, somebody(catalog), context=replace(HOME, topic=direction("chess")))
    asked = proposals.rows[np.array([source == "asked" for source in proposals.sources])]
    assert interests_of(catalog, asked) == ["chess"] * 200
    assert {"persona", "recent_like", "trending", "new", "exploration"} <= set(proposals.sources)


def test_steps_that_others_interrupt_propose_only_what_was_there_when_they_began() -> None:
    catalog = checkerboard(each=200)
    taste, candidates = somebody(catalog), Candidates(CandidatesConfig(vectors_at_once=1))
    at_once = lists_of(catalog, taste)
    pool = Pool.among(catalog, taste, everything(catalog), NOW, NO_LIMITS)

    def interrupted() -> Steps[Lists]:
        gathering = candidates.gathering(pool)
        while True:
            catalog.set_vectors(catalog.put([Video(f"meanwhile {len(catalog)}")]), direction("rust")[None])
            try:
                yield next(gathering)
            except StopIteration as ended:
                return cast("Lists", ended.value)

    in_steps = finish(interrupted())
    assert all((each.best.rows < 600).all() for each in in_steps.lists)
    scanned = [
        [each.best.rows.tolist() for each in lists.lists if each.name in ("persona", "recent_like")]
        for lists in (in_steps, at_once)
    ]
    assert scanned[0] == scanned[1]


def test_a_source_learned_elsewhere_joins_as_one_more_entry() -> None:
    class Crowd:
        name, count = "crowd", 5
        needs: Need = "catalog"

        def __call__(self, pool: Pool, count: int) -> Best:
            return pool.best(pool.rows.astype(np.float64), count)

    catalog = checkerboard(each=300)
    candidates = Candidates(sources=(*Candidates().sources, Crowd()))
    proposals = merged(catalog, taste_of(catalog, []), candidates=candidates)
    crowd = [row for row, source in zip(proposals.rows, proposals.sources, strict=True) if source == "crowd"]
    assert crowd == list(range(len(catalog) - 5, len(catalog)))


def test_a_video_is_proposed_once() -> None:
    catalog = checkerboard()
    proposals = merged(catalog, somebody(catalog))
    assert len(set(proposals.rows.tolist())) == len(proposals.rows)
    assert catalog.rows([video_id("rust", 0)])[0] in proposals.rows
