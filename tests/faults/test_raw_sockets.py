"""No bytes bring the daemon down, and no clients that only wait keep others out."""

from __future__ import annotations

from pathlib import Path

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.raw_sockets import TRIAL, run


def test_requests_that_are_none_bring_nothing_down(tmp_path: Path) -> None:
    outcome = TRIAL.run(240, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 240


def test_a_daemon_without_a_limit_of_connections_is_caught(tmp_path: Path) -> None:
    outcome = run(12, SEED, tmp_path, in_silence, mutant="no_limit_of_connections")
    assert any("open at once" in failure for failure in outcome.failures)
