"""The package's law, read from its import statements."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

FORBIDDEN = {
    *("daemon", "aiohttp", "aiosqlite", "sqlite3", "pysqlite3", "requests", "socket", "urllib", "http", "subprocess"),
    *("asyncio", "threading", "logging", "time", "datetime", "random", "secrets", "uuid", "os", "sys", "shutil", "io"),
}
MAY_READ_FILES = {"embedding.py"}
"""Embedding loads its model; evaluation reads data sets and stands on top of everything."""


def imported(source: Path) -> Iterator[str]:
    """Yield the top-level packages a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source.name} imports relatively"
            yield (node.module or "").split(".")[0]


def pure_files(root: Path) -> list[Path]:
    package = root / "recsys"
    return [path for path in package.rglob("*.py") if "evaluation" not in path.relative_to(package).parts]


def test_recsys_knows_no_daemon_no_clock_no_chance_and_no_network(root: Path) -> None:
    for path in pure_files(root):
        allowed = {"os", "sys", "threading"} if path.name in MAY_READ_FILES else set()
        assert not (FORBIDDEN - allowed) & set(imported(path)), path.name


def test_only_the_embedder_opens_files(root: Path) -> None:
    for path in pure_files(root):
        if path.name not in MAY_READ_FILES:
            assert "pathlib" not in set(imported(path)), path.name
            assert " open(" not in path.read_text(encoding="utf-8"), path.name


def test_only_a_training_writes_a_file_that_is_gone_at_once(root: Path) -> None:
    """CatBoost tells its trees to a file alone."""
    assert [path.name for path in pure_files(root) if "tempfile" in set(imported(path))] == ["boosting.py"]


def test_chance_is_always_handed_in(root: Path) -> None:
    for path in pure_files(root):
        assert "default_rng(" not in path.read_text(encoding="utf-8"), path.name
        assert "np.random.seed" not in path.read_text(encoding="utf-8"), path.name


def test_heavy_libraries_load_only_where_they_are_used(root: Path) -> None:
    """sklearn takes 2.8 s to import: the first answer must not wait for it."""
    for path in pure_files(root):
        top_level = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.Import)]
        from_level = [
            node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)
        ]
        names = {alias.name.split(".")[0] for node in top_level for alias in node.names}
        names |= {(node.module or "").split(".")[0] for node in from_level}
        assert not names & {"sklearn", "fastembed", "onnxruntime", "catboost"}, path.name
