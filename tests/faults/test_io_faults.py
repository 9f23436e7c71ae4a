"""A disk that fails costs a refusal, never what was acknowledged, and no restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.io_faults import TRIAL, run

pytestmark = pytest.mark.needs(trial=TRIAL)


def test_failing_writes_are_refused_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    outcome = TRIAL.run(10, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 10
    assert outcome.figures["requests answered 507"]


def test_a_daemon_that_swallows_a_failed_commit_is_caught(tmp_path: Path) -> None:
    outcome = run(25, SEED, tmp_path, in_silence, mutant="swallows_failed_commits")
    assert any("acknowledged signals are not there" in failure for failure in outcome.failures)
