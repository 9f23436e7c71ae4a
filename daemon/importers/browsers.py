"""Where the Chromium family keeps its `History` files on each system."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple


@dataclass(frozen=True, slots=True)
class Found:
    """A browser's history on this machine.

    browser: one of BROWSERS; profile: its folder (`Default`, `Profile 1`); path: the `History` file.
    name: what the person called the profile, or its folder where they did not.
    """

    browser: str
    profile: str
    path: Path
    name: str = ""


class _Places(NamedTuple):
    """A browser's folders below the base folder of each system; a tuple for release channels."""

    linux: tuple[str, ...]
    macos: tuple[str, ...]
    windows: tuple[str, ...]
    flatpak: str = ""
    snap: str = ""


_PLACES: Final = {
    "brave": _Places(
        linux=tuple(f"BraveSoftware/Brave-Browser{channel}" for channel in ("", "-Beta", "-Nightly")),
        macos=tuple(f"BraveSoftware/Brave-Browser{channel}" for channel in ("", "-Beta", "-Nightly")),
        windows=tuple(f"BraveSoftware/Brave-Browser{channel}" for channel in ("", "-Beta", "-Nightly")),
        flatpak="com.brave.Browser",
        snap="brave/current/.config/BraveSoftware/Brave-Browser",
    ),
    "chrome": _Places(
        linux=("google-chrome", "google-chrome-beta", "google-chrome-unstable"),
        macos=("Google/Chrome", "Google/Chrome Beta", "Google/Chrome Canary"),
        windows=("Google/Chrome", "Google/Chrome Beta", "Google/Chrome SxS"),
        flatpak="com.google.Chrome",
    ),
    "chromium": _Places(
        linux=("chromium",),
        macos=("Chromium",),
        windows=("Chromium",),
        flatpak="org.chromium.Chromium",
        snap="chromium/common/chromium",
    ),
    "edge": _Places(
        linux=("microsoft-edge", "microsoft-edge-beta", "microsoft-edge-dev"),
        macos=("Microsoft Edge", "Microsoft Edge Beta", "Microsoft Edge Dev"),
        windows=("Microsoft/Edge", "Microsoft/Edge Beta", "Microsoft/Edge Dev"),
        flatpak="com.microsoft.Edge",
    ),
    "vivaldi": _Places(linux=("vivaldi",), macos=("Vivaldi",), windows=("Vivaldi",), flatpak="com.vivaldi.Vivaldi"),
    "opera": _Places(
        linux=("opera",),
        macos=("com.operasoftware.Opera",),
        windows=("Opera Software/Opera Stable",),
        flatpak="com.opera.Opera",
        snap="opera/current/.config/opera",
    ),
}

BROWSERS: Final = tuple(_PLACES)
_NOT_PEOPLE: Final = frozenset({"System Profile", "Guest Profile"})


def find_histories(
    home: Path | None = None, platform: str | None = None, environ: Mapping[str, str] | None = None
) -> list[Found]:
    """Return the histories of this machine, the one written last first.

    home, platform (`linux`, `darwin`, `win32`), environ: None means the running system's. What may not be read is
    left out. Snapshots of old versions and the guest's profile are no histories.
    """
    home, environ = home or Path.home(), os.environ if environ is None else environ
    places = _base_folders(home, platform or sys.platform, environ)
    found = {item.path: item for browser, folder in places for item in _profiles(browser, folder)}
    return sorted(found.values(), key=lambda item: item.path.stat().st_mtime, reverse=True)


def browser_of(path: Path, named: str = "auto") -> str:
    """Say which browser a History file belongs to: the one named, else the one whose folder it lies in, else Chrome."""
    if named in _PLACES:
        return named
    folders = path.absolute().as_posix().casefold()
    marks = [(mark, browser) for browser, places in _PLACES.items() for mark in (*places.linux, *places.macos)]
    marks += [(places.flatpak, browser) for browser, places in _PLACES.items() if places.flatpak]
    longest_first = sorted(marks, key=lambda pair: len(pair[0]), reverse=True)
    return next((browser for mark, browser in longest_first if f"/{mark.casefold()}/" in folders), "chrome")


def _base_folders(home: Path, platform: str, environ: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    """Yield each browser with each folder that may hold its profiles."""
    for browser, places in _PLACES.items():
        if platform == "darwin":
            yield from ((browser, home / "Library/Application Support" / place) for place in places.macos)
        elif platform == "win32":
            yield from ((browser, folder) for folder in _on_windows(home, environ, places))
        else:
            yield from ((browser, folder) for folder in _on_linux(home, environ, places))


def _on_windows(home: Path, environ: Mapping[str, str], places: _Places) -> Iterator[Path]:
    """Local application data, with `User Data` between; Opera keeps to the roaming data and has no such folder."""
    local = Path(environ.get("LOCALAPPDATA") or home / "AppData/Local")
    roaming = Path(environ.get("APPDATA") or home / "AppData/Roaming")
    for place in places.windows:
        yield local / place / "User Data"
        yield roaming / place


def _on_linux(home: Path, environ: Mapping[str, str], places: _Places) -> Iterator[Path]:
    """The configuration folder, where a variable has moved it, then Flatpak's and Snap's own."""
    bases = {home / ".config"}
    bases |= {Path(environ[name]) for name in ("XDG_CONFIG_HOME", "CHROME_CONFIG_HOME") if environ.get(name)}
    for place in places.linux:
        yield from (base / place for base in sorted(bases))
        if places.flatpak:
            yield home / ".var/app" / places.flatpak / "config" / place
    if places.snap:
        yield home / "snap" / places.snap


def _profiles(browser: str, folder: Path) -> Iterator[Found]:
    """Yield the profiles one level down; Opera's first profile is the folder itself."""
    try:
        candidates = [folder, *sorted(folder.iterdir())]
        names = _names(folder)
        for profile in candidates:
            history = profile / "History"
            if profile.name not in _NOT_PEOPLE and history.is_file():
                yield Found(browser, profile.name, history, names.get(profile.name, profile.name))
    except OSError:  # not installed, or another person's
        return


def _names(folder: Path) -> dict[str, str]:
    """Return what the profiles of a browser are called, as its `Local State` tells; nothing where it tells nothing."""
    try:
        profiles = json.loads((folder / "Local State").read_text("utf-8"))["profile"]["info_cache"]
        return {profile: str(facts["name"]) for profile, facts in profiles.items() if facts.get("name")}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
