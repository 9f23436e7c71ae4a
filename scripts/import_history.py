#!/usr/bin/env python3
"""Import a history: the same thing as `ownfeed import`, for those who look among the scripts first."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"


def main() -> int:
    """Run `ownfeed import` with the same arguments, in the project's environment where this Python is not it."""
    if importlib.util.find_spec("typer") is None:
        if not PYTHON.exists() or os.environ.get("OWNFEED_IN_VENV"):
            sys.stderr.write("The environment is not there yet; start scripts/run once, then import.\n")
            return 2
        return subprocess.call([PYTHON, __file__, *sys.argv[1:]], env={**os.environ, "OWNFEED_IN_VENV": "1"})
    sys.path.insert(0, str(ROOT))
    from daemon.cli import run

    return run(["import", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
