from __future__ import annotations

from pathlib import Path

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.migrations import TRIAL, run


def test_every_older_schema_becomes_the_newest_with_all_its_rows_killed_at_some_statements(tmp_path: Path) -> None:
    outcome = TRIAL.run(20, SEED, tmp_path, in_silence)
    assert outcome.failures == []


def test_a_migration_outside_of_a_transaction_is_noticed(tmp_path: Path) -> None:
    assert run(8, SEED, tmp_path, in_silence, without_transactions=True).failures
