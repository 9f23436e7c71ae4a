"""What came of an import: counts, reasons, and the sentences a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Self

from .apart import read_apart
from .reader import OnProgress
from .records import AD, ALREADY_IMPORTED, FUTURE, OTHER, POST, REMOVED, UNRECOGNISED, Batch

NEW_FORMAT_SHARE: Final = 0.05
"""More unreadable rows than this, and the format has changed under us."""


class Stored(NamedTuple):
    """What a store made of one batch: records whose video was unknown, was known, records it had already, and others.

    future: those that lie more than a day ahead. refused: those it could not use.
    """

    new: int
    existing: int
    skipped: int = 0
    future: int = 0
    refused: int = 0

    def plus(self, other: Stored) -> Stored:
        """Return what was made of both."""
        return Stored(*(one + another for one, another in zip(self, other, strict=True)))


Sink = Callable[[Batch], Stored]
"""Stores one batch (at most 2,000 records of one source) and says what it made of them; committed when it returns."""


@dataclass(slots=True)
class Report:
    """The running tally of an import; `new + existing + skipped` is every row that was read.

    reasons: why rows were skipped (`ad`, `removed`, `post`, `other`, `already imported`, `unrecognised`).
    kinds: how many records of each kind were read, stored already or not.
    notes: sentences to show, e.g. an unknown time zone.
    """

    new: int = 0
    existing: int = 0
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def told(cls, result: Mapping[str, object]) -> Self:
        """Return the report whose `to_json` this is; what it leaves out is unknown."""
        new, existing, skipped = (int(str(result.get(name) or 0)) for name in ("new", "existing", "skipped"))
        reasons = result.get("reasons")
        return cls(new, existing, skipped, Counter(reasons if isinstance(reasons, dict) else {}))

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.new + self.existing + self.skipped

    def add(self, batch: Batch, stored: Stored) -> None:
        """Count one batch and what the store made of it."""
        self.new += stored.new
        self.existing += stored.existing
        left_out = Counter({ALREADY_IMPORTED: stored.skipped, FUTURE: stored.future, UNRECOGNISED: stored.refused})
        self.skipped += left_out.total() + batch.skipped.total()
        self.reasons += batch.skipped + left_out
        self.kinds += batch.kinds
        self.notes.extend(note for note in batch.notes if note not in self.notes)

    @property
    def looks_like_a_new_format(self) -> bool:
        """Whether more rows than NEW_FORMAT_SHARE could not be read."""
        return self.reasons[UNRECOGNISED] > NEW_FORMAT_SHARE * self.rows

    def to_json(self) -> dict[str, object]:
        """Return `{new, existing, skipped, reasons}`, as `ownfeed import --json` prints it."""
        return {"new": self.new, "existing": self.existing, "skipped": self.skipped, "reasons": dict(self.reasons)}

    def sentences(self) -> list[str]:
        """Return the report as a person reads it, the counts first."""
        lines = [f"{self.new:,} new, {self.existing:,} existing, {self.skipped:,} skipped."]
        if self.kinds:
            lines.append(f"Read: {_listed(self.kinds, _NAMES)}.")
        if self.reasons:
            lines.append(f"Skipped: {_listed(self.reasons, _REASONS)}.")
        if self.looks_like_a_new_format:
            lines.append("This looks like a new format: more than 5 % of the rows could not be read; please report it.")
        return lines + self.notes


def run_import(paths: Sequence[Path], source: str, sink: Sink, on_progress: OnProgress | None = None) -> Report:
    """Read everything under `paths` into `sink` and report.

    Reads in a process of its own; blocks. Raises UnreadableHistory before the sink sees the first record when a
    file is damaged, unsafe or no history. Safe to repeat: what was stored once is counted as already imported.
    """
    with closing(read_apart(paths, source, on_progress=on_progress)) as batches:  # where storing fails, it ends at once
        return tally(batches, sink)


def tally(batches: Iterable[Batch], sink: Sink) -> Report:
    """Put each batch into the sink and return the report; batches without records are only counted."""
    report = Report()
    for batch in batches:
        report.add(batch, sink(batch) if batch.records else Stored(0, 0))
    return report


_NAMES: Final = {
    "watch": ("watch", "watches"),
    "search": ("search", "searches"),
    "like": ("like", "likes"),
    "saved": ("saved video", "saved videos"),
    "subscribe": ("subscription", "subscriptions"),
    "video": ("video", "videos"),
    "signal": ("signal", "signals"),
    "rating": ("rating", "ratings"),
    "rule": ("rule", "rules"),
    "topic": ("topic", "topics"),
    "setting": ("setting", "settings"),
}

_REASONS: Final = {
    AD: ("advertisement", "advertisements"),
    REMOVED: ("removed video", "removed videos"),
    POST: ("community post", "community posts"),
    OTHER: ("other activity", "other activities"),
    ALREADY_IMPORTED: ("already imported", "already imported"),
    UNRECOGNISED: ("not understood", "not understood"),
    FUTURE: ("more than a day in the future", "more than a day in the future"),
}


def _listed(counts: Counter[str], names: dict[str, tuple[str, str]]) -> str:
    """Return `3 watches, 1 search`, the most frequent first."""
    return ", ".join(f"{count:,} {names.get(name, (name, name))[count != 1]}" for name, count in counts.most_common())
