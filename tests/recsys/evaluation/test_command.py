"""`python -m recsys.evaluation` on a made-up data set of people who like either bread or stars."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recsys.evaluation.__main__ import main
from recsys.evaluation.per_person import people_beside
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
    assert any("crowd" in sentence for sentence in report["does_not_show"]) == ("crowd" in options)
    assert (data / "reports" / "report.html").read_text().startswith("<!doctype html>")


def test_what_the_product_would_serve_stands_beside_its_plain_order(data: Path) -> None:
    report = reported(data)
    served = report["rankers"]["hybrid, as served"]
    assert set(served) >= {"ndcg@10", "recall@100", "distance ratio", "novelty@10"}
    assert served["recall@100"]["mean"] == 1  # all 18 videos left are served
    assert report["served_in_100_slates"]["people"] == 8


def test_the_oracle_stands_in_the_table_where_the_truth_is_known(data: Path) -> None:
    assert "oracle" not in reported(data)["rankers"]
    rankers = reported(small_data.write_truth(data))["rankers"]
    assert rankers["oracle"]["ndcg@10"]["mean"] >= max(row["ndcg@10"]["mean"] for row in rankers.values()) - 0.2
    assert rankers["oracle"]["ndcg@10"]["mean"] > rankers["random"]["ndcg@10"]["mean"]


def test_two_processes_report_what_one_does(data: Path) -> None:
    small_data.write_slates(small_data.write_truth(data))
    table = people_beside(data / "reports" / "report.json")
    for options in ((), ("--protocol", "impressions")):
        of_two, people_of_two = reported(data, *options, "--processes", "2"), table.read_bytes()
        assert (reported(data, *options), table.read_bytes()) == (of_two, people_of_two)


def test_people_of_other_parts_are_counted_before_their_cuts_and_never_judged(data: Path) -> None:
    small_data.write_slates(small_data.write_parts(data))
    options = ("--part", "held_out", "--stand-in-counts", "--mode", "crowd")
    held_out = reported(data, *options)
    assert held_out["protocol"]["people"] == 4
    watched = (data / "events.csv").read_text().split("\n")
    # Everybody watches 15 videos; the last three are what a cut holds out.
    early = [
        line for line in watched if not (line.startswith("bread0") and int(line.split(",")[2]) >= 12 * small_data.NIGHT)
    ]
    assert len(early) == len(watched) - 3
    (data / "events.csv").write_text(
        "\n".join([*early, *(f"bread0,stars{n},{99 * small_data.NIGHT}" for n in range(3))])
    )
    assert reported(data, *options) == held_out
    (data / "events.csv").write_text("\n".join(line for line in watched if not line.startswith("bread0")))
    without = reported(data, *options)
    assert without["protocol"] == held_out["protocol"]
    for ranker in ("popularity", "popularity (crowd)"):
        assert without["rankers"][ranker] != held_out["rankers"][ranker]


def test_views_the_items_have_are_nobodys_to_count(data: Path) -> None:
    small_data.write_parts(data)
    told = reported(data, "--part", "held_out")["rankers"]
    watched = (data / "events.csv").read_text().split("\n")
    (data / "events.csv").write_text("\n".join(line for line in watched if not line.startswith(("bread0", "stars2"))))
    for name, row in reported(data, "--part", "held_out")["rankers"].items():
        assert {**row, "novelty@10": None} == {**told[name], "novelty@10": None}, name


def test_a_place_on_the_page_earns_raw_clicks_and_no_weighted_ones(data: Path) -> None:
    rankers = reported(small_data.write_slates(data), "--protocol", "impressions")["rankers"]
    mean = {name: {metric: interval["mean"] for metric, interval in row.items()} for name, row in rankers.items()}
    untold = {name for name in mean if name != "hybrid, told the order" and not name.startswith("catboost")}
    assert mean["shown order"]["ndcg@10"] == max(mean[name]["ndcg@10"] for name in untold)
    for name in ("hybrid", "formula", "max similarity", "oracle"):
        assert mean["shown order"]["ndcg@10 weighted"] < mean[name]["ndcg@10 weighted"], name
        assert mean["random"]["ndcg@10 true"] < mean[name]["ndcg@10 true"], name
    assert mean["oracle"]["ndcg@10 true"] == pytest.approx(1)


def test_a_folder_without_data_ends_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "report.json")]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path} holds no items.csv")


def test_the_report_says_how_much_of_what_was_wanted_came_out_only_then(data: Path) -> None:
    assert not any("came out" in sentence for sentence in reported(data)["does_not_show"])
    head, *items = (data / "items.csv").read_text().split("\n")
    dated = [f"{item},{99 * small_data.NIGHT if number % 2 else 0}" for number, item in enumerate(items)]
    (data / "items.csv").write_text("\n".join([f"{head},published_at", *dated]))
    (said,) = (each for each in reported(data)["does_not_show"] if "came out" in each)
    assert 20 < int(said.split("%")[0]) < 80


def test_some_rankers_alone_have_the_same_figures_as_among_all(data: Path) -> None:
    everything, some = reported(data), reported(data, "--rankers", "recency", "hybrid, default weights")
    assert list(some["rankers"]) == ["recency", "hybrid, default weights", "hybrid, as served"]
    assert all(some["rankers"][name] == everything["rankers"][name] for name in some["rankers"])
    slates = reported(small_data.write_slates(data), "--protocol", "impressions", "--rankers", "hybrid, told the order")
    assert list(slates["rankers"]) == ["oracle", "hybrid, told the order"]


def test_a_ranker_nobody_knows_is_refused_with_the_names_there_are(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--data", str(data), "--out", str(data / "report.json"), "--rankers", "hybrids"]
    assert main(given) == 2
    assert "no ranker 'hybrids' here; there are: random; popularity" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--mode", "crowd"], ["--stand-in-counts"]], ids=["crowd", "counts"])
def test_weeks_know_no_public(data: Path, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--data", str(data), "--out", str(data / "report.json"), "--split", "weeks", *options]
    assert main(given) == 2
    assert "use --split user or time" in capsys.readouterr().err


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
