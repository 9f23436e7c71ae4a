"""An import that is killed is finished by the next one, and nothing is stored twice."""

from __future__ import annotations

from pathlib import Path

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.import_kills import TRIAL, run


def test_an_import_killed_at_any_moment_is_finished_by_the_next(tmp_path: Path) -> None:
    outcome = TRIAL.run(4, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 4


def test_rows_that_are_not_known_again_are_caught(tmp_path: Path) -> None:
    outcome = run(30, SEED, tmp_path, in_silence, mutant="ids_by_chance")
    assert any("twice" in failure or "not the" in failure for failure in outcome.failures)
