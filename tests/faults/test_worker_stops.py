"""[E1] The short form: ten stops of the worker; a queue in memory is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.forgetful import forgetful_extension
from tests.faults.trial import SEED, in_silence
from tests.faults.trials.worker_stops import TRIAL, run

pytestmark = pytest.mark.browser


def test_ten_stopped_workers_lose_nothing_they_answered_for(tmp_path: Path) -> None:
    outcome = TRIAL.run(10, SEED, tmp_path, in_silence)
    assert outcome.failures == []


def test_a_queue_in_memory_is_noticed(tmp_path: Path) -> None:
    outcome = run(2, SEED, tmp_path, in_silence, extension=forgetful_extension(tmp_path / "forgetful"))
    assert "is lost" in outcome.failures[0]
