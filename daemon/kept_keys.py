"""Keys of services in the system's keyring, for whoever does not want them in a file; the one place that asks it.

A keyring may ask the person for a password, so it is asked only for what `ownfeed key set` put there, which a small file in the
data directory (`kept-keys.json`, names alone) remembers.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pydantic import SecretStr

from .errors import NotFound, PersonError

if TYPE_CHECKING:
    from .settings import Settings

log = logging.getLogger(__name__)

KeyName: TypeAlias = Literal["youtube", "model"]
SETTING_OF: Final[dict[KeyName, str]] = {"youtube": "youtube_api_key", "model": "model_key"}
"""The setting each key stands in for."""

_SERVICE: Final = "ownfeed"


class KeyringRefuses(PersonError):
    """This system has no keyring, or it is locked."""

    code = "keyring_refuses"


def keep(settings: Settings, name: KeyName, key: str) -> None:
    """Put a key into the keyring, in the place of one that is there. Raises KeyringRefuses."""
    import keyring  # a tenth of a second that nobody else need wait for
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, _account(settings, name), key)
    except KeyringError as error:
        raise _refusal(name) from error
    _note(settings, names(settings) | {name})


def forget(settings: Settings, name: KeyName) -> None:
    """Take a key out of the keyring. Raises NotFound where none was put there, KeyringRefuses."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    if name not in names(settings):
        raise NotFound(f"No key {name!r} is kept in the keyring.")
    try:
        keyring.delete_password(_SERVICE, _account(settings, name))
    except PasswordDeleteError:
        pass  # somebody took it out by other means
    except KeyringError as error:
        raise _refusal(name) from error
    _note(settings, names(settings) - {name})


def names(settings: Settings) -> set[KeyName]:
    """Return which keys were put into the keyring for these data."""
    try:
        noted = set(json.loads(_file(settings).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return set()
    return {name for name in SETTING_OF if name in noted}


def with_kept_keys(settings: Settings) -> Settings:
    """Return the settings with the keys of the keyring where none is set otherwise.

    A key that the keyring does not give is told in the log and missing: a locked keyring keeps nobody from their feed.
    """
    found: dict[str, SecretStr] = {}
    for name in sorted(names(settings)):
        key: SecretStr = getattr(settings, SETTING_OF[name])
        if not key.get_secret_value():
            try:
                found[SETTING_OF[name]] = SecretStr(kept(settings, name))
            except KeyringRefuses as error:
                log.warning("%s", error.message)
    return settings.model_copy(update=found) if found else settings


def kept(settings: Settings, name: KeyName) -> str:
    """Return a key as the keyring has it, "" where it is no longer there. Raises KeyringRefuses."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, _account(settings, name)) or ""
    except KeyringError as error:
        raise _refusal(name) from error


def _account(settings: Settings, name: KeyName) -> str:
    """Two data directories have two keys."""
    return f"{name} {settings.data_dir}"


def _refusal(name: KeyName) -> KeyringRefuses:
    setting = SETTING_OF[name]
    return KeyringRefuses(
        f"The system's keyring cannot be asked for the key {name!r}: unlock it, or set OWNFEED_{setting.upper()} or "
        f"{setting} in ownfeed.toml."
    )


def _file(settings: Settings) -> Path:
    return settings.data_dir / "kept-keys.json"


def _note(settings: Settings, kept: set[KeyName]) -> None:
    if not kept:
        _file(settings).unlink(missing_ok=True)
        return
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    _file(settings).touch(mode=0o600)
    _file(settings).write_text(json.dumps(sorted(kept)), encoding="utf-8")
