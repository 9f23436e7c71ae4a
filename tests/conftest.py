"""What every test may use: the project's root, and the measurements' data where it lies beside the project."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# No daemon of a test asks YouTube; a test of that names its stand-in.
os.environ |= {"OWNFEED_DISCOVERY": "false", "OWNFEED_OEMBED": "false", "OWNFEED_YOUTUBE_API_KEY": ""}


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real data beside the project; only for tests marked `needs_shared`."""
    return SHARED


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and say so, measurements where their data is absent (a person's machine), and what a machine cannot do."""
    lacking = {item: lacks for item in items if (lacks := _lacks(item)) is not None}
    if not lacking:
        return
    config.hook.pytest_deselected(items=list(lacking))
    items[:] = [item for item in items if item not in lacking]
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        for lacks, count in Counter(lacking.values()).items():
            reporter.write_line(f"left out: {count} {lacks}")


def _lacks(item: pytest.Item) -> str | None:
    """Return what the test needs and this machine has not, or None."""
    if item.get_closest_marker("needs_shared") and not SHARED.is_dir():
        return f"measurements that need the data folder {SHARED.name}/"
    marker = item.get_closest_marker("needs")
    lacks = marker.kwargs["trial"].needs() if marker else None
    return f"tests that need {lacks}" if lacks else None
