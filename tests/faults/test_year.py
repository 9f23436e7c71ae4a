"""Through sleep, clocks set wrong, kills and a YouTube in trouble, jobs run once when they are due and no allowance is misspent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.year import TRIAL, run


def test_days_of_sleep_kills_and_trouble_leave_each_job_run_once_and_no_allowance_misspent(tmp_path: Path) -> None:
    outcome = TRIAL.run(4, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 4


@pytest.mark.parametrize(
    ("mutant", "what"),
    [
        ("pays_afterwards", "the ledger of 2027-03-14 says"),
        ("believes_every_date", "discover was due 1 times and ran 0 times"),
        ("no_daylight_saving", "the ledger of"),
    ],
)
def test_a_daemon_that_keeps_time_or_accounts_badly_is_caught(tmp_path: Path, mutant: str, what: str) -> None:
    outcome = run(5, SEED, tmp_path, in_silence, mutant=mutant)
    assert any(what in failure for failure in outcome.failures)
