"""`scripts/evaluate rankers|topics|films|speed|diversity|wishes|interests`: the rankers on every data set; the default model beside its teacher.

Prints tables and writes a dated JSON report under reports/.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from recsys.embedding import DEFAULT_MODEL

ROOT: Final = Path(__file__).resolve().parents[2]
SHARED: Final = ROOT.parent / "shared"


def main() -> int:
    """Measure, print, write; exit status 1 when a demand does not hold, 2 for missing data."""
    arguments = _arguments()
    missing = [path for path in (arguments.data, arguments.teacher) if not path.is_dir()]
    if missing:
        print(
            f"{missing[0]} is not there: name the folders of data and teacher by --data and --teacher.", file=sys.stderr
        )
        return 2
    started = time.perf_counter()
    report, held = import_module(f"scripts.evaluation.{arguments.what}").measure(arguments)
    _write(arguments, report | {"seconds": round(time.perf_counter() - started, 1)})
    return 0 if held else 1


def _write(arguments: argparse.Namespace, report: Mapping[str, Any]) -> None:
    at = datetime.now(UTC)
    out = arguments.out or ROOT / "reports" / f"{arguments.what}-{at:%Y-%m-%dT%H%M%S}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    head = {"data": arguments.what, "made_at": at.isoformat(timespec="seconds"), "seed": arguments.seed}
    models = {"embedding_model": arguments.model, "teacher": arguments.teacher.name}
    out.write_text(json.dumps(head | models | dict(report), indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"\nwritten to {out}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/evaluate", description="Measure the default model beside its teacher."
    )
    parser.add_argument("what", choices=("rankers", "topics", "films", "speed", "diversity", "wishes", "interests"))
    parser.add_argument("--data", type=Path, default=SHARED / "data", help="folder of the data sets")
    parser.add_argument("--teacher", type=Path, default=SHARED / "models" / "all-MiniLM-L6-v2-int8", help="its folder")
    parser.add_argument("--model", default=DEFAULT_MODEL, help="the model to judge: a name or a folder")
    parser.add_argument("--pairs", type=int, default=24, help="pairs of `topics`")
    parser.add_argument("--users", type=int, default=150, help="people of `films`")
    parser.add_argument("--half", choices=("seen", "held-out"), default="seen", help="people of `interests`")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, help="the report's file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
