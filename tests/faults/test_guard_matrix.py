"""Nobody gets in who may not, whatever they combine, and a route that is added unguarded is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.trial import SEED, in_silence
from tests.faults.trials.guard_matrix import TRIAL, run


def test_of_ten_thousand_combinations_only_right_ones_pass(tmp_path: Path) -> None:
    outcome = TRIAL.run(10_500, SEED, tmp_path, in_silence)
    assert outcome.failures == []
    assert outcome.times == 10_500


@pytest.mark.parametrize("mutant", ["no_host_check", "no_origin_check", "unguarded_route", "route_past_the_table"])
def test_a_guard_with_a_hole_is_caught(tmp_path: Path, mutant: str) -> None:
    assert run(700, SEED, tmp_path, in_silence, mutant=mutant).failures != []
