"""Whatever is done to an export, importing it ends in a report whose counts add up, or in one sentence."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from daemon.store import imports
from tests.faults.trial import SEED, in_silence
from tests.faults.trials.imports import TRIAL


def test_two_hundred_damaged_exports_are_read_or_refused(tmp_path: Path) -> None:
    outcome = TRIAL.run(200, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.figures.keys() == {"read", "refused"}


def test_ids_that_do_not_come_from_what_a_row_says_are_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "import_id", lambda *_: str(uuid4()))
    outcome = TRIAL.run(20, SEED, tmp_path, in_silence)
    assert outcome.failures
