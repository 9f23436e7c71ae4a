"""docs/ranking.md says what the code does, or a test fails."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

from recsys.candidates import ARRIVED, ASKED, EXPLORATION, CandidatesConfig
from recsys.features import COLUMNS
from recsys.rankers import RANKERS
from recsys.rankers.hybrid import HybridConfig
from recsys.sources import SOURCES, OfLikes, OfPersonas, OfTopics


def test_every_column_and_every_ranker_is_described(root: Path) -> None:
    page = (root / "docs" / "ranking.md").read_text(encoding="utf-8")
    assert [name for name in (*COLUMNS, *RANKERS) if f"`{name}`" not in page] == []


def test_the_weights_of_the_hybrid_are_those_of_the_page(root: Path) -> None:
    page = (root / "docs" / "ranking.md").read_text(encoding="utf-8")
    told = {name: float(weight) for name, weight in re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", page, re.MULTILINE)}
    assert told == asdict(HybridConfig())


def test_every_source_of_candidates_is_described_with_its_quota(root: Path) -> None:
    page = (root / "docs" / "ranking.md").read_text(encoding="utf-8")
    told = {name: int(count) for name, count in re.findall(r"^\| `(\w+)` \| .* \| (\d+)[^|]* \|$", page, re.MULTILINE)}
    config = CandidatesConfig()
    standing = {each.name: each.count for each in SOURCES}
    standing |= {each.name: each.count for each in (OfPersonas(), OfLikes(), OfTopics())}
    assert told == standing | {ASKED: config.asked, ARRIVED: config.arrived, EXPLORATION: config.explored}
