"""What was acknowledged survives the loss of power, and the trial would notice if it did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.power import TRIAL, run

pytestmark = pytest.mark.needs(trial=TRIAL)


def test_acknowledged_signals_survive_the_loss_of_power(tmp_path: Path) -> None:
    outcome = TRIAL.run(20, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 20


def test_a_daemon_that_syncs_less_is_caught(tmp_path: Path) -> None:
    outcome = run(20, SEED, tmp_path, in_silence, mutant="normal_sync")
    assert any("acknowledged signals are not there" in failure for failure in outcome.failures)
