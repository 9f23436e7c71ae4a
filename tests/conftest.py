"""What every test may use: the project's root, and the measurements' data where it lies beside the project."""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# No daemon of a test asks YouTube; a test of that names its stand-in.
os.environ |= {"OWNFEED_DISCOVERY": "false", "OWNFEED_OEMBED": "false", "OWNFEED_YOUTUBE_API_KEY": ""}

# Where the tests themselves run in the background or under `nohup`, Ctrl-C or the hang-up is ignored, and what they start would inherit
# that. What is handled, were it by doing nothing, begins in them as from a terminal.
for _number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, lambda *_: None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real data beside the project; only for tests marked `needs_shared`."""
    return SHARED


LEFT_OUT = pytest.StashKey[Counter[str]]()
"""How many tests are left out, by what they lack."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and have it said, measurements where their data is absent (a person's machine), and what a machine cannot do."""
    lacking = {item: lacks for item in items if (lacks := _lacks(item)) is not None}
    counts = config.stash[LEFT_OUT] = Counter(lacking.values())
    if hasattr(config, "workeroutput"):  # a process that runs a share of the tests; all of them collect the same
        config.workeroutput["left out"] = dict(counts)
    if lacking:
        config.hook.pytest_deselected(items=list(lacking))
        items[:] = [item for item in items if item not in lacking]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a process that ran a share of the tests has left out."""
    told: dict[str, int] = getattr(node, "workeroutput", {}).get("left out", {})
    node.config.stash[LEFT_OUT] = Counter[str](told)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say in a line what was left out."""
    for lacks, count in config.stash.get(LEFT_OUT, Counter[str]()).items():
        terminalreporter.write_line(f"left out: {count} {lacks}")


def _lacks(item: pytest.Item) -> str | None:
    """Return what the test needs and this machine has not, or None."""
    if item.get_closest_marker("needs_shared") and not SHARED.is_dir():
        return f"measurements that need the data folder {SHARED.name}/"
    marker = item.get_closest_marker("needs")
    if marker is None:
        return None
    program = marker.kwargs.get("program")
    lacks = marker.kwargs["trial"].needs() if program is None else None if shutil.which(program) else program
    return f"tests that need {lacks}" if lacks else None
