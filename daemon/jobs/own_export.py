"""Taking an export of our own back in: all of it is checked, then merged batch by batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Final, TypeVar

from daemon.api.exported import parse_line, parse_settings
from daemon.errors import InvalidRequest, UnreadableHistory
from daemon.importers.own_export import PERSONAS, SETTINGS, OwnExport, opened_export
from daemon.importers.reader import OnProgress
from daemon.importers.records import ALREADY_IMPORTED, FUTURE, Progress
from daemon.importers.report import Report
from daemon.store.merging import Line

T = TypeVar("T")

BATCH: Final = 500
_TOLD_EVERY_BYTES: Final = 1 << 16
NAMES: Final = {
    "videos.jsonl": "video",
    "signals.jsonl": "signal",
    "ratings.jsonl": "rating",
    "rules.jsonl": "rule",
    "categories.jsonl": "topic",
    SETTINGS: "setting",
}
"""What a line of each file is called in the report."""

Sink = Callable[[Sequence[Line]], Counter[str]]
"""Merges one batch and counts its lines as `Merging.add` does; committed when it returns."""


def check_export(path: Path) -> None:
    """Read all of an export and keep nothing. Raises UnreadableHistory where any of it cannot be used."""
    with opened_export(path) as export:
        _check(export, _Meter(export.size, lambda _: None))


def merge_export(path: Path, sink: Sink, on_progress: OnProgress) -> Report:
    """Check all of an export, then put it into `sink` in batches, and report; blocks.

    Raises UnreadableHistory before the sink sees the first line. Safe to repeat, also after half of it.
    """
    report = Report()
    with opened_export(path) as export:
        meter = _Meter(2 * export.size, on_progress)
        _check(export, meter)
        for file in NAMES:
            lines = _parsed(export, file, meter)
            while batch := list(islice(lines, BATCH)):
                _count(report, NAMES[file], sink(batch), len(batch))
                meter.records += len(batch)
        if export.whole(PERSONAS).strip() != b"[]":
            report.notes.append("Interests found in what you watch are learned anew; names you gave them are not.")
    return report


def _check(export: OwnExport, meter: _Meter) -> None:
    for _ in chain.from_iterable(_parsed(export, file, meter) for file in NAMES):
        pass
    export.whole(PERSONAS)


def _parsed(export: OwnExport, file: str, meter: _Meter) -> Iterator[Line]:
    if file == SETTINGS:
        content = export.whole(file)
        yield from _understood(export, file, lambda: parse_settings(content))
        return
    for number, raw in enumerate(export.lines(file), start=1):
        yield _understood(export, f"line {number} of {file}", partial(parse_line, file, raw))
        meter.add(len(raw) + 1, file)


def _understood(export: OwnExport, where: str, parse: Callable[[], T]) -> T:
    try:
        return parse()
    except InvalidRequest as error:
        reason = f"{error.message[:1].lower()}{error.message[1:]}"
        raise UnreadableHistory(f"{export.name} was not read, for {where} cannot be used: {reason}") from error


def _count(report: Report, kind: str, counted: Counter[str], lines: int) -> None:
    report.new += counted["new"]
    report.existing += counted["existing"]
    report.skipped += counted["skipped"] + counted["future"]
    report.reasons += Counter({ALREADY_IMPORTED: counted["skipped"], FUTURE: counted["future"]})
    report.kinds[kind] += lines


class _Meter:
    """Counts what has been read and tells it every now and then."""

    def __init__(self, total_bytes: int, on_progress: OnProgress) -> None:
        self.records = 0
        self._total_bytes = total_bytes
        self._done_bytes = 0
        self._told_bytes = 0
        self._on_progress = on_progress

    def add(self, size: int, file: str) -> None:
        self._done_bytes += size
        if self._done_bytes - self._told_bytes >= _TOLD_EVERY_BYTES or self._done_bytes == self._total_bytes:
            self._told_bytes = self._done_bytes
            self._on_progress(Progress(self._done_bytes, max(self._total_bytes, self._done_bytes), self.records, file))
