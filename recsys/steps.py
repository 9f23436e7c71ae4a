"""Long work that gives way: a generator pauses wherever somebody else may have the thread, and returns what it made.

What is paused between holds no lock and leaves nothing half done for others to see; whoever drops it has lost nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import wraps
from typing import ParamSpec, TypeAlias, TypeVar

P = ParamSpec("P")
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


def at_once(begin: Callable[P, Steps[T]]) -> Callable[P, T]:
    """Return what does the same work without a pause."""

    @wraps(begin)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        return finish(begin(*args, **kwargs))

    return whole
