"""Where the Chromium family keeps its `History` files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """A browser's history on this machine.

    browser: `brave`, `chrome`, `chromium`, `edge`, `vivaldi` or `opera`; profile: its folder (`Default`, `Profile 1`).
    """

    browser: str
    profile: str
    path: Path


def find_histories(
    home: Path | None = None, platform: str | None = None, environ: Mapping[str, str] | None = None
) -> list[Found]:
    """Return the histories of this machine, most recently used first; arguments None mean the running system's."""
    return []
