"""The browsers of a machine are found by themselves, wherever its system keeps them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from daemon.importers import find_histories
from daemon.importers.browsers import browser_of

PLACES = {
    "linux": [
        (".config/BraveSoftware/Brave-Browser/Default", "brave"),
        (".config/BraveSoftware/Brave-Browser-Nightly/Profile 1", "brave"),
        (".config/google-chrome/Default", "chrome"),
        (".config/google-chrome-beta/Default", "chrome"),
        (".config/chromium/Profile 2", "chromium"),
        (".config/microsoft-edge/Default", "edge"),
        (".config/vivaldi/Default", "vivaldi"),
        (".config/opera/Default", "opera"),
        (".var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser/Default", "brave"),
        (".var/app/org.chromium.Chromium/config/chromium/Default", "chromium"),
        ("snap/brave/current/.config/BraveSoftware/Brave-Browser/Default", "brave"),
        ("snap/chromium/common/chromium/Default", "chromium"),
    ],
    "darwin": [
        ("Library/Application Support/BraveSoftware/Brave-Browser/Default", "brave"),
        ("Library/Application Support/Google/Chrome/Profile 1", "chrome"),
        ("Library/Application Support/Chromium/Default", "chromium"),
        ("Library/Application Support/Microsoft Edge/Default", "edge"),
        ("Library/Application Support/Vivaldi/Default", "vivaldi"),
        ("Library/Application Support/com.operasoftware.Opera", "opera"),
    ],
    "win32": [
        ("AppData/Local/BraveSoftware/Brave-Browser/User Data/Default", "brave"),
        ("AppData/Local/Google/Chrome/User Data/Default", "chrome"),
        ("AppData/Local/Microsoft/Edge/User Data/Default", "edge"),
        ("AppData/Roaming/Opera Software/Opera Stable", "opera"),
    ],
}
NOWHERE: Mapping[str, str] = {}


def put(home: Path, place: str, written_at: float = 1_780_000_000) -> Path:
    history = home / place / "History"
    history.parent.mkdir(parents=True)
    history.write_bytes(b"SQLite format 3\x00")
    os.utime(history, (written_at, written_at))
    return history


@pytest.mark.parametrize("platform", PLACES)
def test_every_browser_is_found(platform: str, tmp_path: Path) -> None:
    planted = {put(tmp_path, place): browser for place, browser in PLACES[platform]}
    found = find_histories(tmp_path, platform, NOWHERE)
    assert {each.path: each.browser for each in found} == planted
    assert all(each.profile == each.path.parent.name for each in found)


@pytest.mark.parametrize(("place", "browser"), PLACES["linux"] + PLACES["darwin"])
def test_a_history_file_says_by_its_folder_whose_it_is(place: str, browser: str, tmp_path: Path) -> None:
    assert browser_of(tmp_path / place / "History") == browser


def test_a_history_somewhere_else_is_chromes_unless_said_otherwise(tmp_path: Path) -> None:
    assert browser_of(tmp_path / "History") == "chrome"
    assert browser_of(tmp_path / "History", "vivaldi") == "vivaldi"


@pytest.mark.parametrize(
    ("local_state", "name"),
    [
        ('{"profile": {"info_cache": {"Profile 1": {"name": "Ada"}}}}', "Ada"),
        ('{"profile": {"info_cache": {"Profile 1": {"name": ""}}}}', "Profile 1"),
        ('{"profile": []}', "Profile 1"),
        ("[" * 100_000, "Profile 1"),
    ],
)
def test_a_profile_has_the_name_its_person_gave_it(local_state: str, name: str, tmp_path: Path) -> None:
    put(tmp_path, ".config/chromium/Profile 1")
    (tmp_path / ".config/chromium/Local State").write_text(local_state, encoding="utf-8")
    assert [each.name for each in find_histories(tmp_path, "linux", NOWHERE)] == [name]


def test_the_history_written_last_comes_first(tmp_path: Path) -> None:
    older = put(tmp_path, ".config/google-chrome/Default", 1_770_000_000)
    newer = put(tmp_path, ".config/chromium/Default", 1_780_000_000)
    assert [each.path for each in find_histories(tmp_path, "linux", NOWHERE)] == [newer, older]


def test_guests_snapshots_and_the_systems_profile_are_no_histories(tmp_path: Path) -> None:
    for profile in ("Guest Profile", "System Profile", "Snapshots/140.0/Default"):
        put(tmp_path, f".config/chromium/{profile}")
    assert find_histories(tmp_path, "linux", NOWHERE) == []


def test_variables_move_the_folders(tmp_path: Path) -> None:
    moved = put(tmp_path, "elsewhere/chromium/Default")
    assert find_histories(tmp_path, "linux", {"XDG_CONFIG_HOME": str(tmp_path / "elsewhere")})[0].path == moved
    local = put(tmp_path, "local/Google/Chrome/User Data/Default")
    assert find_histories(tmp_path, "win32", {"LOCALAPPDATA": str(tmp_path / "local")})[0].path == local


def test_a_machine_without_browsers_has_no_histories(tmp_path: Path) -> None:
    assert find_histories(tmp_path / "nobody", "linux", NOWHERE) == []
