"""`python -m recsys.evaluation` on a made-up data set of people who like either bread or stars."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recsys.evaluation.__main__ import main
from recsys.evaluation.scorers import SCORERS
from tests.recsys.evaluation import small_data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_data.write_people(tmp_path)


def reported(data: Path, *options: str) -> dict[str, Any]:
    """Return the report of one run in this process."""
    out = data / "reports" / "report.json"
    assert main(["--data", str(data), "--out", str(out), "--processes", "1", *options]) == 0
    report: dict[str, Any] = json.loads(out.read_text())
    assert report.pop("seconds") >= 0
    return report


@pytest.mark.parametrize(
    "options", [["--split", "user"], ["--split", "time", "--mode", "crowd"]], ids=["solo", "crowd"]
)
def test_the_report_holds_every_ranker_with_its_intervals(data: Path, options: list[str]) -> None:
    report = reported(data, *options)
    assert set(report["rankers"]) >= set(SCORERS)
    assert ("item-kNN (crowd)" in report["rankers"]) == ("crowd" in options)
    assert report["protocol"]["people"] == 8
    hybrid = report["rankers"]["hybrid"]["ndcg@10"]
    assert hybrid["low"] <= hybrid["mean"] <= hybrid["high"]
    assert hybrid["mean"] > report["rankers"]["random"]["ndcg@10"]["mean"]
    assert {row["theirs"] for row in report["paired"]} == set(report["rankers"]) - {"hybrid"}


def test_the_oracle_stands_in_the_table_where_the_truth_is_known(data: Path) -> None:
    assert "oracle" not in reported(data)["rankers"]
    rankers = reported(small_data.write_truth(data))["rankers"]
    assert rankers["oracle"]["ndcg@10"]["mean"] >= max(row["ndcg@10"]["mean"] for row in rankers.values()) - 0.2
    assert rankers["oracle"]["ndcg@10"]["mean"] > rankers["random"]["ndcg@10"]["mean"]


def test_two_processes_report_what_one_does(data: Path) -> None:
    small_data.write_slates(small_data.write_truth(data))
    assert reported(data, "--processes", "2") == reported(data)
    shown = ("--protocol", "impressions")
    assert reported(data, *shown, "--processes", "2") == reported(data, *shown)


def test_only_people_of_the_part_are_looked_at(data: Path) -> None:
    small_data.write_slates(small_data.write_parts(data))
    assert reported(data, "--part", "held_out")["protocol"]["people"] == 4
    held_out = reported(data, "--part", "held_out", "--stand-in-counts", "--mode", "crowd")
    (data / "events.csv").write_text(
        "\n".join(
            line for line in (data / "events.csv").read_text().split("\n") if not line.startswith(("bread0", "stars2"))
        )
    )
    assert reported(data, "--part", "held_out", "--stand-in-counts", "--mode", "crowd") == held_out


def test_a_place_on_the_page_earns_raw_clicks_and_no_weighted_ones(data: Path) -> None:
    rankers = reported(small_data.write_slates(data), "--protocol", "impressions")["rankers"]
    mean = {name: {metric: interval["mean"] for metric, interval in row.items()} for name, row in rankers.items()}
    assert mean["shown order"]["ndcg@10"] == max(row["ndcg@10"] for row in mean.values())
    for name in ("hybrid", "formula", "max similarity", "oracle"):
        assert mean["shown order"]["ndcg@10 weighted"] < mean[name]["ndcg@10 weighted"], name
        assert mean["random"]["ndcg@10 true"] < mean[name]["ndcg@10 true"], name
    assert mean["oracle"]["ndcg@10 true"] == pytest.approx(1)


def test_a_folder_without_data_ends_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "report.json")]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path} holds no items.csv")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--split", "time"], "use --split user"),
        (["--part", "held_out"], "use --part all"),
        (["--protocol", "impressions"], "needs an impressions file"),
    ],
    ids=["split", "part", "impressions"],
)
def test_what_the_data_cannot_answer_is_refused_in_a_sentence(
    data: Path, options: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "events.csv").write_text("user_id,item_id\nu,bread1\nu,bread2\n")
    assert main(["--data", str(data), "--out", str(data / "report.json"), *options]) == 2
    assert sentence in capsys.readouterr().err
