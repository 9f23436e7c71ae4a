from __future__ import annotations

from pathlib import Path

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.damage import TRIAL, run


def test_damaged_files_are_never_a_silent_new_start(tmp_path: Path) -> None:
    outcome = TRIAL.run(15, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert "restored and told" in outcome.figures


def test_a_daemon_that_begins_anew_is_noticed(tmp_path: Path) -> None:
    assert run(3, SEED, tmp_path, in_silence, mutant="starts_anew").failures
