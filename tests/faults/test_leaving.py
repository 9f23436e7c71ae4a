"""Nothing leaves this machine but what the README's table names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.leaving import TRIAL, run, told


@pytest.mark.needs(trial=TRIAL)
def test_the_daemon_asks_whom_the_readme_names_and_nobody_else(tmp_path: Path) -> None:
    outcome = TRIAL.run(1, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 1


@pytest.mark.needs(trial=TRIAL)
def test_a_daemon_that_asks_somebody_else_is_caught(tmp_path: Path) -> None:
    failures = run(1, SEED, tmp_path, in_silence, mutant="asks_another_host", only="off").failures
    assert sorted(failures) == [
        "off: 192.0.2.1 was connected",
        "off: updates.ownfeed.example was asked, which no table names",
    ]


def test_the_table_names_hosts(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert told(readme) == {"www.youtube.com", "youtube.googleapis.com"}
    assert told(readme, of_browser=True) == {"i.ytimg.com"}
