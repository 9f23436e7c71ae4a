"""`python -m tests.faults.mutants NAME serve …`: `ownfeed` with the safeguard taken out that the module NAME names."""

from __future__ import annotations

import sys
from importlib import import_module

from daemon.cli import main

import_module(f"{__package__}.{sys.argv.pop(1)}").take_out()
main()
