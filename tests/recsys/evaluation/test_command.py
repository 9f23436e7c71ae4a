"""`python -m recsys.evaluation` on a made-up data set of people who like either bread or stars."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recsys.evaluation.__main__ import main
from recsys.evaluation.scorers import SCORERS

SUBJECTS = {
    "bread": ("sourdough", "baguette", "flour", "oven", "yeast", "dough", "rye", "croissant"),
    "stars": ("telescope", "galaxy", "planet", "orbit", "comet", "nebula", "moon", "eclipse"),
}
NIGHT = 86_400


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Eight people, four for each subject, who watch all but one of its sixteen videos, in different orders."""
    items = ["item_id,title,view_count"]
    events = ["user_id,item_id,timestamp"]
    for subject, words in SUBJECTS.items():
        items += [f"{subject}{n},{subject} {words[n % 8]} and {words[(n + n // 8 + 1) % 8]},100" for n in range(16)]
        for person in range(4):
            watched = [(n * 5 + person * 3) % 16 for n in range(15)]
            events += [f"{subject}{person},{subject}{n},{place * NIGHT}" for place, n in enumerate(watched)]
    (tmp_path / "items.csv").write_text("\n".join(items))
    (tmp_path / "events.csv").write_text("\n".join(events))
    return tmp_path


@pytest.mark.parametrize(
    "options", [["--split", "user"], ["--split", "time", "--mode", "crowd"]], ids=["solo", "crowd"]
)
def test_the_report_holds_every_ranker_with_its_intervals(data: Path, options: list[str]) -> None:
    assert main(["--data", str(data), "--out", str(data / "report.json"), *options]) == 0
    report = json.loads((data / "report.json").read_text())
    assert set(report["rankers"]) >= set(SCORERS)
    assert ("item-kNN (crowd)" in report["rankers"]) == ("crowd" in options)
    assert report["protocol"]["people"] == 8
    hybrid = report["rankers"]["hybrid"]["ndcg@10"]
    assert hybrid["low"] <= hybrid["mean"] <= hybrid["high"]
    assert hybrid["mean"] > report["rankers"]["random"]["ndcg@10"]["mean"]
    assert {row["theirs"] for row in report["paired"]} == set(report["rankers"]) - {"hybrid"}


def test_the_same_seed_gives_the_same_report(data: Path) -> None:
    reports = []
    for name in ("first.json", "second.json"):
        main(["--data", str(data), "--out", str(data / name)])
        report = json.loads((data / name).read_text())
        del report["seconds"]
        reports.append(report)
    assert reports[0] == reports[1]


def test_a_folder_without_data_ends_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "report.json")]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path} holds no items.csv")


def test_a_split_by_time_without_times_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "events.csv").write_text("user_id,item_id\nu,bread1\nu,bread2\n")
    assert main(["--data", str(data), "--out", str(data / "report.json"), "--split", "time"]) == 2
    assert "use --split user" in capsys.readouterr().err
