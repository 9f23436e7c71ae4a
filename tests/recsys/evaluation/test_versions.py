"""`python -m recsys.evaluation.versions`: two runs are compared person by person, or refused in a sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recsys.evaluation.__main__ import main as evaluate
from recsys.evaluation.per_person import Cut, PerPerson, as_csv, people_beside, read_people
from recsys.evaluation.protocol import Figures
from recsys.evaluation.versions import main
from recsys.evaluation.writing import write_whole
from recsys.metrics import paired_bootstrap
from tests.recsys.evaluation import small_data

GAIN = 0.125
SEED = 7
RUNS: Mapping[str, Sequence[str]] = {
    "user": (),
    "user, again": (),
    "five": ("--users", "5", "--seed", "3"),
    "weeks": ("--split", "weeks"),
    "impressions": ("--protocol", "impressions"),
}
COMPARED = ("random", "recency", "hybrid")
"""What falls by chance, what depends on nobody, and what is learned of each."""
NOBODY = np.full(4, np.nan)
LEVELS = np.array([0.125, 0.25, 0.5, 0.75])


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a report of each of the runs, of the people who like either bread or stars."""
    data = small_data.write_slates(small_data.write_people(tmp_path_factory.mktemp("data")))
    out = tmp_path_factory.mktemp("runs")
    for name, options in RUNS.items():
        given = ["--data", str(data), "--out", str(out / f"{name}.json"), "--processes", "1", *options]
        given += ["--rankers", *COMPARED]
        assert evaluate(given) == 0
    return out


def planted(path: Path, figures: Mapping[str, Figures], users: str = "abcd", **said: str) -> Path:
    """Write a report of a run that never was, with its table; the people are the letters of `users`, each judged once."""
    cuts = [Cut(user, 100.0 * ord(user), ord(user)) for user in users]
    way = {"name": "catalogue", "split": "user", "mode": "solo", "views": "unknown", "judged": "once"}
    way |= {"part": "all", "items": "9"}
    protocol = {"people": len(cuts), "seed": SEED} | {name: said.get(name, value) for name, value in way.items()}
    head = {"data": "planted", "embedding_model": "old"}
    head = {name: said.get(name, value) for name, value in head.items()}
    write_whole(people_beside(path), as_csv(PerPerson(cuts, figures)))
    write_whole(path, json.dumps(head | {"protocol": protocol}))
    return path


def compared(before: Path, after: Path) -> dict[str, Any]:
    """Return what the command writes."""
    out = after.parent / "versions.json"
    assert main([str(before), str(after), "--out", str(out)]) == 0
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def refused(before: Path, after: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one sentence with which the command ends, having told and written nothing."""
    out = before.parent / "refused.json"
    assert main([str(before), str(after), "--out", str(out)]) == 2
    told = capsys.readouterr()
    assert (told.out, out.exists()) == ("", False)
    assert (told.err.count("\n"), told.err[-2:]) == (1, ".\n")
    return told.err


def interval(row: Mapping[str, Any]) -> tuple[float, float, float]:
    return row["mean"], row["low"], row["high"]


@pytest.mark.parametrize(("name", "count"), [("user", 8), ("weeks", 16), ("impressions", 8)])
def test_a_table_holds_what_its_report_is_made_of(runs: Path, name: str, count: int) -> None:
    report, people = json.loads((runs / f"{name}.json").read_text()), read_people(runs / f"{name}.json")
    assert people is not None
    assert len(people.cuts) == report["protocol"]["people"] == count
    assert {cut.user_id for cut in people.cuts} == {f"{subject}{n}" for subject in ("bread", "stars") for n in range(4)}
    means = {
        ranker: {metric: round(np.nanmean(values), 6) for metric, values in of_one.items() if np.isfinite(values).any()}
        for ranker, of_one in people.figures.items()
    }
    told = {ranker: {m: row["mean"] for m, row in of_one.items()} for ranker, of_one in report["rankers"].items()}
    assert means == told


def test_people_stand_at_the_moment_they_are_judged_from(runs: Path) -> None:
    """All watch fifteen videos, one a night: three are held out, and of ten pages the last two are judged."""
    user, weeks, pages = (read_people(runs / f"{name}.json") for name in ("user", "weeks", "impressions"))
    assert user is not None
    assert weeks is not None
    assert pages is not None
    assert {cut[1:] for cut in user.cuts} == {(11 * small_data.NIGHT, 12)}
    last = 14 * small_data.NIGHT + 1
    assert sorted(cut[1:] for cut in weeks.cuts if cut.user_id == "bread0") == [
        (last - 14 * small_data.NIGHT, 1),
        (last - 7 * small_data.NIGHT, 8),
    ]
    assert {cut[1:] for cut in pages.cuts} == {(13 * small_data.NIGHT + 60, 14)}


def test_the_same_run_twice_differs_in_nothing(runs: Path) -> None:
    assert people_beside(runs / "user.json").read_bytes() == people_beside(runs / "user, again.json").read_bytes()
    rows = compared(runs / "user.json", runs / "user, again.json")["differences"]
    assert {interval(row) for row in rows} == {(0.0, 0.0, 0.0)}
    assert {row["people"] for row in rows} == {8}


def test_a_run_of_others_is_compared_on_the_people_of_both(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = compared(runs / "user.json", runs / "five.json")
    assert (found["people"], found["before"]["people"], found["after"]["people"]) == (5, 8, 5)
    # Neither the place in the draw nor the seed has a part in it; in what falls by chance both have.
    by_ranker: dict[str, set[float]] = {}
    for row in found["differences"]:
        by_ranker.setdefault(row["ranker"], set()).add(row["mean"])
    assert by_ranker["hybrid"] == {0.0}
    assert len(by_ranker["random"]) > 1
    told = capsys.readouterr().out
    assert "5 people in both, of 8 before and 5 after\nseed: 2026 before, 3 after\n" in told


def test_each_week_is_compared_with_itself(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for suffix in (".json", ".people.csv"):
        shutil.copy(runs / f"weeks{suffix}", tmp_path / f"turned{suffix}")
    head, *lines = people_beside(runs / "weeks.json").read_text().splitlines()
    people_beside(tmp_path / "turned.json").write_text("\n".join([head, *reversed(lines)]))
    found = compared(runs / "weeks.json", tmp_path / "turned.json")
    assert {(row["people"], *interval(row)) for row in found["differences"]} == {(16, 0.0, 0.0, 0.0)}
    assert "16 weeks in both, of 16 before and 16 after\n" in capsys.readouterr().out


def test_a_gain_for_everybody_is_sure_however_unlike_they_are_and_wherever_they_stand(tmp_path: Path) -> None:
    before = planted(tmp_path / "before.json", {"hybrid": {"ndcg@10": LEVELS}})
    after = planted(tmp_path / "after.json", {"hybrid": {"ndcg@10": (LEVELS + GAIN)[::-1]}}, users="dcba")
    (row,) = compared(before, after)["differences"]
    assert row == {"ranker": "hybrid", "metric": "ndcg@10", "people": 4, "mean": GAIN, "low": GAIN, "high": GAIN}
    (row,) = compared(after, before)["differences"]
    assert interval(row) == (-GAIN, -GAIN, -GAIN)


def test_the_interval_is_that_of_the_paired_bootstrap(tmp_path: Path) -> None:
    later = LEVELS + np.array([0.25, -0.125, 0.0, 0.0625])
    before = planted(tmp_path / "before.json", {"hybrid": {"auc": LEVELS}})
    (row,) = compared(before, planted(tmp_path / "after.json", {"hybrid": {"auc": later}}))["differences"]
    expected = paired_bootstrap(later, LEVELS, np.random.default_rng(SEED))
    assert interval(row) == pytest.approx((expected.mean, expected.low, expected.high), abs=1e-6)
    assert row["low"] < row["mean"] < row["high"]


def test_whoever_is_in_one_run_alone_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = planted(tmp_path / "before.json", {"hybrid": {"ndcg@10": LEVELS}}, users="abcd")
    after = planted(tmp_path / "after.json", {"hybrid": {"ndcg@10": LEVELS}}, users="cdef", part="held_out")
    (row,) = compared(before, after)["differences"]
    assert (row["people"], row["mean"]) == (2, -0.4375)  # c had .5 and has .125, d had .75 and has .25
    told = capsys.readouterr().out
    assert "2 people in both, of 4 before and 4 after\npart: all before, held_out after\n" in told


def test_whom_a_figure_says_nothing_of_is_left_out_and_a_figure_of_nobody_is_not_told(tmp_path: Path) -> None:
    known = {"ndcg@10": LEVELS, "persona coverage@100": NOBODY, "mrr": np.array([1.0, np.nan, np.nan, 0.5])}
    before = planted(tmp_path / "before.json", {"hybrid": known})
    later = {"ndcg@10": np.array([np.nan, 0.5, 0.5, np.nan]), "persona coverage@100": LEVELS, "mrr": known["mrr"]}
    rows = compared(before, planted(tmp_path / "after.json", {"hybrid": later}))["differences"]
    assert [(row["metric"], row["people"], row["mean"]) for row in rows] == [("ndcg@10", 2, 0.125), ("mrr", 2, 0.0)]


def test_rankers_and_metrics_of_one_run_alone_are_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = {"ndcg@10": LEVELS}
    before = planted(tmp_path / "before.json", {"formula": both, "hybrid 5": both, "hybrid": both | {"mrr": LEVELS}})
    after = planted(tmp_path / "after.json", {"formula": both, "hybrid": both, "catboost": both})
    found = compared(before, after)
    assert [(row["ranker"], row["metric"]) for row in found["differences"]] == [
        ("formula", "ndcg@10"),
        ("hybrid", "ndcg@10"),
    ]
    assert "only before: hybrid 5\nonly after: catboost\n" in capsys.readouterr().out


def test_what_is_printed_says_by_how_much_and_of_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = {"random": {"ndcg@10": LEVELS}, "hybrid": {"ndcg@10": LEVELS, "auc": LEVELS}}
    later = {"random": {"ndcg@10": LEVELS}, "hybrid": {"ndcg@10": LEVELS + GAIN, "auc": LEVELS - 1e-6}}
    before = planted(tmp_path / "before.json", figures)
    assert main([str(before), str(planted(tmp_path / "after.json", later, embedding_model="new"))]) == 0
    assert capsys.readouterr().out == (
        "planted: after − before, mean [95 % interval]\n"
        "4 people in both, of 4 before and 4 after\n"
        "embedding model: old before, new after\n"
        "\n"
        "random\n"
        "  ndcg@10  +0.0000 [+0.0000, +0.0000]  4 people\n"
        "\n"
        "hybrid\n"
        "  ndcg@10  +0.1250 [+0.1250, +0.1250]  4 people\n"
        "  auc      +0.0000 [+0.0000, +0.0000]  4 people\n"
    )


@pytest.mark.parametrize(
    ("name", "said"), [("impressions", "protocol is catalogue in "), ("weeks", "split is user in ")]
)
def test_runs_made_in_another_way_are_refused(
    runs: Path, name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = runs / "user.json", runs / f"{name}.json"
    assert f"The two runs cannot be compared: {said}{before} and " in refused(before, after, capsys)
    assert f" in {before}.\n" in refused(after, before, capsys)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("data", "films"),
        ("split", "time"),
        ("mode", "crowd"),
        ("views", "as in the items"),
        ("judged", "twice"),
        ("items", "10"),
    ],
)
def test_what_was_not_judged_alike_is_refused(
    tmp_path: Path, name: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = planted(tmp_path / "before.json", {"hybrid": {"auc": LEVELS}})
    after = planted(tmp_path / "after.json", {"hybrid": {"auc": LEVELS}}, **{name: value})
    told = refused(before, after, capsys)
    assert told.startswith(f"The two runs cannot be compared: {name} is ")
    assert f" and {value} in {after}." in told


def test_runs_without_a_person_or_a_figure_in_common_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = planted(tmp_path / "before.json", {"hybrid": {"auc": LEVELS}})
    strangers = planted(tmp_path / "strangers.json", {"hybrid": {"auc": LEVELS}}, users="wxyz")
    assert refused(before, strangers, capsys).startswith("Nobody was judged at the same moment in ")
    for figures in ({"formula": {"auc": LEVELS}}, {"hybrid": {"mrr": LEVELS}}, {"hybrid": {"auc": NOBODY}}):
        other = planted(tmp_path / "other.json", figures)
        assert refused(before, other, capsys).startswith("No ranker has a figure of the same person in ")


@pytest.mark.parametrize(
    "elsewhere", [Cut("a", 9_700.5, 97), Cut("a", 9_700.0, 96)], ids=["another time", "another past"]
)
def test_a_person_at_another_cut_is_somebody_else(
    tmp_path: Path, elsewhere: Cut, capsys: pytest.CaptureFixture[str]
) -> None:
    before = planted(tmp_path / "before.json", {"hybrid": {"auc": LEVELS[:1]}}, users="a")
    after = planted(tmp_path / "after.json", {"hybrid": {"auc": LEVELS[:1]}}, users="a")
    assert compared(before, after)["people"] == 1
    assert capsys.readouterr().out
    write_whole(people_beside(after), as_csv(PerPerson([elsewhere], {"hybrid": {"auc": LEVELS[:1]}})))
    assert refused(before, after, capsys).startswith("Nobody was judged at the same moment in ")


def test_what_is_no_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = planted(tmp_path / "good.json", {"hybrid": {"auc": LEVELS}})
    bad = planted(tmp_path / "bad.json", {"hybrid": {"auc": LEVELS}})
    people_beside(bad).write_text("".join(people_beside(bad).read_text().splitlines(keepends=True)[:-1]))
    assert f"bad.people.csv is not of the same run as {bad}: make {bad} anew." in refused(good, bad, capsys)
    people_beside(bad).write_text("user_id,ranker\na,hybrid\n")
    assert "bad.people.csv needs rows and a column cut_at" in refused(bad, good, capsys)
    people_beside(bad).unlink()
    assert f"bad.people.csv is not there, which has the figures of each person: make {bad} anew." in refused(
        good, bad, capsys
    )
    for text in ("{", "[]", '{"data": "rankers", "runs": {}}', '{"data": "x", "protocol": "catalogue"}'):
        bad.write_text(text)
        assert f"{bad} is no report of `python -m recsys.evaluation`" in refused(good, bad, capsys)
    bad.unlink()
    assert f"{bad} is not there: name a report" in refused(bad, good, capsys)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = planted(tmp_path / "good.json", {"hybrid": {"auc": LEVELS}})
    assert main([str(good), str(good), "--out", str(good / "versions.json")]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
