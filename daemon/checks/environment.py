"""Checks of what OwnFeed stands on: Python, SQLite, sqlite-vec, the embedding model, the extension's folder."""

from __future__ import annotations

import platform
import sys
from pathlib import Path
from typing import Final

from daemon.settings import EXTENSION_DIR, Settings

from .finding import Finding, ill, well

REINSTALL: Final = "Delete the folder .venv and start scripts/run again."


def python(_settings: Settings) -> Finding:
    """Which Python this is; an older one than we need cannot even be installed into."""
    return well("python", f"Python {platform.python_version()} at {sys.executable}.")


def sqlite(_settings: Settings) -> Finding:
    """Whether the linked SQLite keeps what it committed."""
    import pysqlite3

    from daemon.store.connection import OLDEST_SQLITE

    sentence = f"SQLite {pysqlite3.sqlite_version} through pysqlite3."
    if pysqlite3.sqlite_version_info < OLDEST_SQLITE:
        return ill("sqlite", sentence, f"It must be {'.'.join(map(str, OLDEST_SQLITE))} or newer. {REINSTALL}")
    return well("sqlite", sentence)


def sqlite_vec(_settings: Settings) -> Finding:
    """Whether the vector extension loads into that SQLite."""
    import pysqlite3
    import sqlite_vec as extension

    connection = pysqlite3.connect(":memory:")
    try:
        connection.enable_load_extension(True)
        extension.load(connection)
        version = connection.execute("SELECT vec_version()").fetchone()[0]
    except (pysqlite3.Error, AttributeError) as error:
        return ill("sqlite-vec", f"sqlite-vec does not load: {error}.", REINSTALL)
    finally:
        connection.close()
    return well("sqlite-vec", f"sqlite-vec {version} loads.")


def embedding_model(settings: Settings) -> Finding:
    """Whether the embedding model loads and gives a usable vector."""
    from recsys.embedding import Embedder

    try:
        embedder = Embedder(settings.embedding_model, cache_dir=str(settings.model_cache))
        length = float((embedder.embed(["a video about music"])[0] ** 2).sum())
    except Exception as error:  # noqa: BLE001 - fastembed and onnxruntime raise whatever they like
        remedy = "Check the name in OWNFEED_EMBEDDING_MODEL or ownfeed.toml, and the network for its first use."
        return ill("embedding model", f"{settings.embedding_model} does not load: {error}", remedy)
    if not 0.99 < length < 1.01:
        return ill("embedding model", f"{settings.embedding_model} gives unusable vectors.", REINSTALL)
    return well("embedding model", f"{settings.embedding_model} loads, {embedder.dimensions} dimensions.")


def extension_folder(_settings: Settings, folder: Path = EXTENSION_DIR) -> Finding:
    """Whether the extension to load lies where we say."""
    if (folder / "manifest.json").is_file():
        return well("extension folder", f"The extension lies in {folder}.")
    return ill("extension folder", f"There is no extension in {folder}.", "Clone the project again.")


def keyring(settings: Settings) -> Finding:
    """Whether the system's keyring gives the keys that were put into it."""
    from daemon.kept_keys import KeyringRefuses, kept, names

    wanted = sorted(names(settings))
    try:
        missing = [name for name in wanted if not kept(settings, name)]
    except KeyringRefuses as error:
        return ill("keyring", error.message, "Unlock the keyring and restart the daemon.")
    if missing:
        remedy = f"Run `ownfeed key set {missing[0]}`."
        return ill("keyring", f"The keyring no longer holds the key {missing[0]!r}.", remedy)
    said = f"The system's keyring holds: {', '.join(wanted)}." if wanted else "No key is kept in the system's keyring."
    return well("keyring", said)
