#!/usr/bin/env python3
"""Import a history: the same thing as `ownfeed import`, for those who look among the scripts first."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def main() -> int:
    """Run `ownfeed import` with the same arguments, in the project's environment where this Python is not it."""
    if PYTHON.exists() and Path(sys.prefix).resolve() != VENV.resolve() and "OWNFEED_IN_VENV" not in os.environ:
        environment = {**os.environ, "OWNFEED_IN_VENV": "1"}
        # In the place of this process: Ctrl-C is for one alone. A list of arguments, no shell.
        os.execve(PYTHON, [str(PYTHON), __file__, *sys.argv[1:]], environment)  # noqa: S606
    sys.path.insert(0, str(ROOT))
    try:
        from daemon.cli import run
    except ImportError:  # a Python that lacks some of what we need, or all of it
        sys.stderr.write("The environment is not there yet; start scripts/run once, then import.\n")
        return 2
    return run(["import", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
