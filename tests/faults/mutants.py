"""`python -m tests.faults.mutants NAME serve …`: the daemon with one safeguard taken out, which a trial must notice."""

from __future__ import annotations

import sys
from collections.abc import Callable

MUTANTS: dict[str, Callable[[], None]] = {}


def mutant(function: Callable[[], None]) -> Callable[[], None]:
    """Register what takes the safeguard out, under the function's name."""
    MUTANTS[function.__name__] = function
    return function


def main() -> None:
    """Take the safeguard out, then be `ownfeed`."""
    MUTANTS[sys.argv.pop(1)]()
    from daemon.cli import main as ownfeed

    ownfeed()


if __name__ == "__main__":
    main()
