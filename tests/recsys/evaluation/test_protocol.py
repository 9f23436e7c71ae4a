"""The replay, on people whose right list is plain: they liked videos about rust, and liked more of them afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from recsys.arrays import FloatArray
from recsys.catalog import Catalog
from recsys.evaluation import protocol, report
from recsys.evaluation.moment import Moment
from recsys.evaluation.protocol import Person
from recsys.evaluation.scorers import SCORERS, Scorer
from recsys.history import EventKind, History
from tests.recsys.planted import NOW, checkerboard, events, rows_of

EACH = 40
SEEN, LATER = range(30), range(30, EACH)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return checkerboard(EACH)


@pytest.fixture(scope="module")
def rust_lover(catalog: Catalog) -> Person:
    history = History.from_events(events("rust", SEEN, EventKind.THUMBS_UP), catalog)
    return Person(history, rows_of(catalog, "rust", LATER), NOW)


def oracle(moment: Moment, rng: np.random.Generator) -> FloatArray:
    return np.isin(np.arange(len(moment.catalog)), rows_of(moment.catalog, "rust", LATER)).astype(np.float64)


def all_alike(moment: Moment, rng: np.random.Generator) -> FloatArray:
    return np.zeros(len(moment.catalog))


def test_who_knows_the_truth_gets_full_marks(catalog: Catalog, rust_lover: Person) -> None:
    figures = protocol.evaluate(catalog, [rust_lover], oracle, seed=0)
    assert [figures[name][0] for name in ("ndcg@10", "recall@100", "mrr")] == pytest.approx([1, 1, 1])


def test_equal_scores_are_ordered_by_chance_and_not_by_the_file(catalog: Catalog, rust_lover: Person) -> None:
    orders = [protocol.evaluate(catalog, [rust_lover], all_alike, seed)["mrr"][0] for seed in range(20)]
    assert len(set(orders)) > 1


def test_what_was_seen_and_what_nobody_judged_is_not_ranked(catalog: Catalog, rust_lover: Person) -> None:
    others = np.setdiff1d(np.arange(len(catalog)), rows_of(catalog, "rust", range(EACH)))
    nothing_else = Person(rust_lover.history, rust_lover.relevant, NOW, unjudged=others)
    assert protocol.evaluate(catalog, [nothing_else], all_alike, seed=0)["ndcg@10"][0] == pytest.approx(1)


@pytest.mark.parametrize(
    "name",
    [
        "mean embedding",
        "mean embedding, centred",
        "max similarity",
        "logistic regression",
        "tf-idf",
        "ridge",
        "formula",
        "formula, log-additive",
        "persona",
        "hybrid",
    ],
)
def test_every_personal_scorer_finds_more_rust_for_who_likes_rust(
    catalog: Catalog, rust_lover: Person, name: str
) -> None:
    assert protocol.evaluate(catalog, [rust_lover], SCORERS[name], seed=0)["ndcg@10"][0] > 0.9


@pytest.mark.parametrize("scorer", SCORERS.values(), ids=SCORERS)
def test_every_scorer_answers_for_somebody_new(catalog: Catalog, scorer: Scorer) -> None:
    scores = scorer(Moment(catalog, History.empty(), NOW), np.random.default_rng(0))
    assert scores.shape == (len(catalog),)
    assert not np.isnan(scores).any()


def test_the_last_fifth_of_a_history_is_held_out(catalog: Catalog) -> None:
    history = History.from_events(events("rust", range(10)) + events("bread", [0], age_days=5), catalog)
    wanted = rows_of(catalog, "rust", [7, 9])
    person = protocol.split_last(history, wanted)
    assert len(person.history) == 9
    assert person.relevant.tolist() == rows_of(catalog, "rust", [9]).tolist()
    assert person.now == person.history.occurred_at.max()


def test_a_video_known_before_the_cut_cannot_be_found_after_it(catalog: Catalog) -> None:
    twice = events("rust", [1], age_days=5) + events("bread", range(3), age_days=4) + events("rust", [1], age_days=1)
    history = History.from_events(twice, catalog)
    assert len(protocol.split_last(history, rows_of(catalog, "rust", [1])).relevant) == 0


def test_the_summary_gives_every_metric_its_interval(catalog: Catalog, rust_lover: Person) -> None:
    figures = protocol.compare(catalog, [rust_lover] * 3, {"oracle": oracle, "alike": all_alike}, seed=0)
    summary = report.summarise(figures, seed=0)
    assert set(summary) == {"oracle", "alike"}
    assert summary["oracle"]["recall@100"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    (row,) = report.paired(figures["oracle"], figures["alike"], ("oracle", "alike"), ["ndcg@10"], seed=0)
    assert row["low"] > 0


def test_stand_in_counts_count_other_people_before_their_cuts_and_nothing_held_out(catalog: Catalog) -> None:
    many = [History.from_events(events("rust", range(start, start + 10)), catalog) for start in range(3)]
    people = [protocol.split_last(history, history.rows) for history in many]
    counts = protocol.stand_in_counts(people, len(catalog))
    assert counts[rows_of(catalog, "rust", [0, 2, 7, 10, 11])].tolist() == [1, 3, 3, 0, 0]
    assert counts.sum() == sum(len(person.history) for person in people)


def test_ones_own_events_are_no_public_counts(catalog: Catalog) -> None:
    seen = []

    def looks(moment: Moment, rng: np.random.Generator) -> FloatArray:
        seen.append(moment.catalog.view_count.copy())
        return np.zeros(len(moment.catalog))

    people = [Person(History.from_events(events("rust", [n, 9]), catalog), np.array([0]), NOW) for n in range(3)]
    counts = protocol.stand_in_counts(people, len(catalog))
    before = catalog.view_count.copy()
    protocol.compare(catalog, people, {"looks": looks}, 0, counts)
    catalog.view_count[:] = before
    assert [views[rows_of(catalog, "rust", [0, 1, 2, 9])].tolist() for views in seen] == [
        [0, 1, 1, 2],
        [1, 0, 1, 2],
        [1, 1, 0, 2],
    ]
