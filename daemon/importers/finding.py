"""Which files an import means: what a path holds, told by its first bytes and not by its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, cast

from daemon.errors import UnreadableHistory

from .limits import Budget, Limits
from .newpipe import is_newpipe
from .source import CHUNK, Source, forbidden, is_readable
from .tars import GZIP_MARK, tar_sources
from .zips import zip_sources

_ZIP_MARKS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_SQLITE_MARK: Final = b"SQLite format 3\x00"
_TAR_MARK: Final = b"ustar"


@dataclass(slots=True)
class Findings:
    """What the paths of one import hold.

    sources: files of a Takeout; databases: browsers' `History` files; nested: names of archives that hold archives.
    """

    sources: list[Source] = field(default_factory=list)
    databases: list[Path] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)


def find(path: Path, limits: Limits, stack: ExitStack, findings: Findings) -> None:
    """Add what `path` holds; archives stay open until `stack` closes.

    Raises UnreadableHistory for a path that does not exist, cannot be read, or holds an unsafe archive.
    """
    try:
        if path.is_dir():
            _find_in_folder(path, limits, stack, findings)
        elif path.exists() and not path.is_file():
            raise UnreadableHistory(f"{path} is neither a file nor a folder.")
        else:
            _find_in_file(path, limits, stack, findings)
    except FileNotFoundError as error:
        raise UnreadableHistory(f"There is no file {path}.") from error
    except PermissionError as error:
        raise forbidden(str(path)) from error
    except OSError as error:
        raise UnreadableHistory(f"{path} cannot be read: {error.strerror}.") from error


def _find_in_folder(folder: Path, limits: Limits, stack: ExitStack, findings: Findings) -> None:
    """A browser's profile gives its History alone; any other folder what looks like a Takeout, at any depth."""
    database = folder / "History"
    if database.is_file() and _head(database).startswith(_SQLITE_MARK):
        findings.databases.append(database)
        return
    budget = Budget(folder.name, 0, limits)
    for count, path in enumerate(_files(folder), start=1):
        budget.check_entries(count)
        if is_readable(path.name):
            findings.sources.append(_plain(path, path.relative_to(folder).as_posix()))
        elif path.name.lower().startswith("takeout") and path.suffix.lower() in (".zip", ".tgz", ".tar", ".gz"):
            _find_in_file(path, limits, stack, findings)


def _find_in_file(path: Path, limits: Limits, stack: ExitStack, findings: Findings) -> None:
    head = _head(path)
    if head.startswith(_SQLITE_MARK) and not _is_newpipe(path):
        findings.databases.append(path)
    elif head.startswith(_ZIP_MARKS):
        _add(zip_sources(path, _budget(path, limits), stack), path, findings)
    elif head.startswith(GZIP_MARK) or head[257:262] == _TAR_MARK:
        _add(tar_sources(path, _budget(path, limits), stack), path, findings)
    elif not head.strip():
        raise UnreadableHistory(f"{path.name} is empty; download it again.")
    else:
        findings.sources.append(_plain(path, path.name))


def _is_newpipe(path: Path) -> bool:
    with path.open("rb") as file:
        return is_newpipe(file.read(CHUNK).decode("latin-1"))


def _budget(path: Path, limits: Limits) -> Budget:
    return Budget(path.name, path.stat().st_size, limits)


def _add(found: tuple[list[Source], bool], path: Path, findings: Findings) -> None:
    sources, has_archives = found
    findings.sources.extend(sources)
    if has_archives:
        findings.nested.append(path.name)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the real files under a folder in a fixed order; links are not followed."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _plain(path: Path, inner_path: str) -> Source:
    facts = path.stat()
    return Source(path.name, inner_path, facts.st_size, float(int(facts.st_mtime)), partial(_open, path))


def _open(path: Path) -> BinaryIO:
    return cast("BinaryIO", path.open("rb"))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(512)
