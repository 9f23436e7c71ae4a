"""A limit on the size of files is told as a full disk is, and got over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.size_limit import TRIAL, run

pytestmark = pytest.mark.needs(trial=TRIAL)


def test_a_limit_on_files_is_told_and_got_over(tmp_path: Path) -> None:
    outcome = TRIAL.run(3, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 3


def test_a_daemon_that_takes_a_failing_disk_for_a_mistake_of_its_own_is_caught(tmp_path: Path) -> None:
    outcome = run(1, SEED, tmp_path, in_silence, mutant="takes_full_disk_for_a_fault")
    assert "an answer was 500" in outcome.failures
