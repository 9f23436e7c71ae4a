"""The daemon answers as its own description says, also to what fits no description."""

from __future__ import annotations

from pathlib import Path

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.schema import TRIAL, run


def test_every_answer_is_as_described(tmp_path: Path) -> None:
    outcome = TRIAL.run(360, SEED, tmp_path, in_silence)  # where nothing can be wrong no wrong cases are drawn
    assert outcome.failures == []
    assert outcome.times >= 300


def test_a_daemon_that_answers_what_it_does_not_describe_is_caught(tmp_path: Path) -> None:
    outcome = run(80, SEED, tmp_path, in_silence, mutant="undescribed_status")
    assert any("Received: 422" in failure for failure in outcome.failures)
