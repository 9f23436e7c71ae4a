"""The outcome of one check."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw; `remedy` says what to do and is empty when all is well."""

    name: str
    is_well: bool
    sentence: str
    remedy: str = ""


def well(name: str, sentence: str) -> Finding:
    """Return a finding with nothing to do."""
    return Finding(name, True, sentence)


def ill(name: str, sentence: str, remedy: str) -> Finding:
    """Return a finding with something to do."""
    return Finding(name, False, sentence, remedy)
