"""Run the benchmarks named, or all, print their figures and write them to a dated report."""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

NAMES = (
    "rank",
    "ordering",
    "start",
    "embed",
    "switch",
    "imports",
    "boosted",
    "scan",
    "candidates",
    "pipeline",
    "refit",
    "feed",
    "thumb",
    "popup",
    "firstscreen",
    "page",
    "dashboard",
)
REPORTS = Path(__file__).resolve().parents[2] / "reports"


def main(names: list[str]) -> int:
    """Measure; exit status 2 for a name that is none."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}: choose among {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    report: dict[str, object] = {"machine": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    for name in names or NAMES:
        figures = import_module(f"scripts.benchmarks.{name}").measure()
        report[name] = figures
        for figure, value in figures.items():
            print(f"{name:11} {figure:48} {value:12.3f}", flush=True)
    REPORTS.mkdir(exist_ok=True)
    path = REPORTS / f"bench-{datetime.now(UTC):%Y-%m-%dT%H%M%S}.json"
    path.write_text(json.dumps(report, indent=1))
    print(f"written to {path.relative_to(REPORTS.parent)}")
    return 0


sys.exit(main(sys.argv[1:]))
