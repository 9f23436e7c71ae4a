"""A report says who is better and how sure that is; its page stands alone and says what the figures do not show."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest

from recsys.evaluation.page import page
from recsys.evaluation.protocol import Figures
from recsys.evaluation.report import findings

LENGTHS = np.array([8, 12, 50, 80, 400, 2000])
GAIN = 0.1


def figures() -> dict[str, Figures]:
    """Return three rankers over six people: the default one better than persona by the same for everybody."""
    persona = np.linspace(0.1, 0.6, 6)
    unknown = np.full(6, np.nan)
    return {
        "random": {"ndcg@10": np.zeros(6), "distance ratio": np.ones(6), "channel coverage@100": unknown},
        "persona": {"ndcg@10": persona, "distance ratio": persona, "channel coverage@100": unknown},
        "hybrid": {"ndcg@10": persona + GAIN, "distance ratio": persona, "channel coverage@100": unknown},
    }


@pytest.fixture
def report() -> dict[str, Any]:
    return {
        "data": 'films <script>alert("1")</script>',
        "protocol": {"name": "catalogue", "part": "all", "people": 6, "items": 9, "seed": 1},
        "embedding_model": "default",
        **findings(figures(), LENGTHS, ("ndcg@10", "recall@100"), seed=1),
        "does_not_show": ["What <b>nobody</b> asked."],
    }


def test_a_gain_for_everybody_is_sure(report: dict[str, Any]) -> None:
    (against_persona,) = [row for row in report["paired"] if row["theirs"] == "persona"]
    assert against_persona == {"ours": "hybrid", "theirs": "persona", "metric": "ndcg@10"} | dict.fromkeys(
        ("mean", "low", "high"), GAIN
    )


def test_people_stand_in_the_stratum_of_their_history(report: dict[str, Any]) -> None:
    people = {label: stratum["people"] for label, stratum in report["strata"].items()}
    assert people == {"5–20": 2, "20–100": 2, "100–1000": 1, "1000+": 1}
    assert report["strata"]["1000+"]["rankers"]["persona"]["ndcg@10"]["mean"] == pytest.approx(0.6)


def test_what_says_nothing_of_anybody_is_left_out_and_all_else_is_json(report: dict[str, Any]) -> None:
    assert set(report["rankers"]["hybrid"]) == {"ndcg@10", "distance ratio"}
    json.dumps(report, allow_nan=False)


def test_nobody_to_compare_with_gives_no_comparison() -> None:
    assert findings({"random": figures()["random"]}, LENGTHS, ("ndcg@10",), seed=1)["paired"] == []


def test_the_page_asks_nothing_of_the_network(report: dict[str, Any]) -> None:
    markup = re.sub(r"<script.*?</script>", "", page(report), flags=re.DOTALL)
    assert not re.findall(r"(?:src|href)\s*=|@import|url\(", markup)


def test_the_page_shows_text_as_text(report: dict[str, Any]) -> None:
    shown = page(report)
    assert '<script>alert("1")' not in shown
    assert "&lt;script&gt;alert(&quot;1&quot;)" in shown
    assert "What &lt;b&gt;nobody&lt;/b&gt; asked." in shown


def test_the_page_holds_three_plots_and_the_program_that_draws_them_once(report: dict[str, Any]) -> None:
    shown = page(report)
    assert [f'id="plot{number}"' in shown for number in range(4)] == [True, True, True, False]
    assert shown.count("<h1>") == 1
    assert len(shown) < 6_000_000
    assert shown == page(report)
