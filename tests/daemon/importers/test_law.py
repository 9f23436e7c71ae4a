"""The importers keep their law: they know neither the store nor anything above them."""

from __future__ import annotations

import ast
from pathlib import Path

ALLOWED = ("daemon.errors", "daemon.importers")


def test_an_importer_knows_of_the_daemon_only_its_errors(root: Path) -> None:
    for path in (root / "daemon" / "importers").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            assert all(name.startswith(ALLOWED) for name in names if name.startswith(("daemon", "recsys"))), path.name
