"""The files in a tgz archive, read as streams where they lie."""

from __future__ import annotations

import tarfile
import zlib
from contextlib import ExitStack
from functools import partial
from gzip import GzipFile
from pathlib import Path
from typing import BinaryIO, Final, cast

from .limits import Budget, Counted
from .source import Source, damaged, is_archive, is_readable

GZIP_MARK: Final = b"\x1f\x8b"


def tar_sources(path: Path, budget: Budget, stack: ExitStack) -> tuple[list[Source], bool]:
    """Return the readable files of an archive, and whether it holds further archives (which are never opened).

    The archive stays open until `stack` closes. Raises UnreadableHistory where it is damaged or unsafe.
    """
    packed = path.stat().st_size
    raw = stack.enter_context(path.open("rb"))
    is_gzip = raw.read(2) == GZIP_MARK
    raw.seek(0)
    stream = cast("BinaryIO", GzipFile(fileobj=raw)) if is_gzip else raw
    try:
        counted = cast("BinaryIO", Counted(stream, budget, packed))
        archive = stack.enter_context(tarfile.TarFile(fileobj=counted))
        return _sources(path, archive, budget, packed)
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise damaged(path.name) from error


def _sources(path: Path, archive: tarfile.TarFile, budget: Budget, packed: int) -> tuple[list[Source], bool]:
    sources, has_archives = [], False
    for count, entry in enumerate(archive, start=1):
        budget.check_entries(count)
        budget.check_name(entry.name)
        if not (entry.isreg() or entry.isdir()) or entry.issparse():
            budget.refuse_link()
        has_archives |= is_archive(entry.name)
        if entry.isreg() and is_readable(entry.name):
            sources.append(_source(path, archive, entry, budget, packed))
    return sources, has_archives


def _source(path: Path, archive: tarfile.TarFile, entry: tarfile.TarInfo, budget: Budget, packed: int) -> Source:
    return Source(
        name=f"{path.name}: {entry.name}",
        inner_path=entry.name,
        size=entry.size,
        modified_at=float(max(int(entry.mtime), 0)),
        open=partial(_open, archive, entry, budget, packed),
    )


def _open(archive: tarfile.TarFile, entry: tarfile.TarInfo, budget: Budget, packed: int) -> BinaryIO:
    member = archive.extractfile(entry)
    if member is None:
        raise damaged(entry.name)
    return cast("BinaryIO", Counted(cast("BinaryIO", member), budget, packed, entry.name))
