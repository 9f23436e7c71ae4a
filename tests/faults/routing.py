"""`python -m tests.faults.routing [MUTANT]`: what the application's own router knows, as JSON: [method, path] each."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.daemon.serving import ROOT


def routing(mutant: str | None = None) -> list[tuple[str, str]]:
    """Return method and path of every route, asked of a process of its own, for a mutant changes it for good."""
    command = [sys.executable, "-m", "tests.faults.routing", *([mutant] if mutant else [])]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [(method, path) for method, path in json.loads(told)]


def _tell(mutant: list[str]) -> None:
    for name in mutant:
        import_module(f"tests.faults.mutants.{name}").take_out()
    from daemon.app import create_app
    from daemon.settings import load_settings

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(load_settings(data_dir=Path(folder)))
    routes = [(route.method, route.resource.canonical) for route in app.router.routes() if route.resource]
    print(json.dumps(sorted(routes)))


if __name__ == "__main__":
    _tell(sys.argv[1:])
