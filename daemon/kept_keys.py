"""Keys of services in the system's keyring, for whoever does not want them in a file; the one place that asks it.

A keyring may ask the person for a password, so it is asked only for what `ownfeed key set` put there, which a small file in the
data directory (`kept-keys.json`, names alone) remembers.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import SecretStr

from .errors import NotFound, OwnFeedError, PersonError

if TYPE_CHECKING:
    from .settings import Settings

SERVICE: Final = "ownfeed"
SETTING_OF: Final = {"youtube": "youtube_api_key", "model": "model_key"}
"""The setting each key stands in for, by the name the command takes."""


class NoKeyring(PersonError):
    """This system has no keyring that can be asked."""

    code = "no_keyring"


def keep(settings: Settings, name: str, key: str) -> None:
    """Put a key into the keyring, in the place of one that is there. Raises NoKeyring or NotFound for an unknown name."""
    import keyring  # a tenth of a second that nobody else need wait for
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, _account(settings, name), key)
    except KeyringError as error:
        raise _none(name) from error
    _note(settings, names(settings) | {name})


def forget(settings: Settings, name: str) -> None:
    """Take a key out of the keyring. Raises NotFound where none was put there."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    if name not in names(settings):
        raise NotFound(f"No key {name!r} is kept in the keyring.")
    try:
        keyring.delete_password(SERVICE, _account(settings, name))
    except PasswordDeleteError:
        pass  # somebody took it out by other means
    except KeyringError as error:
        raise _none(name) from error
    _note(settings, names(settings) - {name})


def names(settings: Settings) -> set[str]:
    """Return which keys were put into the keyring for these data."""
    try:
        return set(json.loads(_file(settings).read_text(encoding="utf-8"))) & SETTING_OF.keys()
    except (OSError, ValueError):
        return set()


def with_kept_keys(settings: Settings) -> Settings:
    """Return the settings with the keys of the keyring where none is set otherwise.

    Raises OwnFeedError where the keyring that had a key cannot be asked now.
    """
    wanted = [name for name in sorted(names(settings)) if not _is_set(settings, name)]
    found = {SETTING_OF[name]: SecretStr(_asked(settings, name)) for name in wanted}
    return settings.model_copy(update=found) if found else settings


def _asked(settings: Settings, name: str) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, _account(settings, name)) or ""
    except KeyringError as error:
        variable = f"OWNFEED_{SETTING_OF[name].upper()}"
        raise OwnFeedError(
            f"The system's keyring does not give the key {name!r}: unlock it and start again, or set {variable}."
        ) from error


def _is_set(settings: Settings, name: str) -> bool:
    key: SecretStr = getattr(settings, SETTING_OF[name])
    return bool(key.get_secret_value())


def _account(settings: Settings, name: str) -> str:
    """Two data directories have two keys."""
    if name not in SETTING_OF:
        raise NotFound(f"There is no key {name!r}; it can be {' or '.join(SETTING_OF)}.")
    return f"{name} {settings.data_dir}"


def _none(name: str) -> NoKeyring:
    variable = f"OWNFEED_{SETTING_OF[name].upper()}"
    return NoKeyring(
        f"This system has no keyring that can be asked; set {variable}, or {SETTING_OF[name]} in ownfeed.toml."
    )


def _file(settings: Settings) -> Path:
    return settings.data_dir / "kept-keys.json"


def _note(settings: Settings, kept: set[str]) -> None:
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not kept:
        _file(settings).unlink(missing_ok=True)
        return
    _file(settings).touch(mode=0o600)
    _file(settings).write_text(json.dumps(sorted(kept)), encoding="utf-8")
