from __future__ import annotations

from pathlib import Path

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.backups import TRIAL, run


def test_a_published_backup_is_whole_and_gives_everything_back(tmp_path: Path) -> None:
    outcome = TRIAL.run(3, SEED, tmp_path, in_silence)
    assert outcome.failures == []


def test_backups_that_have_their_name_before_they_are_whole_are_noticed(tmp_path: Path) -> None:
    assert run(2, SEED, tmp_path, in_silence, mutant="published_early").failures
