"""Large exports come in numbered archives, and the history may be in any of them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_NUMBERED: Final = re.compile(r"(.*\D)\d{3}\.(?:zip|tgz)", re.IGNORECASE)


def forgotten_parts(paths: Sequence[Path]) -> list[str]:
    """Return the names of further parts that lie beside the given ones: `takeout-…-002.zip` beside `takeout-…-001.zip`."""
    given = {path.absolute() for path in paths}
    begun = {start for path in given if (start := _start(path))}
    beside = {path for folder, _ in begun if os.access(folder, os.R_OK) for path in folder.iterdir()} - given
    return sorted(path.name for path in beside if _start(path) in begun)


def _start(path: Path) -> tuple[Path, str] | None:
    match = _NUMBERED.fullmatch(path.name)
    return (path.parent, match[1]) if match else None
