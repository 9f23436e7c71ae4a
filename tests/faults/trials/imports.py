"""[I2] Exports to which something happened: each ends in a report whose counts add up, or in one sentence and nothing stored."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import Final

from daemon.errors import PersonError
from daemon.importers import Report
from daemon.jobs.importing import import_into
from daemon.store import Store
from tests.daemon.importers.mutations import mutated
from tests.faults.trial import Outcome, Say, Trial

HANG_SECONDS: Final = 10.0
LAST_MOMENT: Final = 4e9
"""No made-up date lies in the future of it."""
_CELL: Final = re.compile(r"<div[^<>]*\bouter-cell\b")


def run(times: int, seed: int, folder: Path, say: Say) -> Outcome:
    """Import so many mutated exports into one store, each twice."""
    return asyncio.run(_run(times, random.Random(seed), folder, say))


async def _run(times: int, rng: random.Random, folder: Path, say: Say) -> Outcome:
    outcome, ends = Outcome(), Counter[str]()
    store = await Store.open(folder / "ownfeed.db")
    try:
        person = (await store.users.first_or_new(now=0.0)).user_id
        for number in range(1, times + 1):
            name, raw = mutated(rng)
            path = folder / name
            path.write_bytes(raw)
            outcome.times = number
            outcome.failures += [
                f"export {number} ({name}): {what}" for what in await _wrong(store, person, path, ends)
            ]
            path.unlink()
            if number % 500 == 0:
                say(f"  {number} exports, {len(outcome.failures)} failures")
    finally:
        await store.close()
    outcome.figures = dict(ends)
    return outcome


async def _wrong(store: Store, person: int, path: Path, ends: Counter[str]) -> list[str]:
    """Import it, and once more, and say what should not have happened."""
    before = await store.signals.count(person)
    began = time.monotonic()
    try:
        report = await asyncio.wait_for(_import(store, person, path), HANG_SECONDS)
        stored = await store.signals.count(person) - before
        again = await asyncio.wait_for(_import(store, person, path), HANG_SECONDS)
    except PersonError as error:
        ends["refused"] += 1
        return _wrong_refusal(error.message, await store.signals.count(person) - before)
    except TimeoutError:
        return [f"it hung for {time.monotonic() - began:.0f} s"]
    except Exception as error:  # noqa: BLE001 - whatever it is, a person would have seen it
        return [f"it crashed: {error!r}"]
    ends["read"] += 1
    return _wrong_counts(report, stored, again, _rows(path))


async def _import(store: Store, person: int, path: Path) -> Report:
    return await import_into(store, person, [path], "auto", clock=lambda: LAST_MOMENT, on_progress=lambda _: None)


def _wrong_refusal(sentence: str, stored: int) -> list[str]:
    wrong = (
        [] if sentence.endswith(".") and "\n" not in sentence else [f"it was refused without a sentence: {sentence!r}"]
    )
    return [*wrong, f"it was refused and {stored} signals were stored"] if stored else wrong


def _wrong_counts(report: Report, stored: int, again: Report, rows: int | None) -> list[str]:
    counted = report.new + report.existing + report.skipped
    wrong = {
        f"{report.new} + {report.existing} were told and {stored} stored": report.new + report.existing != stored,
        f"{report.skipped} were skipped for {report.reasons}": report.skipped != report.reasons.total(),
        f"{rows} rows are there and {counted} were counted": rows is not None and counted != rows,
        f"the second time added {again.new + again.existing}": again.new + again.existing > 0,
        f"the second time counted {again.skipped} of {counted}": again.skipped != counted,
    }
    return [what for what, is_wrong in wrong.items() if is_wrong]


def _rows(path: Path) -> int | None:
    """Count the rows of a list or a page in another way; None where that is not possible."""
    try:
        text = path.read_bytes().decode("utf-8")
        if path.suffix == ".html":
            return len(_CELL.findall(text))
        items = json.loads(text) if path.suffix == ".json" else None
    except (ValueError, RecursionError):
        return None
    return len(items) if isinstance(items, list) else None


TRIAL: Final = Trial(
    id="I2",
    name="imports",
    promise="a damaged export is read, its counts adding up, or refused in a sentence with nothing stored",
    run=run,
    long=5_000,
)
