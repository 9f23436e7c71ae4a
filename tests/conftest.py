"""What every test may use: the project's root, and the measurements' data where it lies beside the project."""

from __future__ import annotations

import os
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
    """Leave measurements out, and say so, where their data is absent (a person's machine)."""
    if SHARED.is_dir():
        return
    measurements = [item for item in items if item.get_closest_marker("needs_shared")]
    if not measurements:
        return
    config.hook.pytest_deselected(items=measurements)
    items[:] = [item for item in items if item not in measurements]
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(f"left out: {len(measurements)} measurements that need the data folder {SHARED.name}/")
