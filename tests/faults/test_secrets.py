"""Nobody finds a secret in what is left lying about, and nobody else may look."""

from __future__ import annotations

from pathlib import Path

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.secrets import TRIAL, run


def test_no_secret_lies_about(tmp_path: Path) -> None:
    outcome = TRIAL.run(1, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 1


def test_a_daemon_that_logs_what_it_is_sent_is_caught(tmp_path: Path) -> None:
    failures = run(1, SEED, tmp_path, in_silence, mutant="logs_requests").failures
    assert "a program's token is in log" in failures
