"""The parameters of the synthetic people, typed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("parameters.toml")


@dataclass(frozen=True, slots=True)
class Group:
    """One table of the file; its fields are the keys, explained there."""

    values: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        """Return a parameter; KeyError for one that the file lacks."""
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything about the people."""

    seed: int
    people: int
    development_one_in: int
    catalogue: Group
    interests: Group
    utility: Group
    shown: Group
    behaviour: Group


def read_parameters(path: Path = FILE) -> Parameters:
    """Read a parameter file."""
    given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return Parameters(**{name: _typed(value) for name, value in given.items()})


def _typed(value: Any) -> Any:
    return Group(value) if isinstance(value, dict) else value
