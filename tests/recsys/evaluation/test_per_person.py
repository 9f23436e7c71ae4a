"""A table of people gives back every figure it was given, to the last digit."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from recsys.evaluation.dataset import UnusableDataSet
from recsys.evaluation.per_person import Cut, PerPerson, as_csv, people_beside, read_people
from recsys.evaluation.writing import write_whole

CUTS = [Cut("007", 950_400.0, 12), Cut('Ada, "the first"', 1_700_000_000.123457, 0), Cut("007", 1_555_200.5, 19)]


def people() -> PerPerson:
    """Return two rankers over three cuts, figures that no short decimal is, and one metric that the second does not have."""
    return PerPerson(
        CUTS,
        {
            "random": {"ndcg@10": np.array([0.1 + 0.2, np.nan, 1e-17]), "mrr": np.array([1 / 3, 2 / 3, np.pi])},
            "hybrid, as served": {"ndcg@10": np.array([1.0, 0.0, np.nextafter(0.5, 1)])},
        },
    )


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "ml-100k.json"
    write_whole(people_beside(path), as_csv(people()))
    return path


@pytest.mark.parametrize("quick", [True, False], ids=["pyarrow", "csv"])
def test_what_was_written_is_read_to_the_last_digit(report: Path, quick: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not quick:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
    given, found = people(), read_people(report)
    assert found is not None
    assert found.cuts == given.cuts
    for ranker, of_one in given.figures.items():
        for metric, values in of_one.items():
            assert np.array_equal(found.figures[ranker][metric], values, equal_nan=True), (ranker, metric)
    assert np.isnan(found.figures["hybrid, as served"]["mrr"]).all()


def test_the_table_has_the_reports_name_and_one_line_for_each_person_and_ranker(report: Path) -> None:
    lines = (report.parent / "ml-100k.people.csv").read_text().splitlines()
    assert lines[:4] == [
        "user_id,cut_at,events,ranker,ndcg@10,mrr",
        "007,950400.0,12,random,0.30000000000000004,0.3333333333333333",
        '007,950400.0,12,"hybrid, as served",1.0,',
        '"Ada, ""the first""",1700000000.123457,0,random,,0.6666666666666666',
    ]
    assert len(lines) == 1 + 3 * 2


def test_figures_are_found_by_person_whatever_the_order_of_the_lines(report: Path) -> None:
    head, *lines = people_beside(report).read_text().splitlines()
    people_beside(report).write_text("\n".join([head, *reversed(lines)]))
    found = read_people(report)
    assert found is not None
    turned = found.only(CUTS[::-1])
    assert turned["random"]["mrr"].tolist() == [np.pi, 2 / 3, 1 / 3]
    assert turned["hybrid, as served"]["ndcg@10"].tolist() == [np.nextafter(0.5, 1), 0.0, 1.0]


def test_where_no_table_lies_there_are_no_people(tmp_path: Path) -> None:
    assert read_people(tmp_path / "report.json") is None


def test_another_table_is_refused_in_a_sentence(report: Path) -> None:
    people_beside(report).write_text("user_id,ranker,ndcg@10\nu,hybrid,0.5\n")
    with pytest.raises(UnusableDataSet, match="needs rows and a column cut_at"):
        read_people(report)


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "report.json", "first\n")
    with pytest.raises(UnicodeEncodeError):
        write_whole(tmp_path / "new" / "report.json", "half a character: \ud83d")
    assert [(path.name, path.read_text()) for path in (tmp_path / "new").iterdir()] == [("report.json", "first\n")]


def test_whoever_reads_while_it_is_written_anew_has_the_whole_of_what_was_there(tmp_path: Path) -> None:
    write_whole(tmp_path / "report.json", "first\n")
    with (tmp_path / "report.json").open() as reader:
        write_whole(tmp_path / "report.json", "second\n")
        assert reader.read() == "first\n"
    assert (tmp_path / "report.json").read_text() == "second\n"
