"""[E2] The short form: two kills of the browser; a queue in memory is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.forgetful import forgetful_extension
from tests.faults.trial import SEED, in_silence
from tests.faults.trials.browser_kills import TRIAL, run

pytestmark = pytest.mark.browser


def test_two_killed_browsers_lose_nothing_they_answered_for(tmp_path: Path) -> None:
    outcome = TRIAL.run(2, SEED, tmp_path, in_silence)
    assert outcome.failures == []


def test_a_queue_in_memory_is_noticed(tmp_path: Path) -> None:
    outcome = run(1, SEED, tmp_path, in_silence, extension=forgetful_extension(tmp_path / "forgetful"))
    assert "is lost" in outcome.failures[0]
