"""Long work that gives way: a generator pauses wherever somebody else may have the thread, and returns what it made.

What is paused between holds no lock and leaves nothing half done for others to see; whoever drops it has lost nothing else.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias, TypeVar

T = TypeVar("T")

Steps: TypeAlias = Generator[None, None, T]
"""A step, from one `yield` to the next, takes about a hundredth of a second however much there is to do."""


def finish(steps: Steps[T]) -> T:
    """Do all the steps that are left, and return what they made."""
    while True:
        try:
            next(steps)
        except StopIteration as ended:
            made: T = ended.value
            return made
