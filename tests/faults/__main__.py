"""`scripts/torture [NAME…]`: what goes wrong on people's machines, done on purpose; a dated report into reports/.

Every module of `trials` holds a TRIAL, whose short form a test of the gate runs. Its mutants, in `mutants`, are the product
with one safeguard taken out, which the trial must notice (but `told_the_time` and `looks_up_nothing`, which take none out).
The ids are those of docs/reliability.md.

--times N overrides how often, --seed N the seed; exit status 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, Final

import pysqlite3

from .trial import SEED, Outcome, Trial

NAMES: Final = sorted(file.stem for file in (Path(__file__).parent / "trials").glob("*.py"))
REPORTS: Final = Path(__file__).resolve().parents[2] / "reports"


def main(given: Sequence[str] | None = None) -> int:
    """Torture, tell, and write the report."""
    parser = _parser()
    arguments = parser.parse_args(given)
    if unknown := set(arguments.names) - set(NAMES):
        parser.error(f"there is no trial {min(unknown)}; there are {', '.join(NAMES)}")
    trials = [_trial(name) for name in arguments.names or NAMES]
    report: dict[str, Any] = {"started_at": _now(), "seed": arguments.seed, "versions": _versions(), "trials": {}}
    broken = False
    for trial in trials:
        outcome = _run(trial, arguments)
        broken = broken or (outcome is not None and bool(outcome["failures"]))
        report["trials"][trial.name] = outcome
        _write(report)  # after each, for a long run may be ended
    return int(broken)


def _run(trial: Trial, arguments: argparse.Namespace) -> dict[str, Any]:
    if lacking := trial.needs():
        _say(f"{trial.id} {trial.name}: left out, {lacking}")
        return {"left_out": lacking, "failures": []}
    times = arguments.times or trial.long
    _say(f"{trial.id} {trial.name}: {trial.promise} ({times} times)")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"ownfeed-{trial.name}-") as folder:
        outcome = trial.run(times, arguments.seed, Path(folder), _say)
    seconds = round(time.monotonic() - began, 1)
    _say(f"  {_verdict(outcome)} in {seconds:.0f} s {outcome.figures}")
    return {
        "id": trial.id,
        "promise": trial.promise,
        "times": outcome.times,
        "failures": outcome.failures,
        "bound_95": outcome.bound if not outcome.failures else None,
        "figures": outcome.figures,
        "seconds": seconds,
        "ended_at": _now(),
    }


def _verdict(outcome: Outcome) -> str:
    if not outcome.failures:
        return f"held {outcome.times} times (95 %: fails in less than {outcome.bound:.2%})"
    return "\n  ".join([f"BROKEN {len(outcome.failures)} times", *outcome.failures[:20]])


def _trial(name: str) -> Trial:
    trial: Trial = import_module(f"{__package__}.trials.{name}").TRIAL
    return trial


def _versions() -> dict[str, str]:
    return {
        "ownfeed": metadata.version("ownfeed"),
        "python": platform.python_version(),
        "sqlite": pysqlite3.sqlite_version,
        "aiohttp": metadata.version("aiohttp"),
        "system": platform.platform(),
        "cores": str(os.cpu_count()),
    }


_BEGAN: Final = datetime.now(UTC)


def _write(report: dict[str, Any]) -> None:
    REPORTS.mkdir(exist_ok=True)
    path = REPORTS / f"torture-{_BEGAN:%Y-%m-%dT%H%M%S}.json"
    path.write_text(json.dumps(report, indent=1))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _say(line: str) -> None:
    print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/torture", description="Break what can break, many times.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all otherwise")
    parser.add_argument("--times", type=int, help="instead of the trial's own number")
    parser.add_argument("--seed", type=int, default=SEED)
    return parser


sys.exit(main())
