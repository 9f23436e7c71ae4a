"""Under everything at once nothing is refused and nothing acknowledged is lost."""

from __future__ import annotations

from pathlib import Path

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.load import TRIAL, run


def test_nothing_is_refused_or_lost_under_load(tmp_path: Path) -> None:
    outcome = TRIAL.run(10, SEED, tmp_path, in_silence)
    assert outcome.failures == []


def test_signals_that_are_acknowledged_and_forgotten_are_noticed(tmp_path: Path) -> None:
    outcome = run(4, SEED, tmp_path, in_silence, mutant="forgets_every_hundredth")
    assert any("acknowledged signals are not there" in failure for failure in outcome.failures)
    assert any("records of the import are not there" in failure for failure in outcome.failures)
