"""A full disk refuses what cannot be kept; it neither loses nor stops anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.full_disk import TRIAL, run

pytestmark = pytest.mark.needs(trial=TRIAL)


def test_a_full_disk_is_told_and_got_over(tmp_path: Path) -> None:
    outcome = TRIAL.run(3, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 3


def test_a_daemon_that_swallows_what_it_could_not_store_is_caught(tmp_path: Path) -> None:
    outcome = run(1, SEED, tmp_path, in_silence, mutant="swallows_failed_commits")
    assert any("acknowledged signals are not there" in failure for failure in outcome.failures)
