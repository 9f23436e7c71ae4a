"""What a trial is: an act of destruction repeated, and what was broken by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

Say: TypeAlias = Callable[[str], None]
"""Told how far a long trial has come."""


def in_silence(_line: str) -> None:
    """For the tests, which are short."""


@dataclass(slots=True)
class Outcome:
    """What came of a trial; without failures it held."""

    times: int = 0
    """How often the fault was made."""
    failures: list[str] = field(default_factory=list)
    """A sentence each: in which repetition, and what was lost, doubled, let in or not told."""
    figures: dict[str, float | int | str] = field(default_factory=dict)
    """Further counts and measurements, by name with unit."""

    @property
    def bound(self) -> float:
        """Upper end of the 95 % interval of the failure rate after no failure (the rule of three)."""
        return min(1.0, 3 / self.times) if self.times else 1.0


@dataclass(frozen=True, slots=True)
class Trial:
    """One row of docs/reliability.md."""

    id: str
    name: str
    promise: str
    run: Callable[[int, int, Path, Say], Outcome]
    """(times, seed, an empty folder, say) → Outcome; leaves no process behind."""
    long: int
    """How often in `scripts/torture`."""
    needs: Callable[[], str | None] = lambda: None
    """Return what this machine lacks for it, in a sentence, or None."""


Figures: TypeAlias = Mapping[str, float | int | str]
SEED: Final = 20261125
