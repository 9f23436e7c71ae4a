"""The files in a zip archive, read as streams where they lie."""

from __future__ import annotations

import stat
import zipfile
from calendar import timegm
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, cast

from .limits import Budget, Counted
from .source import Source, damaged, is_archive, is_readable

_UTF8_NAME: Final = 0x800


def zip_sources(path: Path, budget: Budget, stack: ExitStack) -> tuple[list[Source], bool]:
    """Return the readable files of an archive, and whether it holds further archives (which are never opened).

    The archive stays open until `stack` closes. Raises UnreadableHistory where it is damaged or unsafe.
    """
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(path.name) from error
    entries = archive.infolist()
    budget.check_entries(len(entries))
    for entry in entries:
        budget.check_name(entry.filename)
        if stat.S_ISLNK(entry.external_attr >> 16):
            budget.refuse_link()
    files = [entry for entry in entries if not entry.is_dir()]
    sources = [_source(path, archive, entry, budget) for entry in files if is_readable(entry.filename)]
    return sources, any(is_archive(entry.filename) for entry in files)


def _source(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Source:
    inner = _real_name(entry)
    return Source(
        name=f"{path.name}: {inner}",
        inner_path=inner,
        size=entry.file_size,
        modified_at=float(max(timegm((*entry.date_time, 0, 0, 0)), 0)),
        open=partial(_open, archive, entry, budget),
    )


def _open(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> BinaryIO:
    stream = cast("BinaryIO", archive.open(entry))
    return cast("BinaryIO", Counted(stream, budget, entry.compress_size, entry.filename))


def _real_name(entry: zipfile.ZipInfo) -> str:
    """Undo what zipfile makes of names packed again without the flag that says UTF-8."""
    name = entry.filename.replace("\\", "/")
    if entry.flag_bits & _UTF8_NAME:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
