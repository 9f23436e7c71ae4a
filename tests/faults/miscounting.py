"""The mutants of the sessions: the extension with one reason taken out why something is not watching, or is."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.e2e.chromium import EXTENSION

CHANGES: Final[Mapping[str, tuple[str, str, str]]] = {
    "advertisements are watched": ("youtube/player.js", "media.closest(AD) !== null", "media === null"),
    "previews are watched": (
        "youtube/player.js",
        "media.matches(selector) && !media.closest(NOT_MAIN)",
        "selector !== ''",
    ),
    "nobody hears a page that was left": ("worker/senders.js", "? 'left' : null", "? null : null"),
}
"""By what the mutant believes: the file, a piece of it, and what stands there instead."""


def miscounting_extension(folder: Path, belief: str) -> Path:
    """Copy the extension into this folder, with one change."""
    shutil.copytree(EXTENSION, folder)
    name, piece, instead = CHANGES[belief]
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(piece) == 1, f"{name} no longer reads as this mutant expects"
    (folder / name).write_text(text.replace(piece, instead), encoding="utf-8")
    return folder
