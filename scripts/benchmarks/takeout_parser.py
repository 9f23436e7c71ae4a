"""How fast and in how much memory google_takeout_parser reads a file; run by the Python of `.venv-bench`, which has it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from scripts.benchmarks.memory import peak_kib


def main(path: Path) -> None:
    """Print MB/s, rows understood and MiB of memory."""
    from google_takeout_parser.parse_html.activity import _parse_html_activity
    from google_takeout_parser.parse_json import _parse_json_activity

    parse = _parse_json_activity if path.suffix == ".json" else _parse_html_activity
    before, started = peak_kib(), time.perf_counter()
    rows = sum(not isinstance(row, Exception) for row in parse(path))
    seconds = time.perf_counter() - started
    figures = {
        "MB/s": path.stat().st_size / 1e6 / seconds,
        "rows": rows,
        "more memory MiB": (peak_kib() - before) / 1024,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
