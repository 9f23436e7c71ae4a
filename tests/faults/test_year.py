"""Through sleep, clocks set wrong, kills and a YouTube in trouble, jobs run once when they are due and no allowance is misspent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.year import TRIAL, run

CAUGHT_WITHIN_DAYS = 15


def test_days_of_sleep_kills_and_trouble_leave_each_job_run_once_and_no_allowance_misspent(tmp_path: Path) -> None:
    outcome = TRIAL.run(4, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 4


@pytest.mark.parametrize(
    ("mutant", "what"),
    [
        ("pays_afterwards", r"the ledger of \S+ says \d+ \w+, and there were \d+"),
        ("believes_every_date", r"discover was due 1 times and ran 0 times"),
        ("no_daylight_saving", r"the ledger of \S+ says \d+ \w+, and there were \d+"),
    ],
)
def test_a_daemon_that_keeps_time_or_accounts_badly_is_caught(tmp_path: Path, mutant: str, what: str) -> None:
    # on which day depends on which request a kill meets, and that on how fast the machine is
    outcome = run(CAUGHT_WITHIN_DAYS, SEED, tmp_path, in_silence, mutant=mutant)
    assert re.search(what, "\n".join(outcome.failures))
