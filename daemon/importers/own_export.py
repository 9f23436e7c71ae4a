"""What `ownfeed export` wrote, told by the files it holds, and read line by line within the limits of any archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from daemon.errors import UnreadableHistory

from .limits import Budget, Limits
from .source import Source
from .zips import zip_sources

OWN: Final = "ownfeed"
LINES: Final = ("videos.jsonl", "signals.jsonl", "ratings.jsonl", "rules.jsonl", "categories.jsonl")
"""One JSON object a line, in the order in which they must be taken in: what a signal means may depend on its video."""
SETTINGS: Final = "settings.json"
PERSONAS: Final = "personas.json"
LONGEST_LINE_BYTES: Final = 1 << 20

_MARKS: Final = frozenset(("videos.jsonl", "signals.jsonl"))


def is_own_export(path: Path) -> bool:
    """Return whether a path is an export of ours, whatever its name; one that is damaged is none."""
    if not path.is_file():  # a pipe would keep whoever opens it waiting
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _MARKS.issubset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


class OwnExport:
    """The files of one export, while it is open."""

    def __init__(self, name: str, sources: Mapping[str, Source]) -> None:
        self.name = name
        self._sources = sources

    @property
    def size(self) -> int:
        """How many bytes its lines declare to have."""
        return sum(self._sources[name].size for name in LINES)

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the lines of a file without their ends. Raises UnreadableHistory where it is damaged, or one is too long."""
        rest = b""
        for chunk in self._sources[name].chunks():
            *whole, rest = (rest + chunk).split(b"\n")
            for line in (*whole, rest):
                if len(line) > LONGEST_LINE_BYTES:
                    raise UnreadableHistory(f"{self.name} holds a line of more than 1 MiB in {name} and was not read.")
            yield from whole
        if rest:
            yield rest

    def whole(self, name: str) -> bytes:
        """Return a small file; raises UnreadableHistory where it is damaged or more than a line may be."""
        content = b""
        for chunk in self._sources[name].chunks():
            content += chunk
            if len(content) > LONGEST_LINE_BYTES:
                raise UnreadableHistory(f"{self.name} holds more than 1 MiB of {name} and was not read.")
        return content


@contextmanager
def opened_export(path: Path, limits: Limits | None = None) -> Iterator[OwnExport]:
    """Open an export until the end of the block. Raises UnreadableHistory for another file, a damaged or an unsafe one."""
    if not is_own_export(path):
        raise UnreadableHistory(f"{path.name} is not what `ownfeed export` wrote, or is damaged; leave out --from.")
    with ExitStack() as stack:
        sources, _ = zip_sources(path, Budget(path.name, path.stat().st_size, limits or Limits()), stack)
        yield OwnExport(path.name, _by_name(path.name, sources))


def _by_name(archive: str, sources: Sequence[Source]) -> dict[str, Source]:
    names = [source.inner_path for source in sources]
    for name in (*LINES, SETTINGS, PERSONAS):
        if names.count(name) != 1:
            raise UnreadableHistory(f"{archive} must hold one {name}, as every export of OwnFeed does; export again.")
    return {source.inner_path: source for source in sources}
