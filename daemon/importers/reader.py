"""Any history in, batches out: find the files, check all of them, then yield their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from daemon.errors import InvalidRequest, UnreadableHistory

from .browsers import BROWSERS, browser_of
from .chromium import ChromiumHistory
from .finding import Findings, find
from .limits import Limits
from .own_export import OWN
from .parts import forgotten_parts
from .recognising import PLAYERS, recognise
from .records import ALREADY_IMPORTED, Batch, Progress, Record
from .seen import Seen
from .source import Source, decode
from .takeout import HEAD, TAKEOUT, History, HistoryFile, Outcome, share_language

OnProgress = Callable[[Progress], None]

BATCH: Final = 2_000
"""Records stored in one transaction, if nobody else wants to write: the more, the fewer pages are written twice."""
CHECKING: Final = 1 / 8
"""The share of an import's time that its first reading takes, before rows are made and stored."""
AUTO: Final = "auto"
SOURCES: Final = (AUTO, TAKEOUT, *BROWSERS, *PLAYERS)


def read(
    paths: Sequence[Path],
    source: str = AUTO,
    *,
    on_progress: OnProgress | None = None,
    limits: Limits | None = None,
) -> Iterator[Batch]:
    """Yield the records of everything under `paths`; what occurs twice is yielded once.

    paths: archives (zip, tgz), their numbered parts, folders, single files of any of SOURCES.
    source: `auto`, `takeout`, a browser's or a player's name; anything but `auto` refuses what is not of that source.

    Everything is read twice: first to check it, then for its rows, in a few MB of memory whatever the size. Raises
    UnreadableHistory or InvalidRequest before the first batch, or not at all.
    """
    if source not in SOURCES:
        raise InvalidRequest(f"There is no source {source!r}; it can be {', '.join((*SOURCES, OWN))}.")
    with ExitStack() as stack:
        findings = Findings()
        for path in paths:
            find(path, limits or Limits(), stack, findings)
        meter = _Meter(on_progress)
        files = _recognised(findings, source, meter)
        databases = [
            stack.enter_context(ChromiumHistory(path, browser_of(path, source))) for path in findings.databases
        ]
        meter.total_bytes += sum(database.size for database in databases)
        _require_something(paths, files, databases, findings)
        for file in files:
            file.check()
        meter.is_checked = True
        share_language(files)
        yield from _batches([*files, *databases], meter)
        if forgotten := forgotten_parts(paths):
            yield Batch((), notes=(f"Not imported, though it belongs to the same export: {', '.join(forgotten)}.",))


def _recognised(findings: Findings, source: str, meter: _Meter) -> list[HistoryFile]:
    if source in (TAKEOUT, *PLAYERS) and findings.databases:
        raise UnreadableHistory(f"{findings.databases[0].name} is a browser's history; leave out --from.")
    if source in BROWSERS and findings.sources:
        raise UnreadableHistory(f"{findings.sources[0].name} is not the History file of a browser; leave out --from.")
    files: list[HistoryFile] = []
    for found in findings.sources:
        head = _head(found)
        if file := recognise(found, head, meter.text(found)):
            if source not in (AUTO, file.of):
                raise UnreadableHistory(f"{found.name} is of {file.of}, not of {source}; leave out --from.")
            meter.total_bytes += found.size
            files.append(file)
    return files


def _head(source: Source) -> str:
    head = ""
    for piece in decode(source.chunks()):
        head += piece
        if len(head) >= HEAD:
            break
    return head[:HEAD]


def _require_something(
    paths: Sequence[Path], files: Sequence[object], databases: Sequence[object], findings: Findings
) -> None:
    if files or databases:
        return
    if findings.nested:
        raise UnreadableHistory(
            f"{findings.nested[0]} holds further archives, which are not opened; give those instead."
        )
    if forgotten := forgotten_parts(paths):
        raise UnreadableHistory(
            f"{paths[0].name} holds no YouTube history, but other parts of the export may: give {', '.join(forgotten)} too."
        )
    names = ", ".join(path.name for path in paths) or "Nothing"
    raise UnreadableHistory(
        f"{names} holds no YouTube history: give a Google Takeout with “YouTube and YouTube Music” (zip, tgz, folder"
        " or watch-history file), a browser's History file, or an export of FreeTube, NewPipe or Invidious."
    )


def _batches(files: Sequence[History], meter: _Meter) -> Iterator[Batch]:
    """Yield batches of one file each, so that a batch never mixes sources."""
    seen = Seen()
    for file in files:
        for batch in _filled(file.outcomes(), seen):
            meter.records += len(batch.records)
            yield batch
        if file.notes:
            yield Batch((), Counter(), file.notes)
        meter.finish(file)


def _filled(outcomes: Iterable[Outcome], seen: Seen) -> Iterator[Batch]:
    records: list[Record] = []
    skipped: Counter[str] = Counter()
    for outcome in outcomes:
        if isinstance(outcome, str):
            skipped[outcome] += 1
        elif not seen.add(outcome):
            skipped[ALREADY_IMPORTED] += 1
        else:
            records.append(outcome)
        if len(records) == BATCH:
            yield Batch.of(records, skipped)
            records, skipped = [], Counter()
    if records or skipped:
        yield Batch.of(records, skipped)


@dataclass(slots=True)
class _Meter:
    """Counts what has been read and tells it; of a file CHECKING counts when it is checked, the rest with its rows."""

    on_progress: OnProgress | None
    total_bytes: int = 0
    records: int = 0
    is_checked: bool = False
    _checked_bytes: int = 0
    _read_bytes: int = 0

    def text(self, source: Source) -> Callable[[], Iterator[str]]:
        """Return what begins to read a file anew, counting as it goes."""
        return lambda: decode(self._counted(source))

    def _counted(self, source: Source) -> Iterator[bytes]:
        for chunk in source.chunks():
            yield chunk
            if self.is_checked:
                self._read_bytes += len(chunk)
            else:
                self._checked_bytes += len(chunk)
            self._tell(source.file_name)

    def finish(self, file: History) -> None:
        """Note that a database, whose bytes nobody counts, has been read."""
        if isinstance(file, ChromiumHistory):
            self._checked_bytes += file.size
            self._read_bytes += file.size
            self._tell("History")

    def _tell(self, file_name: str) -> None:
        if self.on_progress is not None:
            done = round(CHECKING * self._checked_bytes + (1 - CHECKING) * self._read_bytes)
            self.on_progress(Progress(done, max(self.total_bytes, done), self.records, file_name))
