"""Any history in, batches out: find the files, check all of them, then yield their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .records import Batch, Progress

OnProgress = Callable[[Progress], None]


def read(paths: Sequence[Path], source: str = "auto", *, on_progress: OnProgress | None = None) -> Iterator[Batch]:
    """Yield the records of everything under `paths`.

    paths: archives (zip, tgz), their numbered parts, folders, single .json, .html or .csv files, browsers' `History`.
    source: `auto`, `takeout`, or a browser's name; anything but `auto` refuses what is not of that source.
    """
    raise NotImplementedError
