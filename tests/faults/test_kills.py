"""What the daemon acknowledged survives its sudden death, each time, and exists once."""

from __future__ import annotations

from pathlib import Path

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.kills import TRIAL, run


def test_acknowledged_signals_survive_kills(tmp_path: Path) -> None:
    outcome = TRIAL.run(20, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 20


def test_a_daemon_that_answers_before_it_has_committed_is_caught(tmp_path: Path) -> None:
    outcome = run(20, SEED, tmp_path, in_silence, mutant="answers_before_commit")
    assert any("acknowledged signals are not there" in failure for failure in outcome.failures)
