"""One file of an import, wherever it lies: plain, in a folder, in an archive."""

from __future__ import annotations

import codecs
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from daemon.errors import UnreadableHistory

CHUNK: Final = 1 << 18
"""Bytes read at a time."""

_READABLE: Final = (".json", ".jsonl", ".html", ".htm", ".csv", ".db")
_ARCHIVES: Final = (".zip", ".tgz", ".tar", ".gz", ".bz2", ".xz", ".7z", ".rar")

Text = Callable[[], Iterator[str]]
"""Begins to read a file again; yields its text in pieces."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read any number of times.

    name: as a person knows it, with the archive it is in; inner_path: its path there, `/` between folders.
    size: bytes, as declared; modified_at: seconds since the epoch, which for an export is when it was made.
    """

    name: str
    inner_path: str
    size: int
    modified_at: float
    open: Callable[[], BinaryIO]

    @property
    def file_name(self) -> str:
        """The name without folders."""
        return PurePosixPath(self.inner_path).name

    def chunks(self) -> Iterator[bytes]:
        """Yield the content in pieces. Raises UnreadableHistory where it is damaged, encrypted or a bomb."""
        try:
            with self.open() as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except UnreadableHistory:
            raise
        except PermissionError as error:
            raise forbidden(self.name) from error
        except RuntimeError as error:  # what zipfile raises for a password, or for a codec this Python lacks
            raise UnreadableHistory(
                f"{self.name} is encrypted or packed in a way not known here; unpack it first."
            ) from error
        except (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError) as error:
            raise damaged(self.name) from error


def forbidden(name: str) -> UnreadableHistory:
    """The error for a file this user may not read."""
    return UnreadableHistory(f"{name} may not be read by this user; change its permissions or copy it.")


def damaged(name: str) -> UnreadableHistory:
    """The error for a file whose bytes are not what they should be."""
    return UnreadableHistory(f"{name} is damaged or cut off; download it again.")


def is_readable(path: str) -> bool:
    """Whether a file's name is one a history may have; what macOS adds to archives is not."""
    parts = PurePosixPath(path).parts
    return path.lower().endswith(_READABLE) and "__MACOSX" not in parts and not parts[-1].startswith("._")


def is_archive(path: str) -> bool:
    """Whether a file's name is that of an archive."""
    return path.lower().endswith(_ARCHIVES)


def decode(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield text: UTF-8, or UTF-16 where its mark stands at the start; bytes that are neither become U+FFFD."""
    decoder: codecs.IncrementalDecoder | None = None
    for chunk in chunks:
        if decoder is None:
            is_utf16 = chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            decoder = codecs.getincrementaldecoder("utf-16" if is_utf16 else "utf-8-sig")("replace")
        yield decoder.decode(chunk)
    if decoder is not None:
        yield decoder.decode(b"", final=True)
