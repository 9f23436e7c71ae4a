"""The files of a Takeout, each recognised by its content, checked by a first reading, then read for its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final, Protocol

from daemon.errors import UnreadableHistory

from . import takeout_csv
from .activity import Survey, judge
from .dates import DateReader
from .html_cells import cells, is_complete, read_cell
from .json_items import BadJson, items
from .records import UNRECOGNISED, Kind, Record
from .source import Source, Text
from .takeout_json import BROWSER_HISTORY, is_playlist_item, read_gist, read_page_visit, read_playlist_item, read_row

TAKEOUT: Final = "takeout"
HEAD: Final = 1 << 19
"""Characters that tell what a file is; the style sheet at the start of an activity page may take 150,000."""

_KEYS: Final = re.compile(
    r'"(?:titleUrl|activityControls|snippet|contentDetails|Browser History)"|"header"\s*:\s*"YouTube'
)
_SAMPLE: Final = 500
_HISTORY_NAME: Final = re.compile(
    "history|verlauf|historial|historique|履歴|geschiedenis|histórico|cronologia|记录|geçmiş|سجل"
)

Outcome = Record | str
"""A record, or the reason why a row gives none."""


class History(Protocol):
    """Anything whose rows can be judged."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person, complete once `outcomes` are."""

    def outcomes(self) -> Iterator[Outcome]:
        """Yield what each row is, in the order of the file."""


class HistoryFile(History, Protocol):
    """One recognised file; `of` is the program that wrote it, `takeout` or another player."""

    @property
    def of(self) -> str:
        """As `--from` names it."""

    def check(self) -> None:
        """Read the file once. Raises UnreadableHistory where it is damaged, before anything of it is stored."""


def recognise(source: Source, head: str, text: Text) -> HistoryFile | None:
    """Return the reader for a file, told by its first HEAD characters; None for what is no history."""
    start = head.lstrip()
    if start.startswith("<"):
        return ActivityPage(source, text) if "outer-cell" in head and "content-cell" in head else None
    if start.startswith(("[", "{")):
        return JsonFile(source, text) if _KEYS.search(head) or start.rstrip() == "[]" else None
    return CsvFile(source, text) if any(takeout_csv.records(_lines(iter([head])), "", 0.0)) else None


def share_language(files: Sequence[HistoryFile]) -> None:
    """Let the JSON files agree on how sentences are built, the largest first: an account has one language."""
    verbs = [file.survey.verbs for file in files if isinstance(file, JsonFile)]
    largest_first = sorted(verbs, key=lambda each: -each.heard)
    spoken = tuple(dict.fromkeys(each.watching for each in largest_first if each.watching))
    for each in verbs:
        each.agree(spoken)


@dataclass(slots=True)
class ActivityPage:
    """watch-history.html, search-history.html, MyActivity.html, by whatever name."""

    source: Source
    text: Text
    of: ClassVar[str] = TAKEOUT
    survey: Survey = field(default_factory=Survey)
    dates: DateReader = field(default_factory=DateReader)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was guessed about time zones."""
        return tuple(self.dates.notes.values())

    def check(self) -> None:
        """Learn from a sample of entries, and from the first of YouTube's behind it; see that the last one is whole."""
        last = ""
        for count, cell in enumerate(cells(self.text())):
            last = cell
            if count < _SAMPLE or (">YouTube" in cell and not self.survey.concerns_youtube):
                row = read_cell(cell, self.dates)
                self.survey.see(row.header, row.sentence, row.url, row.words)
        if last and not is_complete(last, self.dates):
            raise UnreadableHistory(f"{self.source.name} ends in the middle; download it again.")
        self.survey.verbs.settle()

    def outcomes(self) -> Iterator[Outcome]:
        """Judge each entry."""
        for cell in cells(self.text()) if self.survey.concerns_youtube else ():
            yield judge(read_cell(cell, self.dates), self.survey)


@dataclass(slots=True)
class JsonFile:
    """watch-history.json and its kin, the playlists of before 2018, Chrome's History.json."""

    source: Source
    text: Text
    of: ClassVar[str] = TAKEOUT
    survey: Survey = field(default_factory=Survey)

    @property
    def notes(self) -> tuple[str, ...]:
        """None: times in JSON are UTC."""
        return ()

    def check(self) -> None:
        """Read every item; learn from all of them."""
        for key, item in self._items():
            if not key and isinstance(item, dict) and not is_playlist_item(item):
                self.survey.see(*read_gist(item))
        self.survey.verbs.settle()

    def outcomes(self) -> Iterator[Outcome]:
        """Judge each item; objects other than Chrome's history hold none."""
        kind = _playlist_kind(self.source.inner_path)
        for key, item in self._items():
            if key == BROWSER_HISTORY and isinstance(item, dict):
                outcome = read_page_visit(item)
                if outcome is not None:
                    yield outcome
            elif not key and self.survey.concerns_youtube:
                yield self._outcome(item, kind)

    def _outcome(self, item: object, kind: Kind) -> Outcome:
        if not isinstance(item, dict):
            return UNRECOGNISED
        return read_playlist_item(item, kind) if is_playlist_item(item) else judge(read_row(item), self.survey)

    def _items(self) -> Iterator[tuple[str, object]]:
        try:
            yield from items(self.text())
        except BadJson as error:
            raise UnreadableHistory(f"{self.source.name} {error}; download it again.") from error


@dataclass(slots=True)
class CsvFile:
    """Subscriptions and playlists; other tables yield nothing."""

    source: Source
    text: Text
    of: ClassVar[str] = TAKEOUT

    @property
    def notes(self) -> tuple[str, ...]:
        """None: times in playlists carry their zone."""
        return ()

    def check(self) -> None:
        """Read it to its end: the archive it lies in may be damaged there."""
        for _ in self.text():
            pass

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the rows that have the form of a subscription or of a playlist's video."""
        return takeout_csv.records(_lines(self.text()), self.source.file_name, self.source.modified_at)


def _playlist_kind(path: str) -> Kind:
    """Before 2018 likes and the history itself came as playlists; only their names tell which."""
    name = path.rpartition("/")[2].casefold()
    if name.startswith("like"):
        return "like"
    return "watch" if _HISTORY_NAME.search(name) else "saved"


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    """Yield lines of text that comes in pieces, their ends kept; one that goes on for 64 Ki characters is cut."""
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        yield from (f"{line}\n" for line in lines)
        rest = rest[:65_536]
    yield rest
