"""A keyring that is one JSON file, named by FILE_KEYRING: what `keyring` asks where a system's own cannot be had."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Locked while the file says so."""

    priority = 1

    @property
    def _file(self) -> Path:
        return Path(os.environ["FILE_KEYRING"])

    def _kept(self) -> dict[str, str]:
        text = self._file.read_text() if self._file.exists() else "{}"
        if text == "locked":
            raise KeyringLocked("Locked.")
        kept: dict[str, str] = json.loads(text)
        return kept

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file.write_text(json.dumps(self._kept() | {f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        kept = self._kept()
        if kept.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError("It is not there.")
        self._file.write_text(json.dumps(kept))
