"""Whatever is done to an export, importing it ends in a report whose counts add up, or in one sentence."""

from __future__ import annotations

from pathlib import Path

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.imports import TRIAL


def test_three_hundred_damaged_exports_are_read_or_refused(tmp_path: Path) -> None:
    outcome = TRIAL.run(300, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.figures.keys() == {"read", "refused"}
